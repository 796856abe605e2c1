"""What happened to threads: stories that joined and left, mergers and splits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from wiredesk.store.link_tables import thread_log
from wiredesk.store.tables import articles
from wiredesk.store.types import iso

MAX_THREAD_CHANGES = 2000
"""Changes returned at once."""


@dataclass(frozen=True, slots=True)
class ThreadChange:
    """One entry of the log of threads."""

    n: int
    """Number of the entry; later entries have larger ones."""
    at: datetime
    thread: int
    what: str
    """``joined``, ``left``, ``merged``, ``split`` or ``closed``."""
    story: str | None
    """The id of the story that joined or left."""
    other: int | None
    """The thread that it was merged into or split from."""

    def record(self) -> dict[str, int | str | None]:
        """Return the change as a JSON value."""
        return {
            "n": self.n,
            "at": iso(self.at),
            "thread": self.thread,
            "what": self.what,
            "story": self.story,
            "other": self.other,
        }


def thread_changes_after(connection: Connection, number: int, *, limit: int = MAX_THREAD_CHANGES) -> list[ThreadChange]:
    """Return the changes after a number, the oldest first."""
    rows = connection.execute(
        select(thread_log, articles.c.id)
        .join(articles, articles.c.seq == thread_log.c.seq, isouter=True)
        .where(thread_log.c.n > number)
        .order_by(thread_log.c.n)
        .limit(limit)
    )
    return [ThreadChange(row.n, row.at, row.thread, row.what, row.id, row.other) for row in rows]


def last_thread_change(connection: Connection) -> int:
    """Return the number of the newest entry; 0 for none."""
    return connection.scalar(select(func.max(thread_log.c.n))) or 0


def thread_change_at(connection: Connection, moment: datetime) -> int:
    """Return the number after which the entries since a moment come, among the newest ``MAX_THREAD_CHANGES``."""
    newest = last_thread_change(connection)
    later = select(func.min(thread_log.c.n)).where(
        thread_log.c.n > newest - MAX_THREAD_CHANGES, thread_log.c.at > moment
    )
    first = connection.scalar(later)
    return newest if first is None else first - 1
