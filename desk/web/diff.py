"""The differences between two versions of a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_WORDS = 4000
"""Words up to which texts are compared word by word; longer ones are compared by paragraph, which stays fast."""
_WORD = re.compile(r"\S+\s*|\s+")
_PARAGRAPH = re.compile(r".+?(?:\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextChange:
    """A part of either text."""

    kind: Literal["same", "removed", "added"]
    text: str


def diff(before: str, after: str) -> list[TextChange]:
    """Return the changes from one text to the next, in the order of the text."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MAX_WORDS:
        old, new = _PARAGRAPH.findall(before), _PARAGRAPH.findall(after)
    changes: list[TextChange] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(TextChange("same", "".join(old[a:b])))
            continue
        if b > a:
            changes.append(TextChange("removed", "".join(old[a:b])))
        if d > c:
            changes.append(TextChange("added", "".join(new[c:d])))
    return changes
