"""How much waits, and for how long."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from wiredesk.store.ledger.records import OPEN, STATES
from wiredesk.store.tables import articles
from wiredesk.store.types import now


def counts(connection: Connection) -> dict[str, int]:
    """Versions by state; every state is there."""
    rows = connection.execute(select(articles.c.state, func.count()).group_by(articles.c.state))
    return dict.fromkeys(STATES, 0) | {row.state: row[1] for row in rows}


def oldest_pending(connection: Connection) -> float | None:
    """Age in seconds of the oldest story that is neither done nor set aside; None when all is drained.

    A story that was sent through again (released, reprocessed) is as old as that.
    """
    since = func.min(func.coalesce(articles.c.ended_at, articles.c.accepted_at)).label("since")
    row = connection.execute(select(since, now().label("now")).where(articles.c.state.in_(OPEN))).one()
    if row.since is None:
        return None
    present = datetime.fromisoformat(row.now) if isinstance(row.now, str) else row.now
    return float((present - row.since).total_seconds())
