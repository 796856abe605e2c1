"""What became of a story that is read: an attempt begins, and ends well or not."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, update

from wiredesk.store.ledger.records import OPEN, Leased
from wiredesk.store.prepared import Prepared
from wiredesk.store.tables import articles
from wiredesk.store.types import now
from wiredesk.store.visibility import hold

RETRY_SECONDS = 2.0
"""Pause before a story that failed is tried again."""
# Built once: a worker runs these with every story, and building one costs more than running it.
_HELD = (articles.c.seq == bindparam("held"), articles.c.state == "leased", articles.c.lease_owner == bindparam("by"))


def start(connection: Connection, story: Leased, owner: str, seconds: float) -> bool:
    """Count the attempt, before the parse begins.  False when the lease was lost meanwhile.

    Done again after a commit of which nobody knows whether it came through, it counts once.
    """
    values = {"held": story.seq, "by": owner, "attempt": story.attempts + 1}
    return bool(_start(seconds)(connection, **values).rowcount == 1)


@cache
def _start(seconds: float) -> Prepared:
    values = {"attempts": bindparam("attempt"), "started_at": now(), "lease_until": now(seconds)}
    return Prepared(update(articles).where(*_HELD).values(values))


def uncount(connection: Connection, story: Leased) -> None:
    """Take back an attempt that ended well but too late: the store was away for longer than the lease."""
    connection.execute(
        update(articles)
        .where(articles.c.seq == story.seq, articles.c.state.in_(OPEN), articles.c.attempts > story.attempts)
        .values(attempts=articles.c.attempts - 1)
    )


def finish(connection: Connection, story: Leased, owner: str, *, duplicate_of: int | None = None) -> bool:
    """Mark a story done.  False when the lease was lost: then nothing of its result may be written."""
    hold(connection, [story.article.id])
    values = {"held": story.seq, "by": owner, "twin": duplicate_of}
    return bool(_FINISH(connection, **values).rowcount == 1)


_FINISH = Prepared(
    update(articles)
    .where(*_HELD)
    .values(
        state="done",
        ended_at=now(),
        lease_owner=None,
        lease_until=None,
        error=None,
        traceback=None,
        worker=bindparam("by"),
        duplicate_of=bindparam("twin"),
    )
)


def fail(connection: Connection, seq: int, owner: str, error: str, traceback: str, attempts: int) -> None:
    """Record a story's own failure: back to pending after a pause, or quarantined after the last attempt."""
    held = and_(articles.c.seq == seq, articles.c.state == "leased", articles.c.lease_owner == owner)
    common: dict[str, Any] = {
        "error": error,
        "traceback": traceback,
        "worker": owner,
        "lease_owner": None,
        "lease_until": None,
    }
    last = connection.execute(
        update(articles)
        .where(held, articles.c.attempts >= attempts)
        .values(**common, state="quarantined", ended_at=now())
    )
    if not last.rowcount:
        again = {"state": "pending", "sent_at": None, "not_before": now(RETRY_SECONDS)}
        connection.execute(update(articles).where(held).values(common | again))
