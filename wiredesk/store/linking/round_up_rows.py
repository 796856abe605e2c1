"""Which stories are round-ups, and for which that changes when a story comes or goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from wiredesk.store.linking import due
from wiredesk.store.linking.part_graph import PartGraph
from wiredesk.store.linking.thread_members import threads_of
from wiredesk.store.raw_sql import run
from wiredesk.stories.round_ups import has_headline_of_many, has_items_of_many

_DUE = "UPDATE links SET state = 'due', tries = 0, at = :now WHERE seq IN :numbers AND state = 'linked'"
_WITH_PARTS = (
    "SELECT t.seq FROM thread_terms AS t WHERE t.seq IN :numbers"
    " AND (EXISTS (SELECT 1 FROM copy_pairs AS p WHERE p.a = t.seq AND p.relation = 'part')"
    " OR EXISTS (SELECT 1 FROM copy_pairs AS p WHERE p.b = t.seq AND p.relation = 'part')) ORDER BY t.seq"
)


@dataclass(frozen=True, slots=True)
class RoundUpChanges:
    """What the arrival or the departure of a version makes of it and of others."""

    is_round_up: bool = False
    """Whether the version itself is a round-up."""
    leaving: tuple[int, ...] = ()
    """Others that are in a thread and are round-ups now."""
    joining: tuple[int, ...] = ()
    """Others that are in no thread and are no round-ups any more."""


def is_of_many(headline: str, body: str) -> bool:
    """Return whether a story says itself that it is of many happenings."""
    return has_headline_of_many(headline) or has_items_of_many(body)


def changes(connection: Connection, seq: int, *, is_leaving: bool = False) -> RoundUpChanges:
    """Return what becomes of a version, and of those whose parts are others with it than without it.

    Args:
        is_leaving: the version is there still, but counts no more.
    """
    graph = PartGraph(connection)
    sharing = graph.sharing(seq)
    if not sharing:
        return RoundUpChanges()
    looked_at = set(sharing)
    for other in sharing:
        if graph.count_unrelated(other) != graph.count_unrelated(other, seq):
            looked_at.update(graph.sharing(other))
    looked_at.discard(seq)
    left_out = seq if is_leaving else None
    round_ups = {other: graph.is_round_up(other, left_out) for other in sorted(looked_at) if graph.has_terms(other)}
    members = threads_of(connection, round_ups)
    return RoundUpChanges(
        graph.is_round_up(seq),
        tuple(other for other, is_one in round_ups.items() if is_one and other in members),
        _of_one_happening(connection, [one for one, is_one in round_ups.items() if not is_one and one not in members]),
    )


def with_parts(connection: Connection, seqs: Sequence[int]) -> list[int]:
    """Return those of some versions whose departure may change what others are: they have a part in common with one,
    and their terms are still there."""
    return [row[0] for row in run(connection, _WITH_PARTS, list(seqs)).fetchall()]


def _of_one_happening(connection: Connection, seqs: list[int]) -> tuple[int, ...]:
    """Return those of some versions that do not say themselves that they are of many happenings."""
    stories = due.read_stories(connection, due.known_keys(connection, seqs)) if seqs else ()
    return tuple(one.seq for one in stories if one.is_visible and not is_of_many(one.headline, one.body))


def look_again(connection: Connection, seqs: tuple[int, ...]) -> None:
    """Make versions due that are no round-ups any more."""
    if seqs:
        run(connection, _DUE, list(seqs))
