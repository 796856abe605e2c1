"""The number of stories of each thing, kept for the next readers of a server."""

from __future__ import annotations

from threading import Lock, Thread
from time import monotonic
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection, func, select

from desk.queries.counting_window import Window
from desk.queries.thing_ranking import CountedThing, count_things
from wiredesk.errors import WiredeskError
from wiredesk.store import Store
from wiredesk.store.thing_tables import rulings

log = structlog.get_logger()
CHEAP_SECONDS = 0.03
"""A count that takes less is taken for every reader: a page may take 100 ms."""
TIMES_ITS_COST = 60
"""A count is new for that many times as long as it took, and for half of :data:`MAX_AGE` at most."""
MAX_AGE = 300.0
"""Seconds after which nobody gets a count any more."""
MAX_COUNTS = 20
"""Counts that are kept: windows and least scores that readers ask for."""


class RankingCache:
    """What a server counted, for readers of the next moments: in a large store to count takes longer than a page may.

    A count is taken again after :data:`TIMES_ITS_COST` times as long as it took, so that counting never fills more than
    a small share of the time; one that takes less than :data:`CHEAP_SECONDS` is not kept.  A ruling makes every count
    old.  A reader who finds an old one gets it at once, and it is taken again behind; one older than :data:`MAX_AGE` is
    taken while the reader waits.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._counts: dict[tuple[Window, float], _Count] = {}
        self._running: set[tuple[Window, float]] = set()

    def rows(self, connection: Connection, window: Window, min_score: float) -> list[CountedThing]:
        """Return the things of a window, the most frequent first."""
        key, ruled = (window, min_score), _last_ruling(connection)
        found, age = self._counts.get(key), 0.0
        if found is not None:
            age = monotonic() - found.at
            if found.ruled == ruled and age < min(TIMES_ITS_COST * found.cost, MAX_AGE / 2):
                return found.rows
            if age < MAX_AGE:
                self._refresh_behind(key)
                return found.rows
        return self._count(connection, key, ruled)

    def _count(self, connection: Connection, key: tuple[Window, float], ruled: tuple[Any, ...]) -> list[CountedThing]:
        began = monotonic()
        rows = count_things(connection, *key)
        cost = monotonic() - began
        if cost >= CHEAP_SECONDS:
            if len(self._counts) >= MAX_COUNTS and key not in self._counts:
                self._counts.clear()
            self._counts[key] = _Count(rows, monotonic(), cost, ruled)
        else:
            self._counts.pop(key, None)
        return rows

    def _refresh_behind(self, key: tuple[Window, float]) -> None:
        with self._lock:
            if key in self._running:
                return
            self._running.add(key)
        Thread(target=self._refresh, args=(key,), name="ranking", daemon=True).start()

    def _refresh(self, key: tuple[Window, float]) -> None:
        try:
            with self._store.read() as connection:
                self._count(connection, key, _last_ruling(connection))
        except WiredeskError as error:
            log.warning("things not counted", error=str(error))
        finally:
            with self._lock:
                self._running.discard(key)


class _Count(NamedTuple):
    rows: list[CountedThing]
    at: float
    cost: float
    """Seconds that the count took."""
    ruled: tuple[Any, ...]


def _last_ruling(connection: Connection) -> tuple[Any, ...]:
    """Return what changes with every ruling and whenever one is taken back."""
    newest = select(func.max(rulings.c.n)).scalar_subquery()
    undone = select(func.max(rulings.c.undone_at)).where(rulings.c.undone_at.is_not(None)).scalar_subquery()
    return tuple(connection.execute(select(newest, undone)).one())
