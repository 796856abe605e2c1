"""What a story is to others: copies, versions by other hands, round-ups that hold a part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection

from desk.queries.entity_things import EntityThing, countries_meant, things_by_story
from desk.queries.story_list import TimeBasis, time_basis
from wiredesk.store.raw_sql import run
from wiredesk.store.types import to_time

MAX_RELATED = 100
"""Related stories returned for each story: those that share most."""
LinkKind = Literal["threads", "things", "countries"]
"""What :func:`links_across` looks up: thread and group of copies; things of entities; what adjectives mean."""
ALL_LINKS: frozenset[LinkKind] = frozenset({"threads", "things", "countries"})
RELATION_WORDS = {
    "copy": "same text",
    "version": "another version",
    "part": "shares a part",
    "form": "same form",
}
"""Relations in the words of pages."""


@dataclass(frozen=True, slots=True)
class RelatedStory:
    """A visible story that has text in common with another."""

    seq: int
    id: str
    relation: str
    """``copy``, ``part``, ``form`` or ``version``."""
    shared: float
    """Share of the shorter text that both have."""
    title: str
    source: str | None
    moment: datetime
    time_basis: TimeBasis


@dataclass(frozen=True, slots=True)
class Across:
    """What is known of a story from other stories, and of its entities from the directory."""

    thread: int | None = None
    copy_group: int | None = None
    """The number of the group of stories with its text; null while the story is not linked yet."""
    related: tuple[RelatedStory, ...] = ()
    things: Mapping[str, EntityThing] = field(default_factory=dict)
    """The thing of each of its entities that the directory has."""
    countries: Mapping[str, int] = field(default_factory=dict)
    """The country's thing of each of its entities that is an adjective of nationality."""


def across(connection: Connection, seqs: Iterable[int]) -> dict[int, Across]:
    """Return what is known of each of these versions from other stories."""
    seqs = list(seqs)
    if not seqs:
        return {}
    related = related_stories(connection, seqs)
    links = links_across(connection, seqs)
    return {seq: replace(one, related=related.get(seq, ())) for seq, one in links.items()}


def links_across(
    connection: Connection, seqs: Iterable[int], wanted: frozenset[LinkKind] = ALL_LINKS
) -> dict[int, Across]:
    """Return the same without the stories that have text in common."""
    listed = list(seqs)
    if not listed:
        return {}
    threads: dict[int, int] = {}
    groups: dict[int, int] = {}
    if "threads" in wanted:
        threads, groups = (dict(run(connection, query, listed).fetchall()) for query in (_THREADS, _COPY_GROUPS))
    things = things_by_story(connection, listed) if "things" in wanted else {}
    meant: dict[int, dict[str, int]] = {}
    if "countries" in wanted:
        for (seq, entity), country in countries_meant(connection, listed).items():
            meant.setdefault(seq, {})[entity] = country
    none: Mapping[str, Any] = MappingProxyType({})
    return {
        seq: Across(threads.get(seq), groups.get(seq), (), things.get(seq, none), meant.get(seq, none))
        for seq in listed
    }


_THREADS = "SELECT seq, thread FROM thread_members WHERE seq IN :numbers"
_COPY_GROUPS = "SELECT seq, copy_group FROM copy_groups WHERE seq IN :numbers"


def related_stories(connection: Connection, seqs: Iterable[int]) -> dict[int, tuple[RelatedStory, ...]]:
    """Return the visible stories that have text in common with each of these versions, the most alike first."""
    found: dict[int, list[RelatedStory]] = defaultdict(list)
    listed = list(seqs)
    for own, other in (("a", "b"), ("b", "a")):
        query = _RELATED.format(own=own, other=other)
        for of, relation, shared, seq, id, headline, source, *times in run(connection, query, listed).fetchall():
            published, updated, dated, moment = map(to_time, times)
            basis = time_basis(published, updated, dated)
            assert moment is not None
            found[of].append(RelatedStory(seq, id, relation, shared, headline or id, source, moment, basis))
    order = list(RELATION_WORDS)
    for some in found.values():
        some.sort(key=lambda one: (order.index(one.relation), -one.shared, one.moment, one.seq))
    return {seq: tuple(some[:MAX_RELATED]) for seq, some in found.items()}


_RELATED = (
    "SELECT p.{own}, p.relation, p.shorter, a.seq, a.id, a.headline, a.source, a.published, a.updated, a.dated, "
    "coalesce(a.published, a.updated, a.dated, a.accepted_at) "
    "FROM copy_pairs AS p JOIN articles AS a ON a.seq = p.{other} "
    "WHERE p.{own} IN :numbers AND a.shown IS TRUE AND (a.embargo_until IS NULL OR a.embargo_until <= :now)"
)
"""As text for the driver.  It has the condition of :func:`wiredesk.store.visibility.is_visible_joined`, and the time of
:func:`wiredesk.store.publication.publication_time`."""
