"""Rules with weights, as rows of a table: name, what the row speaks for, weight, examples.

A table of cues is a list. A row's feature is a function of the parsed story; it returns whether the row applies, or how
much (a factor of the weight). The examples of every row run as tests: the range that the row looks at stands in square
brackets. ``wiredesk extract --explain`` prints the rows that voted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Feature = Callable[..., float | bool]
F = TypeVar("F", bound=Feature)


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of a table of cues."""

    name: str
    label: str
    """The decision that the row supports: an entity type, a reading."""
    weight: float
    yes: str
    """A sentence in which the row applies to the range in brackets."""
    no: str
    """A sentence in which it does not apply, although it might seem to."""
    feature: Feature
    source: str = ""
    """The origin of the weight, if the comment of the table does not give it for all rows."""


def cue(
    rows: list[Cue], name: str, label: str, weight: float, *, yes: str, no: str, source: str = ""
) -> Callable[[F], F]:
    """Add the decorated feature to a table as a row."""

    def add(feature: F) -> F:
        rows.append(Cue(name, label, weight, yes, no, feature, source))
        return feature

    return add


def votes(rows: Iterable[Cue], *args: object) -> Iterator[tuple[Cue, float]]:
    """Yield the rows that apply, each with its vote: weight times the feature's value."""
    for row in rows:
        value = row.feature(*args)
        if value:
            yield row, row.weight * value


def total_of(rows: Iterable[Cue], subject: object) -> float:
    """Return the sum of the votes on one subject."""
    total = 0.0
    for row in rows:
        value = row.feature(subject)
        if value:
            total += row.weight * value
    return total
