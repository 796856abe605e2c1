"""Accept articles into the ledger, and withdraw what their providers cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wiredesk.contract import Article, LedgerState
from wiredesk.store.ledger.records import Accepted, Key, chunks, queue_of
from wiredesk.store.result_rows import to_row
from wiredesk.store.tables import articles
from wiredesk.store.types import now
from wiredesk.store.visibility import lock_stories


def accept(connection: Connection, batch: Sequence[Article], *, backfill: bool = False) -> Accepted:
    """Write articles into the ledger.  An id and version that is in the ledger already is ignored, whatever its text.

    A cancelled version cancels the pending versions before it and hides the story.  A version that arrives after a
    later version cancelled it is cancelled on arrival.

    Args:
        backfill: put the articles into the queue ``bulk``, behind the live wire.
    """
    unique: dict[Key, Article] = {}
    for article in batch:
        unique.setdefault((article.id, article.version), article)
    rows = [
        to_row(article)
        | {
            "state": LedgerState.CANCELED if article.status == "canceled" else LedgerState.PENDING,
            "queue": queue_of(article, backfill=backfill),
        }
        for article in unique.values()
    ]
    if not rows:
        return Accepted((), ())
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(articles).on_conflict_do_nothing(index_elements=["id", "version"])
    values = [row | {"accepted_at": now()} for row in rows]
    new: list[Key] = []
    for part in chunks(values, 300):
        returned = connection.execute(statement.values(part).returning(articles.c.id, articles.c.version))
        new += [(row.id, row.version) for row in returned]
    fresh = set(new)
    _withdraw(connection, [unique[key] for key in new])
    return Accepted(tuple(key for key in unique if key in fresh), tuple(key for key in unique if key not in fresh))


def _withdraw(connection: Connection, arrived: Iterable[Article]) -> None:
    """Hide cancelled and withheld stories, in whatever order their versions arrive."""
    arrived = list(arrived)
    lock_stories(connection, [article.id for article in arrived if article.status != "usable"])
    for article in arrived:
        if article.status == "usable":
            continue
        older = and_(articles.c.id == article.id, articles.c.version < article.version)
        connection.execute(update(articles).where(older, articles.c.visible).values(visible=False))
        if article.status == "canceled":
            connection.execute(
                update(articles)
                .where(older, articles.c.state == LedgerState.PENDING)
                .values(state=LedgerState.CANCELED, ended_at=now())
            )
    ids = sorted({article.id for article in arrived})
    withdrawn = [id for part in chunks(ids, 500) for id in connection.scalars(_CANCELED, {"of": part})]
    later = articles.alias("later")
    for part in chunks(withdrawn, 500):
        connection.execute(
            update(articles)
            .where(
                articles.c.id.in_(part),
                articles.c.state == LedgerState.PENDING,
                select(later.c.seq)
                .where(later.c.id == articles.c.id, later.c.version > articles.c.version, later.c.status == "canceled")
                .exists(),
            )
            .values(state=LedgerState.CANCELED, ended_at=now())
        )


_CANCELED = (
    select(articles.c.id)
    .where(articles.c.id.in_(bindparam("of", expanding=True)), articles.c.status == "canceled")
    .distinct()
)
"""Select the cancelled stories first, because this query uses the index on the id and finds few rows."""
