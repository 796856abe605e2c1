"""The search for stories of the same thread: those that have keys in common with a story, of about the same time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Connection

from wiredesk.store.linking.term_frequency import EVERY_STORY, WINDOW_DAYS
from wiredesk.store.raw_sql import run
from wiredesk.stories.thread_likeness import FEWEST_STORIES

MIN_KEYS = 2
"""Keys that a candidate has in common with the story."""
MAX_CANDIDATES = 200
"""Candidates that are compared: those with most keys in common."""
FREQUENT_SHARE = 0.0125
"""Share of a time's stories from which on a key is too frequent to search by."""
MAX_ROWS = 2000
"""Rows of keys read for one story, the rarest keys first: a search takes the same time in a store of any size."""
_SEARCH = {
    "sqlite": (
        "SELECT k.key, k.seq FROM :words AS list CROSS JOIN thread_keys AS k"
        " ON k.key = list.value AND k.day BETWEEN ? AND ? LIMIT ?"
    ),
    "postgresql": (
        "SELECT list.value, k.seq FROM :words AS list CROSS JOIN LATERAL"
        " (SELECT seq FROM thread_keys WHERE key = list.value AND day BETWEEN ? AND ? LIMIT ?) AS k"
    ),
}


class Searched(NamedTuple):
    """A version for which others of its thread are searched."""

    seq: int
    day: int
    """In days since 1970."""
    keys: Sequence[str]
    counts: Mapping[str, int]
    """How many stories of the time have each of its keys, and how many stories there are: :data:`EVERY_STORY`."""


def candidates(connection: Connection, stories: Iterable[Searched]) -> dict[int, list[int]]:
    """Return for each version others that may be of one thread with it, those with most keys in common first.

    Versions of one day are searched together.
    """
    found: dict[int, list[int]] = {}
    of_day: defaultdict[int, dict[int, list[str]]] = defaultdict(dict)
    for one in stories:
        found[one.seq] = []
        chosen = _chosen(one)
        if len(chosen) >= MIN_KEYS:
            of_day[one.day][one.seq] = chosen
    for day, chosen_of in of_day.items():
        have: defaultdict[str, list[int]] = defaultdict(list)
        for key, other in _having(connection, day, chosen_of.values()):
            have[key].append(other)
        for seq, chosen in chosen_of.items():
            shared = Counter(chain.from_iterable(have[key] for key in chosen if key in have))
            del shared[seq]
            enough = [(-count, other) for other, count in shared.items() if count >= MIN_KEYS]
            found[seq] = [other for _, other in sorted(enough)[:MAX_CANDIDATES]]
    return found


def _chosen(story: Searched) -> list[str]:
    """Return the keys by which to search for a version: the rarest, as far as a search may read."""
    counts = story.counts
    most = FREQUENT_SHARE * max(counts[EVERY_STORY], FEWEST_STORIES)
    chosen: list[str] = []
    rows = 0
    for key in sorted(story.keys, key=lambda key: (counts[key], key)):
        rows += counts[key]
        if counts[key] > most or rows > MAX_ROWS:
            break
        chosen.append(key)
    return chosen


def _having(connection: Connection, day: int, chosen: Collection[list[str]]) -> list[tuple[str, int]]:
    """Return pairs of a key and a version that has it, of about the time of a day."""
    keys = sorted({key for keys in chosen for key in keys})
    values = keys, day - WINDOW_DAYS, day + WINDOW_DAYS, 2 * MAX_ROWS * len(chosen)
    found: list[tuple[str, int]] = run(connection, _SEARCH[connection.dialect.name], *values).fetchall()
    return found
