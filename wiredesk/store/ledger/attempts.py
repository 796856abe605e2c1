"""Attempts: one starts, and ends with a result or a failure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, update

from wiredesk.contract import OPEN_STATES, LedgerState
from wiredesk.store.ledger.records import RETRY_SECONDS, LeasedVersion
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.raw_sql import run
from wiredesk.store.showing import IS_BACKFILL, MAY_SHOW_FIRST, SHOW_FIRST, FirstShown, lock_stories
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
    lock_stories(connection, [story.article.id for story, _ in stories])
    return {row[0] for row in _end(connection, _FINISH, stories, owner)}


def finish_and_show(
    connection: Connection, stories: Sequence[tuple[LeasedVersion, str | None]], owner: str
) -> dict[int, FirstShown]:
    """Mark those of some versions done that are the first of their story and may be shown, and show them: one change
    of a row for two, which is nearly all that a worker does.

    Returns what there is to tell of each; the caller tells it, and finishes the others by :func:`finish_all`.

    Args:
        stories: as those of :func:`finish_all`.
    """
    versions = Counter(story.article.id for story, _ in stories)
    first = [(story, error) for story, error in stories if story.article.version == versions[story.article.id] == 1]
    lock_stories(connection, [story.article.id for story, _ in stories])
    rows = _end(connection, _FINISH_AND_SHOW, first, owner)
    return {seq: FirstShown(bool(is_told), bool(is_backfill)) for seq, is_told, is_backfill in rows}


def _end(
    connection: Connection, statement: str, stories: Sequence[tuple[LeasedVersion, str | None]], owner: str
) -> list[tuple[Any, ...]]:
    """Run a statement that ends attempts, once for all that have the same number and lack the same."""
    alike: defaultdict[tuple[int, str | None], list[int]] = defaultdict(list)
    for story, error in stories:
        alike[story.attempts + 1, error].append(story.seq)
    rows: list[tuple[Any, ...]] = []
    for (attempt, error), seqs in alike.items():
        rows += run(connection, statement, attempt, error, owner, seqs, owner).fetchall()
    return rows


_END = (
    "UPDATE articles SET state = 'done', ended_at = :now, lease_owner = NULL, lease_until = NULL, traceback = NULL,"
    " attempts = ?, error = ?, worker = ?, started_at = coalesce(started_at, :now),"
    " duplicate_of = (SELECT min(o.seq) FROM articles AS o WHERE o.text_hash = articles.text_hash"  # by its index
    " AND o.headline = articles.headline AND o.body = articles.body AND o.seq < articles.seq)"
)
_HELD_NOW = " WHERE seq IN :numbers AND state = 'leased' AND lease_owner = ?"
_FINISH = f"{_END}{_HELD_NOW} RETURNING seq"
_FINISH_AND_SHOW = f"{_END}, {SHOW_FIRST}{_HELD_NOW} AND {MAY_SHOW_FIRST} RETURNING seq, told, {IS_BACKFILL}"


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
