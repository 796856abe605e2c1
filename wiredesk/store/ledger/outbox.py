"""The outbox: pending versions are claimed for sending, and sent again when their message was lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, bindparam, func, literal_column, or_, select, update

from wiredesk.contract import LedgerState
from wiredesk.store.ledger.records import CLOCK_TOLERANCE_SECONDS, Key, OutboxEntry, is_ready
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.tables import articles
from wiredesk.store.types import now


def claim_unsent(connection: Connection, queue: str, limit: int) -> list[OutboxEntry]:
    """Claim up to ``limit`` versions of a queue for sending, oldest first: they count as sent from now on."""
    ready = (
        select(articles.c.seq)
        .where(
            articles.c.state == LedgerState.PENDING, articles.c.queue == queue, articles.c.sent_at.is_(None), is_ready()
        )
        .order_by(articles.c.seq)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    returned = connection.execute(
        update(articles)
        .where(articles.c.seq.in_(ready))
        .values(sent_at=now())
        .returning(articles.c.seq, articles.c.id, articles.c.version, articles.c.words)
    )
    return sorted(OutboxEntry(row.seq, row.id, row.version, row.words) for row in returned)


def has_unsent(connection: Connection, queue: str) -> bool:
    """Return whether :func:`claim_unsent` would find a version."""
    return _UNSENT(connection, among=queue).fetchone() is not None


def oldest_waiting(connection: Connection, queue: str) -> Key | None:
    """Return the version of a queue that has waited longest, sent or not; None when no version waits."""
    row = _WAITING(connection, among=queue).fetchone()
    return (row[0], row[1]) if row else None


def unclaim(connection: Connection, seqs: Sequence[int]) -> None:
    """Undo the claim on versions whose message could not be sent."""
    for part in chunks(seqs, 500):
        connection.execute(
            update(articles)
            .where(articles.c.seq.in_(part), articles.c.state == LedgerState.PENDING)
            .values(sent_at=None)
        )


def requeue_lost(connection: Connection, queue: str, older_than: float, overtaken: float) -> int:
    """Mark a queue's pending versions unsent where their message must be lost.  Returns how many.

    A message counts as lost ``older_than`` seconds after it was sent, or when it was sent more than ``overtaken``
    seconds before a version that is leased already: queues keep their order.  One that was sent in the future was sent
    before the clock was set back, and may be lost.
    """
    is_lost = or_(articles.c.sent_at < now(-older_than), articles.c.sent_at > now(CLOCK_TOLERANCE_SECONDS))
    newest = connection.scalar(
        select(func.max(articles.c.sent_at)).where(
            articles.c.state == LedgerState.LEASED, articles.c.queue == queue, articles.c.sent_at <= now()
        )
    )
    if newest is not None:
        is_lost = or_(is_lost, articles.c.sent_at < newest - timedelta(seconds=overtaken))
    return connection.execute(
        update(articles)
        .where(articles.c.state == LedgerState.PENDING, articles.c.queue == queue, is_lost)
        .values(sent_at=None)
    ).rowcount


_UNSENT = PreparedStatement(
    select(articles.c.seq)
    .where(
        articles.c.state == LedgerState.PENDING,
        articles.c.queue == bindparam("among"),
        articles.c.sent_at.is_(None),
        is_ready(),
    )
    .limit(literal_column("1"))
)


_WAITING = PreparedStatement(
    select(articles.c.id, articles.c.version)
    .where(articles.c.state == LedgerState.PENDING, articles.c.queue == bindparam("among"), is_ready())
    .order_by(articles.c.seq)
    .limit(literal_column("1"))
)
