"""What one version says that the other did not, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

LONGEST = 4000
"""Words of each version that are compared; longer ones paragraph by paragraph, which is coarser and quick."""
_WORD = re.compile(r"\S+\s*|\s+")
_BLOCK = re.compile(r".+?(?:\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    kind: Literal["same", "removed", "added"]
    text: str


def difference(before: str, after: str) -> list[Change]:
    """The changes from one text to the next, in the order of the text."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > LONGEST:
        old, new = _BLOCK.findall(before), _BLOCK.findall(after)
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("same", "".join(old[a:b])))
            continue
        if b > a:
            changes.append(Change("removed", "".join(old[a:b])))
        if d > c:
            changes.append(Change("added", "".join(new[c:d])))
    return changes
