"""The stories in threads that a story is like, and how alike several stories are to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.term_frequency import EVERY_STORY, frequencies
from wiredesk.store.linking.thread_members import threads_of
from wiredesk.store.linking.thread_profiles import read_terms
from wiredesk.store.linking.thread_reading import NO_TERMS, ThreadReading
from wiredesk.store.raw_sql import run
from wiredesk.stories.thread_likeness import CUT, SAME_TEXT, damping_of, likeness, profile, with_relation
from wiredesk.stories.thread_terms import ThreadTerms

MAX_RELATIONS = 200
"""Related versions that are looked at: of ten thousand copies all are in one thread, and any of them tells which."""
MANY_COPIES = 20
"""Copies of a story in one thread by which it joins that thread without any comparison."""
_RELATIONS_OF = (
    "SELECT b, relation FROM copy_pairs WHERE a = ? UNION ALL SELECT a, relation FROM copy_pairs WHERE b = ?"
    f" LIMIT {MAX_RELATIONS}"
)
_RELATIONS_AMONG = "SELECT a, b, relation FROM copy_pairs WHERE a IN :numbers AND b IN :numbers"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The stories that a story is like."""

    threads: dict[int, int] = field(default_factory=dict)
    """Their versions, the most alike first, each with its thread."""
    terms: dict[int, ThreadTerms] = field(default_factory=dict)
    """The terms that were read to find them."""
    of_copies: int | None = None
    """The thread that has so many of its copies that it need not be clustered again for one more."""


def neighbours(connection: Connection, story: DueStory, reading: ThreadReading, *, has_pairs: bool) -> Neighbours:
    """Return the stories in threads that a story is like.

    Args:
        has_pairs: False for a version that is known to have no pair with another one.
    """
    own = reading.terms.get(story.seq, NO_TERMS)
    relations = dict(run(connection, _RELATIONS_OF, story.seq, story.seq).fetchall()) if has_pairs else {}
    found = reading.candidates[story.seq]
    numbers = threads_of(connection, {*found, *relations})
    placed = [seq for seq in found if seq in numbers]
    terms = {seq: reading.terms[seq] for seq in placed if seq in reading.terms}
    terms |= read_terms(connection, [seq for seq in placed if seq not in terms])
    damping = _damping(reading.counts[story.seq])
    compared = profile(own, damping)
    values = dict.fromkeys((seq for seq in relations if seq in numbers), 0.0)
    for seq, other in terms.items():
        if relations.get(seq) not in SAME_TEXT:  # one of the same text is alike whatever its words
            values[seq] = likeness(compared, profile(other, damping, compared.vector))
    values = {seq: with_relation(value, relations.get(seq)) for seq, value in values.items()}
    alike = sorted((seq for seq, value in values.items() if value >= CUT), key=lambda seq: (-values[seq], seq))
    copies = Counter(numbers[seq] for seq in alike if relations.get(seq) in SAME_TEXT)
    full = [thread for thread, count in copies.most_common(1) if count >= MANY_COPIES]
    return Neighbours({seq: numbers[seq] for seq in alike}, {**terms, story.seq: own}, full[0] if full else None)


def likeness_among(
    connection: Connection, seqs: Collection[int], day: int, known: dict[int, ThreadTerms]
) -> Callable[[int, int], float]:
    """Return a function that tells how alike two of several versions are.

    Args:
        day: the day by whose stories the frequency of a term is counted.
        known: terms that are read already.
    """
    terms = known | read_terms(connection, [seq for seq in seqs if seq not in known])
    terms = {seq: terms.get(seq, NO_TERMS) for seq in seqs}
    uses = Counter(term for one in terms.values() for term in one.terms)
    shared = {term: count for term, count in uses.items() if count > 1}
    damping = _damping(frequencies(connection).of(connection, day, [EVERY_STORY, *shared]))
    profiles = {seq: profile(one, damping, shared) for seq, one in terms.items()}
    listed = sorted(seqs)
    rows = run(connection, _RELATIONS_AMONG, listed, listed).fetchall()
    relations = {(one, other): relation for one, other, relation in rows}

    def alike(one: int, other: int) -> float:
        relation = relations.get((min(one, other), max(one, other)))
        if relation in SAME_TEXT:
            return 1.0
        return with_relation(likeness(profiles[one], profiles[other]), relation)

    return alike


def _damping(counts: Mapping[str, int]) -> Callable[[str], float]:
    stories = counts[EVERY_STORY]
    of_count = {count: damping_of(count, stories) for count in set(counts.values())}
    return _Factors({term: of_count[count] for term, count in counts.items()}).__getitem__


class _Factors(dict[str, float]):
    """The factors of terms; a term that was not counted counts in full."""

    def __missing__(self, _term: str) -> float:
        return 1.0
