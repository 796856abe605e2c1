"""Our own stories whose pronouns and nominal mentions have labels: ``references/labelled_stories.jsonl``.

A label stands in the text: ``[she=Rossi]`` refers to the entity whose name has the word Rossi, ``[she=nurse]`` to a
person without a name who is called a nurse, ``[it=-]`` to nothing that the story names. The stories are invented.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wiredesk.contract import Span

FILE = Path(__file__).parent / "references" / "labelled_stories.jsonl"
NOBODY = "-"
_LABEL = re.compile(r"\[([^\]=\[]{1,60})=([^\]]{1,60})\]")


@dataclass(frozen=True, slots=True)
class LabelledStory:
    """A story and what its pronouns and nominal mentions refer to."""

    id: str
    style: str
    body: str
    labels: dict[Span, str]
    """Span of a mention → label."""


def read_stories(file: Path = FILE) -> Iterator[LabelledStory]:
    """Yield the stories of a file of labelled text."""
    for line in file.read_text(encoding="utf-8").splitlines():
        story = json.loads(line)
        body, labels = _without_labels(story["text"])
        yield LabelledStory(story["id"], story["style"], body, labels)


def _without_labels(text: str) -> tuple[str, dict[Span, str]]:
    parts: list[str] = []
    labels: dict[Span, str] = {}
    size = last = 0
    for label in _LABEL.finditer(text):
        parts += text[last : label.start()], label[1]
        size += label.start() - last
        labels[size, size + len(label[1])] = label[2]
        size += len(label[1])
        last = label.end()
    return "".join((*parts, text[last:])), labels


def has_word(name: str, label: str) -> bool:
    """Return whether a name has the words of a label."""
    return set(label.split()) <= set(name.replace("-", " ").split()) | set(name.split())
