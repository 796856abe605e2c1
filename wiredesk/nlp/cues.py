"""Rules with weights, as rows of a table: name, what the row speaks for, weight, examples.

A table of cues is a list. A row's feature is a function of the parsed story; it returns whether the row applies, or how
much (a factor of the weight). The examples of every row run as tests: the range that the row looks at stands in square
brackets. ``wiredesk extract --explain`` prints the rows that voted.

A row may say what it needs: words that stand beside the subject in most cases in which it applies. A :class:`CueIndex`
tries a row only on subjects that have one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

Feature = Callable[..., float | bool]
F = TypeVar("F", bound=Feature)
Needs = Mapping[str, Collection[Any]]
"""Attributes of the subject with the values that they may have: one of them must have one of its values."""
ANY: Collection[Any] = frozenset({"any value but an empty one"})
"""Stands for all values that are true."""


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
    needs: Needs = field(default_factory=dict)
    """Without it the row is tried on every subject."""


def cue(
    rows: list[Cue],
    name: str,
    label: str,
    weight: float,
    *,
    yes: str,
    no: str,
    source: str = "",
    needs: Needs | None = None,
) -> Callable[[F], F]:
    """Add the decorated feature to a table as a row."""

    def add(feature: F) -> F:
        rows.append(Cue(name, label, weight, yes, no, feature, source, needs or {}))
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


_MAX_MASKS = 4096
"""Sets of rows that an index keeps; news has some hundreds."""


class CueIndex:
    """A table whose rows are found by what they need: bit n of a mask stands for row n."""

    def __init__(self, rows: Iterable[Cue]) -> None:
        self._rows = tuple(rows)
        attributes = tuple(dict.fromkeys(attribute for row in self._rows for attribute in row.needs))
        self._values = attrgetter(*attributes)
        self._of_all = _mask(not row.needs for row in self._rows)
        needed = [[row.needs.get(attribute, ()) for row in self._rows] for attribute in attributes]
        of_value = [
            {value: _mask(values is ANY or value in values for values in column) for value in set().union(*column)}
            for column in needed
        ]
        self._of_value = tuple(
            (rows_of.get, _mask(values is ANY for values in column))
            for rows_of, column in zip(of_value, needed, strict=True)
        )
        """For each attribute: the rows that need a value, those for any value among them, and the latter alone."""
        self._rows_of: dict[int, tuple[tuple[Cue, Feature], ...]] = {}

    def votes(self, subject: object) -> list[tuple[Cue, float]]:
        """Return the rows that apply, in the order of the table, each with its vote."""
        mask = self._of_all
        for (of_value, of_any), value in zip(self._of_value, self._values(subject), strict=True):
            if value:
                mask |= of_value(value, of_any)
        rows = self._rows_of.get(mask)
        if rows is None:
            rows = self._select(mask)
        return [(row, row.weight * value) for row, feature in rows if (value := feature(subject))]

    def _select(self, mask: int) -> tuple[tuple[Cue, Feature], ...]:
        """Return the rows of a mask with their features, and keep them for the next subject."""
        rows = tuple((row, row.feature) for number, row in enumerate(self._rows) if mask >> number & 1)
        if len(self._rows_of) < _MAX_MASKS:
            self._rows_of[mask] = rows
        return rows


def _mask(chosen: Iterable[bool]) -> int:
    return sum(1 << number for number, is_chosen in enumerate(chosen) if is_chosen)
