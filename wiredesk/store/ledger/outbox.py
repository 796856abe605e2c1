"""What is on its way: stories are claimed for a queue, and sent again where their message was lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, bindparam, func, literal_column, or_, select, update

from wiredesk.store.ledger.records import Key, OutboxEntry, chunks, is_ready
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.tables import articles
from wiredesk.store.types import now


def claim_unsent(connection: Connection, queue: str, limit: int) -> list[OutboxEntry]:
    """Claim up to ``limit`` stories of a queue for sending, oldest first: they count as sent from now on."""
    ready = (
        select(articles.c.seq)
        .where(articles.c.state == "pending", articles.c.queue == queue, articles.c.sent_at.is_(None), is_ready())
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
    """True where :func:`claim_unsent` would find a story."""
    return _UNSENT(connection, among=queue).fetchone() is not None


def oldest_waiting(connection: Connection, queue: str) -> Key | None:
    """The story of a queue that has waited longest, sent or not; None when none waits."""
    row = _WAITING(connection, among=queue).fetchone()
    return (row[0], row[1]) if row else None


def unclaim(connection: Connection, seqs: Sequence[int]) -> None:
    """Take back the claim on stories whose message could not be sent."""
    for part in chunks(seqs, 500):
        connection.execute(
            update(articles).where(articles.c.seq.in_(part), articles.c.state == "pending").values(sent_at=None)
        )


def requeue_lost(connection: Connection, queue: str, older_than: float, overtaken: float) -> int:
    """Forget that a queue's pending stories were sent, where their message is lost.  Returns how many.

    It is when they were sent longer ago than ``older_than`` seconds, or ``overtaken`` seconds before a story that is
    being read already: who is first in a queue comes out first.
    """
    is_lost = articles.c.sent_at < now(-older_than)
    newest = connection.scalar(
        select(func.max(articles.c.sent_at)).where(articles.c.state == "leased", articles.c.queue == queue)
    )
    if newest is not None:
        is_lost = or_(is_lost, articles.c.sent_at < newest - timedelta(seconds=overtaken))
    return connection.execute(
        update(articles).where(articles.c.state == "pending", articles.c.queue == queue, is_lost).values(sent_at=None)
    ).rowcount


_UNSENT = PreparedStatement(
    select(articles.c.seq)
    .where(
        articles.c.state == "pending", articles.c.queue == bindparam("among"), articles.c.sent_at.is_(None), is_ready()
    )
    .limit(literal_column("1"))
)


_WAITING = PreparedStatement(
    select(articles.c.id, articles.c.version)
    .where(articles.c.state == "pending", articles.c.queue == bindparam("among"), is_ready())
    .order_by(articles.c.seq)
    .limit(literal_column("1"))
)
