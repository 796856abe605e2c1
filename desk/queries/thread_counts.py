"""How many threads are open, and how many were merged and split."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, func, select

from wiredesk.store.link_tables import thread_log, threads
from wiredesk.store.types import database_time

OPEN_DAYS = 14
"""Days after its last story within which a thread takes new ones."""
COUNTED = ("merged", "split")


def count_open_threads(connection: Connection) -> int:
    """Return the number of threads that a story of now may join."""
    since = database_time(connection) - timedelta(days=OPEN_DAYS)
    query = select(func.count()).where(threads.c.last_at >= since, threads.c.stories > 0)
    return connection.scalar(query) or 0


def count_log(connection: Connection, after: int) -> tuple[dict[str, int], int]:
    """Count mergers and splits in the log behind an entry.

    Returns:
        The counts, and the number of the last entry.
    """
    what = thread_log.c.what
    last = connection.scalar(select(func.max(thread_log.c.n))) or after
    query = select(what, func.count()).where(thread_log.c.n > after, thread_log.c.n <= last, what.in_(COUNTED))
    counts = {row[0]: row[1] for row in connection.execute(query.group_by(what))}
    return counts, last
