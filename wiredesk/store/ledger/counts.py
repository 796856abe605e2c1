"""The number of versions in each state, and the age of the oldest waiting version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from wiredesk.contract import OPEN_STATES, STATES
from wiredesk.store.tables import articles
from wiredesk.store.types import now


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of versions by state, with 0 for states without any."""
    rows = connection.execute(select(articles.c.state, func.count()).group_by(articles.c.state))
    return dict.fromkeys(STATES, 0) | {row.state: row[1] for row in rows}


def oldest_pending(connection: Connection) -> float | None:
    """Return the age in seconds of the oldest version that is still to extract; None when there is no such version.

    The age of a released or reprocessed version counts from its release.
    """
    since = func.min(func.coalesce(articles.c.ended_at, articles.c.accepted_at)).label("since")
    row = connection.execute(select(since, now().label("now")).where(articles.c.state.in_(OPEN_STATES))).one()
    if row.since is None:
        return None
    present = datetime.fromisoformat(row.now) if isinstance(row.now, str) else row.now
    return float((present - row.since).total_seconds())
