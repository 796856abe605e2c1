"""What the step for threads reads for several versions at once, before it links them one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.term_frequency import EVERY_STORY, PERIOD_DAYS, frequencies
from wiredesk.store.linking.thread_members import memberships, threads_of
from wiredesk.store.linking.thread_profiles import read_terms
from wiredesk.store.linking.thread_search import Searched, candidates
from wiredesk.stories.thread_terms import ThreadTerms

NO_TERMS = ThreadTerms({}, frozenset(), frozenset(), 0, 0.0)
"""The terms of a story whose own were deleted: it is like no other."""


@dataclass(slots=True)
class ThreadReading:
    """What was read for some versions of different stories."""

    terms: Mapping[int, ThreadTerms]
    """Those of the versions, and of the candidates that were in a thread."""
    counts: Mapping[int, Mapping[str, int]]
    """For each version how many stories of its time have each of its terms, and how many there are."""
    candidates: Mapping[int, Sequence[int]]
    """For each version others that may be of one thread with it, those with most keys in common first."""
    members: frozenset[str]
    """The stories that were in a thread; another one has no place until it is linked."""


def read_together(connection: Connection, stories: Sequence[DueStory]) -> ThreadReading:
    """Read what the links of versions need that does not change while they are linked."""
    own = read_terms(connection, [story.seq for story in stories])
    counts = _counts(connection, stories, own)
    searched = [Searched(one.seq, one.day, _of(own, one).keys, counts[one.seq]) for one in stories]
    found = candidates(connection, searched)
    others = {seq for some in found.values() for seq in some}
    threads = threads_of(connection, others)
    more = read_terms(connection, [seq for seq in others if seq in threads and seq not in own])
    members = memberships(connection, [story.id for story in stories])
    return ThreadReading(own | more, counts, found, frozenset(members))


def _of(own: Mapping[int, ThreadTerms], story: DueStory) -> ThreadTerms:
    return own.get(story.seq, NO_TERMS)


def _counts(
    connection: Connection, stories: Sequence[DueStory], own: Mapping[int, ThreadTerms]
) -> dict[int, dict[str, int]]:
    """Return the counts of each version's terms: those of one period by one statement."""
    of_period: defaultdict[int, list[DueStory]] = defaultdict(list)
    for story in stories:
        of_period[story.day // PERIOD_DAYS].append(story)
    found: dict[int, dict[str, int]] = {}
    for some in of_period.values():
        terms = [EVERY_STORY, *(term for story in some for term in _of(own, story).terms)]
        counts = frequencies(connection).of(connection, some[0].day, terms)
        found |= {one.seq: {term: counts[term] for term in (EVERY_STORY, *_of(own, one).terms)} for one in some}
    return found
