"""What two figures have to share to be comparable, and how time changes what they measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from wiredesk.stories.thread_records import Figure
from wiredesk.toml_tables import read_table

TimePolicy = Literal["growing", "fixed", "changing"]
"""A growing figure is replaced by a higher one, a fixed one stays, a changing one is set by somebody again."""


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What has to be the same for two figures to be comparable."""

    measure: str
    unit: str | None
    about: str | None
    """Key of the entity; for people, the noun of a part of them ("child"); None for the happening itself."""
    period: str | None = None
    nearest: tuple[str, str] | None = None
    """Of figures whose measure leaves open what they are of: the stems of the nearest words on both sides."""


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure of a story with what it measures."""

    key: FigureKey
    figure: Figure
    value: float
    low: float
    """The smallest value that the words allow, minus infinity if they set none."""
    high: float
    is_compared: bool
    """False for parts, additions and other happenings' figures: they only show which figures stand side by side."""
    is_revision: bool
    """Whether its sentence says that a figure was replaced."""
    places: frozenset[str]
    """Keys of the places below country that its sentence names."""
    whose: frozenset[str] = frozenset()
    """Keys of the groups and bodies whose people it counts: "3,000 Iraqi casualties"."""
    context: frozenset[str] | None = None
    """Stems of the words beside a figure whose measure leaves open what it is of; None for other figures."""


def comparison_words() -> Mapping[str, Any]:
    """Return the words by which figures are compared, ``comparison_words.toml``."""
    return read_table("wiredesk.stories", "comparison_words")


@cache
def phrases(key: str, *, of: str | None = None) -> tuple[str, ...]:
    """Return a list of phrases, the longest first."""
    table = comparison_words()[of] if of else comparison_words()
    return tuple(sorted(table[key], key=lambda phrase: (-len(phrase), phrase)))


@cache
def nouns(key: str) -> frozenset[str]:
    """Return a list of words as a set."""
    return frozenset(comparison_words()[key].split())


@cache
def _policies() -> dict[str, TimePolicy]:
    return {measure: policy for policy, measures in comparison_words()["measures"].items() for measure in measures}


def policy_of(measure: str) -> TimePolicy:
    """Return how time changes a measure."""
    return _policies().get(measure.removesuffix(" change"), "fixed")


def is_measure(measure: str) -> bool:
    """Return whether figures of a measure are compared."""
    return measure in _policies()


def needs_owner(measure: str) -> bool:
    """Return whether figures of a measure are somebody's: a profit, not the deaths of a happening."""
    return measure not in comparison_words()["owners"]["none"]


def is_of_many(measure: str) -> bool:
    """Return whether somebody has many sums of a measure, so that the words beside have to tell which: deals, loans."""
    return measure in comparison_words()["owners"]["of_many"]


def needs_period(measure: str) -> bool:
    """Return whether figures of a measure can only be compared if they cover one period."""
    return measure in comparison_words()["owners"]["with_period"]


@cache
def _unit_measures() -> dict[str, str]:
    return {unit: measure for measure, units in comparison_words()["unit_measures"].items() for unit in units.split()}


def measure_of_unit(unit: str) -> str | None:
    """Return the measure that the counted word is itself: "3 dead"."""
    return _unit_measures().get(unit)


def measure_name(measure: str | None) -> str | None:
    """Return the name of a measure under which its figures are compared."""
    same: Mapping[str | None, str] = comparison_words()["same"]
    return same.get(measure, measure)
