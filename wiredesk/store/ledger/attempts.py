"""Attempts: one starts, and ends with a result or a failure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, update

from wiredesk.contract import OPEN_STATES, LedgerState
from wiredesk.store.ledger.records import RETRY_SECONDS, LeasedVersion
from wiredesk.store.prepared import PreparedStatement, without_waiting
from wiredesk.store.showing import lock_stories
from wiredesk.store.tables import articles
from wiredesk.store.types import now

# Built once: a worker runs these for every story, and building one takes longer than running it.
_HELD = (
    articles.c.seq == bindparam("held"),
    articles.c.state == LedgerState.LEASED,
    articles.c.lease_owner == bindparam("by"),
)


def start(connection: Connection, story: LeasedVersion, owner: str, seconds: float) -> bool:
    """Count the attempt before the parse starts, and renew the lease.  Returns False when the lease was lost.

    Repeated after a commit whose answer was lost, it counts the attempt once.

    Args:
        seconds: how long the lease runs from now.
    """
    values = {"held": story.seq, "by": owner, "attempt": story.attempts + 1}
    return bool(_start(seconds)(connection, **values).rowcount == 1)


@cache
def _start(seconds: float) -> PreparedStatement:
    values = {"attempts": bindparam("attempt"), "started_at": now(), "lease_until": now(seconds)}
    return PreparedStatement(update(articles).where(*_HELD).values(values))


def refund_attempt(connection: Connection, story: LeasedVersion) -> None:
    """Uncount an attempt that succeeded too late: the store was unreachable for longer than the lease."""
    connection.execute(
        update(articles)
        .where(articles.c.seq == story.seq, articles.c.state.in_(OPEN_STATES), articles.c.attempts > story.attempts)
        .values(attempts=articles.c.attempts - 1)
    )


def finish(connection: Connection, story: LeasedVersion, owner: str, error: str | None = None) -> bool:
    """Mark a version done, as :func:`finish_all` does.  Returns whether its lease was held.

    Args:
        error: what the result lacks, because an extractor failed.
    """
    return story.seq in finish_all(connection, [(story, error)], owner)


def finish_all(connection: Connection, stories: Sequence[tuple[LeasedVersion, str | None]], owner: str) -> set[int]:
    """Mark versions done, and count the attempts that :func:`start` did not count.

    ``duplicate_of`` becomes the ``seq`` of the oldest version with the same headline and body, if that is another one.
    It is information only: extraction reads more of an article than its text, so no result is ever copied.

    Returns those whose lease was held; of the others nothing may be written.

    Args:
        stories: each with what its result lacks, because an extractor failed; None if it is complete.
    """
    if not stories:
        return set()
    lock_stories(connection, [story.article.id for story, _ in stories])
    with without_waiting(connection):
        ended = [
            (story.seq, _FINISH(connection, held=story.seq, by=owner, lacks=error, attempt=story.attempts + 1))
            for story, error in stories
        ]
    return {seq for seq, cursor in ended if cursor.rowcount == 1}


_older = articles.alias("older")
_OLDEST_DUPLICATE = (
    select(func.min(_older.c.seq))
    .where(
        _older.c.text_hash == articles.c.text_hash,  # its index finds the few rows whose text is compared
        _older.c.headline == articles.c.headline,
        _older.c.body == articles.c.body,
        _older.c.seq < articles.c.seq,
    )
    .scalar_subquery()
)


_FINISH = PreparedStatement(
    update(articles)
    .where(*_HELD)
    .values(
        state=LedgerState.DONE,
        ended_at=now(),
        lease_owner=None,
        lease_until=None,
        error=bindparam("lacks"),
        traceback=None,
        worker=bindparam("by"),
        attempts=bindparam("attempt"),
        started_at=func.coalesce(articles.c.started_at, now()),
        duplicate_of=_OLDEST_DUPLICATE,
    )
)


def fail(connection: Connection, seq: int, owner: str, error: str, traceback: str, attempts: int) -> bool:
    """Record a failed attempt: the version is pending again after a pause, or quarantined after the last attempt.

    Returns whether it is quarantined.

    Args:
        attempts: number of attempts after which it is quarantined.
    """
    held = and_(articles.c.seq == seq, articles.c.state == LedgerState.LEASED, articles.c.lease_owner == owner)
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
        .values(**common, state=LedgerState.QUARANTINED, ended_at=now())
    )
    if not last.rowcount:
        again = {"state": LedgerState.PENDING, "sent_at": None, "not_before": now(RETRY_SECONDS)}
        connection.execute(update(articles).where(held).values(common | again))
    return last.rowcount > 0
