"""Which things are one: the canonical map of a component, a pure function of what is known of its things.

A *component* is the things that users' rulings and the linker's unions join, directly or over others.  Not all of them
need be one thing: what a user ruled different stays apart, and so do things with two ids of one knowledge base.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

MAX_STORIES = 64
"""Number up to which a thing's stories count when the one that stands for others is chosen: those that are read as its
evidence.  Beyond it the choice no longer changes with each story."""


class RuledPair(NamedTuple):
    """What a user said of two things."""

    n: int
    """The ruling's number: rulings are numbered in the order of their time."""
    a: int
    b: int
    is_same: bool


class UnionPair(NamedTuple):
    """Two things that the linker takes for one."""

    a: int
    b: int
    score: float


@dataclass(frozen=True, slots=True)
class ThingFacts:
    """What decides whether a thing may be joined with another, and whether it stands for the joined ones."""

    wikidata: str | None = None
    geonames: int | None = None
    stories: int = 0
    """Stories that name it, counted to :data:`MAX_STORIES`."""


NO_FACTS = ThingFacts()


def canonical_map(
    things: Collection[int],
    unions: Iterable[UnionPair],
    rulings: Iterable[RuledPair],
    facts: Mapping[int, ThingFacts],
) -> dict[int, int]:
    """Return for each thing of a component the one that stands for it.

    Users' rulings come first, by their number; of several on one pair the last counts.  The unions follow, the highest
    score first.  A pair that would join what a user ruled different, or two Wikidata ids, is left out; a union also
    where it would join two GeoNames ids.  A thing with an id stands for one without, then that with more stories, then
    that with the smaller id.
    """
    ruled = _last_of_each_pair(rulings)
    groups = _Groups(things, facts)
    for pair in ruled:
        if not pair.is_same:
            groups.keep_apart(pair.a, pair.b)
    for pair in ruled:
        if pair.is_same:
            groups.join(pair.a, pair.b, is_ruled=True)
    for union in sorted(unions, key=lambda one: (-one.score, min(one.a, one.b), max(one.a, one.b))):
        groups.join(union.a, union.b, is_ruled=False)
    return groups.canonical()


def _last_of_each_pair(rulings: Iterable[RuledPair]) -> Sequence[RuledPair]:
    """Return the rulings in the order of their numbers, of those on one pair only the last."""
    last = {(min(one.a, one.b), max(one.a, one.b)): one for one in sorted(rulings)}
    return sorted(last.values())


class _Groups:
    """Disjoint sets of things that may be kept apart."""

    def __init__(self, things: Collection[int], facts: Mapping[int, ThingFacts]) -> None:
        self._facts = facts
        self._above = {id: id for id in things}
        self._size = dict.fromkeys(things, 1)
        self._apart: dict[int, set[int]] = {}
        known = [(id, facts[id]) for id in things if id in facts]
        self._wikidata: dict[int, Any] = {id: one.wikidata for id, one in known if one.wikidata}
        self._geonames: dict[int, Any] = {id: one.geonames for id, one in known if one.geonames}

    def _top(self, id: int) -> int:
        while (above := self._above.setdefault(id, id)) != id:
            self._above[id] = self._above[above]
            id = above
        return id

    def keep_apart(self, one: int, other: int) -> None:
        """Never join two things."""
        a, b = self._top(one), self._top(other)
        if a != b:
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def join(self, one: int, other: int, *, is_ruled: bool) -> None:
        """Join two things and all that each was joined with, unless something keeps them apart."""
        a, b = self._top(one), self._top(other)
        if a == b or b in self._apart.get(a, ()) or _differ(self._wikidata, a, b):
            return
        if not is_ruled and _differ(self._geonames, a, b):
            return
        if self._size.get(a, 1) < self._size.get(b, 1):
            a, b = b, a
        self._above[b] = a
        self._size[a] = self._size.get(a, 1) + self._size.get(b, 1)
        for ids in (self._wikidata, self._geonames):
            if b in ids:
                ids.setdefault(a, ids[b])
        for third in self._apart.pop(b, set()):
            self._apart[third].discard(b)
            self._apart[third].add(a)
            self._apart.setdefault(a, set()).add(third)

    def canonical(self) -> dict[int, int]:
        """Return for each thing the one that stands for its group."""
        best: dict[int, int] = {}
        for id in self._above:
            top = self._top(id)
            if top not in best or self._rank(id) > self._rank(best[top]):
                best[top] = id
        return {id: best[self._top(id)] for id in self._above}

    def _rank(self, id: int) -> tuple[bool, int, int]:
        found = self._facts.get(id, NO_FACTS)
        return bool(found.wikidata or found.geonames), min(found.stories, MAX_STORIES), -id


def _differ(ids: Mapping[int, object], a: int, b: int) -> bool:
    """Return whether two groups have different ids."""
    return a in ids and b in ids and ids[a] != ids[b]
