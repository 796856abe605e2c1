"""Provenance: which rule gave each record of an extraction, for ``wiredesk extract --explain``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from wiredesk.contract import Extraction, Span

ReasonKind = Literal[
    "name",
    "type",
    "mention",
    "pronoun",
    "nominal",
    "link",
    "title",
    "place",
    "metonym",
    "focus",
    "quote",
    "date",
    "amount",
    "dateline",
    "event",
    "keyphrase",
    "summary",
    "tone",
    "topic",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """One vote or decision: the span it is about, the row that fired, and what it spoke for."""

    span: Span
    kind: ReasonKind
    rule: str
    """Name of the row."""
    label: str = ""
    """The decision that the row supports: an entity type, an entity's id, a place, a TIMEX3 value."""
    weight: float | None = None
    """The row's vote, where rows are weighed against each other."""


@dataclass(slots=True)
class Trace:
    """Collects the reasons of one story."""

    reasons: list[Reason] = field(default_factory=list)

    def add(self, span: Span, kind: ReasonKind, rule: str, label: str = "", weight: float | None = None) -> None:
        """Record that a row fired."""
        self.reasons.append(Reason(span, kind, rule, label, weight))

    def move(self, move: Callable[[Span], Span]) -> None:
        """Move the spans of all reasons."""
        self.reasons = [replace(reason, span=move(reason.span)) for reason in self.reasons]

    def sorted(self) -> list[Reason]:
        """Return the reasons in the order of the text."""
        return sorted(self.reasons, key=lambda reason: (reason.span, reason.kind))


def explanation(extraction: Extraction, reasons: Iterable[Reason]) -> Iterator[str]:
    """Yield a line for each reason: offsets, the text there, the kind, what the row spoke for, the row and its vote."""
    names = {entity.id: entity.name for entity in extraction.entities}
    for reason in reasons:
        start, end = reason.span
        words = " ".join(extraction.text[start:end].split())
        label = f"of {names[reason.label]}" if reason.label in names else reason.label
        vote = "" if reason.weight is None else f" ({reason.weight:+g})"
        yield f"{start}–{end} “{words}” {' '.join(filter(None, (reason.kind, label)))}: {reason.rule}{vote}"
