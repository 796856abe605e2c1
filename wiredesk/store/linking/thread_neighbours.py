"""The stories in threads that a story is like, and how alike several stories are to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Connection, and_, or_, select

from wiredesk.store.link_tables import copy_pairs
from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.term_frequency import EVERY_STORY, frequencies
from wiredesk.store.linking.thread_members import threads_of
from wiredesk.store.linking.thread_profiles import read_terms
from wiredesk.store.linking.thread_search import candidates
from wiredesk.stories.thread_likeness import CUT, damping_of, likeness, profile, with_relation
from wiredesk.stories.thread_terms import ThreadTerms

MAX_RELATIONS = 200
"""Related versions that are looked at: of ten thousand copies all are in one thread, and any of them tells which."""
NO_TERMS = ThreadTerms({}, frozenset(), frozenset(), 0, 0.0)
"""The terms of a story whose own were deleted: it is like no other."""


def neighbours(connection: Connection, story: DueStory, own: ThreadTerms) -> dict[int, int]:
    """Return the versions in threads that a story is like, each with its thread."""
    relations = _relations_of(connection, story.seq)
    found = candidates(connection, story.seq, story.day, own.keys)
    numbers = threads_of(connection, {*found, *relations})
    terms = read_terms(connection, [seq for seq in found if seq in numbers])
    damping = _damping(connection, story.day, own.terms)
    compared = profile(own, damping)
    values = dict.fromkeys(relations, 0.0)
    values |= {seq: likeness(compared, profile(other, damping)) for seq, other in terms.items()}
    return {
        seq: numbers[seq]
        for seq, value in values.items()
        if seq in numbers and with_relation(value, relations.get(seq)) >= CUT
    }


def likeness_among(connection: Connection, seqs: Collection[int], day: int) -> Callable[[int, int], float]:
    """Return a function that tells how alike two of several versions are.

    Args:
        day: the day by whose stories the frequency of a term is counted.
    """
    terms = read_terms(connection, seqs)
    uses = Counter(term for one in terms.values() for term in one.terms)
    damping = _damping(connection, day, [term for term, count in uses.items() if count > 1])
    profiles = {seq: profile(terms.get(seq, NO_TERMS), damping) for seq in seqs}
    relations = _relations_among(connection, seqs)

    def alike(one: int, other: int) -> float:
        relation = relations.get((min(one, other), max(one, other)))
        return with_relation(likeness(profiles[one], profiles[other]), relation)

    return alike


def _damping(connection: Connection, day: int, terms: Iterable[str]) -> Callable[[str], float]:
    counts = frequencies(connection).of(connection, day, [EVERY_STORY, *terms])
    factors = {term: damping_of(count, counts[EVERY_STORY]) for term, count in counts.items()}
    return lambda term: factors.get(term, 1.0)


def _relations_of(connection: Connection, seq: int) -> dict[int, str]:
    """Return the versions that share text with a version, and what they are to it."""
    table = copy_pairs.c
    query = select(table.a, table.b, table.relation).where(or_(table.a == seq, table.b == seq)).limit(MAX_RELATIONS)
    return {row.b if row.a == seq else row.a: row.relation for row in connection.execute(query)}


def _relations_among(connection: Connection, seqs: Collection[int]) -> dict[tuple[int, int], str]:
    listed, table = sorted(seqs), copy_pairs.c
    query = select(table.a, table.b, table.relation).where(and_(table.a.in_(listed), table.b.in_(listed)))
    return {(row.a, row.b): row.relation for row in connection.execute(query)}
