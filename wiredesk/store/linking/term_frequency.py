"""How many stories of a time have a term among their keys."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from wiredesk.store.raw_sql import run

EVERY_STORY = ""
"""A key of every story: its frequency is the number of stories."""
WINDOW_DAYS = 14
"""Days before and after a story within which other stories are compared with it."""
PERIOD_DAYS = 7
"""Days for which a term has one frequency: that of the window around them."""
FRESH_LINKS = 16
"""Stories linked after a count that the count still holds for, at least; a large one holds for a quarter of itself. So
each story costs a few rows to read for each of its terms, however many stories there are."""
MAX_COUNTS = 50_000
"""Counts that are kept, about 8 MB."""
_COUNT = (
    "SELECT list.value, (SELECT count(*) FROM thread_keys WHERE key = list.value AND day BETWEEN ? AND ?)"
    " FROM :words AS list"
)


class TermFrequencies:
    """Counts of terms in one store; the linker is the only one that needs them, so that they stay in its memory."""

    def __init__(self) -> None:
        self._counts: dict[tuple[int, str], tuple[int, int]] = {}  # period and term to count and the number of links
        self._links = 0

    def count_link(self) -> None:
        """Note that another story is linked: counts grow old by it."""
        self._links += 1

    def of(self, connection: Connection, day: int, terms: Iterable[str]) -> dict[str, int]:
        """Return for each term how many stories of the time around a day have it among their keys."""
        period = day // PERIOD_DAYS
        found: dict[str, int] = {}
        stale: list[str] = []
        for term in dict.fromkeys(terms):
            count, at = self._counts.get((period, term), (-1, 0))
            if count >= 0 and self._links - at <= max(FRESH_LINKS, count // 4):
                found[term] = count
            else:
                stale.append(term)
        if stale:
            if len(self._counts) + len(stale) > MAX_COUNTS:
                self._counts.clear()
            counted = _count(connection, period, stale)
            self._counts.update({(period, term): (count, self._links) for term, count in counted.items()})
            found |= counted
        return found


_of_store: WeakKeyDictionary[Engine, TermFrequencies] = WeakKeyDictionary()


def frequencies(connection: Connection) -> TermFrequencies:
    """Return the counts that this process keeps of a store."""
    return _of_store.setdefault(connection.engine, TermFrequencies())


def _count(connection: Connection, period: int, terms: list[str]) -> dict[str, int]:
    first = period * PERIOD_DAYS - WINDOW_DAYS
    last = (period + 1) * PERIOD_DAYS - 1 + WINDOW_DAYS
    return dict(run(connection, _COUNT, first, last, terms).fetchall())
