"""The search for stories of the same thread: those that have keys in common with a story, of about the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from wiredesk.store.linking.term_frequency import EVERY_STORY, WINDOW_DAYS, frequencies
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
        "SELECT k.seq FROM :words AS list CROSS JOIN thread_keys AS k"
        " ON k.key = list.value AND k.day BETWEEN ? AND ? LIMIT ?"
    ),
    "postgresql": (
        "SELECT k.seq FROM :words AS list CROSS JOIN LATERAL"
        " (SELECT seq FROM thread_keys WHERE key = list.value AND day BETWEEN ? AND ? LIMIT ?) AS k"
    ),
}


def candidates(connection: Connection, seq: int, day: int, keys: Sequence[str]) -> list[int]:
    """Return versions that may be of one thread with a version, those with most keys in common first.

    Args:
        day: that of the version, in days since 1970.
        keys: its keys.
    """
    counts = frequencies(connection).of(connection, day, [EVERY_STORY, *keys])
    most = FREQUENT_SHARE * max(counts[EVERY_STORY], FEWEST_STORIES)
    chosen: list[str] = []
    rows = 0
    for key in sorted(keys, key=lambda key: (counts[key], key)):
        rows += counts[key]
        if counts[key] > most or rows > MAX_ROWS:
            break
        chosen.append(key)
    if len(chosen) < MIN_KEYS:
        return []
    statement = _SEARCH[connection.dialect.name]
    found = run(connection, statement, chosen, day - WINDOW_DAYS, day + WINDOW_DAYS, 2 * MAX_ROWS).fetchall()
    shared = Counter(row[0] for row in found)
    del shared[seq]
    enough = [(-count, other) for other, count in shared.items() if count >= MIN_KEYS]
    return [other for _, other in sorted(enough)[:MAX_CANDIDATES]]
