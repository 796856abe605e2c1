"""Texts whose names are labelled in place (``{PER Anna Holm}``), and the score of an extraction against the labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from wiredesk.contract import Extraction

_LABEL = re.compile(r"\{(PER|ORG|LOC|MISC) ([^{}]+)\}")
CLASSES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
"""Class of each entity type; all other types are MISC."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text without its marks, and the spans of its names with their classes."""

    style: str
    headline: str | None
    body: str
    labels: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class NameScore:
    """Counts of names of people, organisations and places: found exactly and of the right class, found, labelled."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    faults: list[str] = field(default_factory=list)
    """What is wrong, one line a name; MISC is reported where it was found as something else."""

    @property
    def f1(self) -> float:
        """F1 in percent."""
        return 200 * self.right / (self.found + self.labelled)


def read_labelled(path: Path) -> list[LabelledText]:
    """Return the texts of a file; its format is described in the file's head."""
    texts = []
    for block in path.read_text(encoding="utf-8").split("\n== ")[1:]:
        style, _, marked = block.partition("\n")
        marked = marked.strip()
        labels: dict[tuple[int, int], str] = {}
        plain, last = "", 0
        for match in _LABEL.finditer(marked):
            plain += marked[last : match.start()]
            labels[len(plain), len(plain) + len(match[2])] = match[1]
            plain += match[2]
            last = match.end()
        plain += marked[last:]
        headline, found, body = plain.partition("\n\n")
        texts.append(LabelledText(style, headline if found else None, body if found else plain, labels))
    return texts


def score_names(text: LabelledText, extraction: Extraction, score: NameScore) -> None:
    """Add the names of an extraction to a score."""
    found = {
        (mention.span[0], mention.span[1]): CLASSES.get(entity.type, "MISC")
        for entity in extraction.entities
        for mention in entity.mentions
        if mention.kind == "name"
    }
    for (start, end), label in text.labels.items():
        got = found.get((start, end), "-")
        if got == label:
            score.right += label != "MISC"
            continue
        overlaps = [
            f"{kind} {extraction.text[first:last]}"
            for (first, last), kind in found.items()
            if first < end and start < last
        ]
        if label != "MISC" or (overlaps and not all(o.startswith("MISC") for o in overlaps)):
            score.faults.append(f"{text.style}: {label} {extraction.text[start:end]} -> {overlaps or '-'}")
    for (start, end), kind in found.items():
        if kind != "MISC" and not any(first < end and start < last for first, last in text.labels):
            score.faults.append(f"{text.style}: no name {kind} {extraction.text[start:end]}")
    score.labelled += sum(label != "MISC" for label in text.labels.values())
    score.found += sum(kind != "MISC" for kind in found.values())
