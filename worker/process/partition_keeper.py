"""Makes partitions of the result tables before stories need them, and keeps the planner's statistics of the tables."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from wiredesk.errors import Unavailable
from wiredesk.store import Store, partitions

log = structlog.get_logger()
LOOK_SECONDS = 60.0
"""Seconds between two looks.  Half a partition is always ready: no store accepts so many versions in that time."""
RETRY_SECONDS = 600.0
"""Seconds until the next look after one that failed: while it waits for a table, others wait behind it."""


class PartitionKeeper:
    """Looks after the partitions of a PostgreSQL store; on SQLite there is nothing to do."""

    def __init__(self, store: Store, *, size: int = partitions.PARTITION_SIZE) -> None:
        self._store, self._size = store, size
        self._next_look = 0.0
        self._analyzed: str | None = None

    def look(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Make the partitions that are due, and statistics of one table; mostly it is too early, and nothing is asked.

        A failure is logged: rows go to the default partition meanwhile.
        """
        if self._store.dialect == "sqlite" or clock() < self._next_look:
            return
        self._next_look = clock() + LOOK_SECONDS
        try:
            with self._store.write(durable=False) as connection:
                partitions.make_ahead(connection, self._size)
            with self._store.write(durable=False) as connection:
                table = partitions.to_analyze(connection)
                if table:
                    partitions.analyze(connection, table)
                if table and table != self._analyzed:  # another role's table comes again
                    self._next_look = 0.0
                self._analyzed = table
        except Unavailable as error:
            self._next_look = clock() + RETRY_SECONDS
            log.warning("partitions wait", error=str(error), retry_seconds=RETRY_SECONDS)
