"""The number of versions in each state, and the age of the oldest waiting version."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from wiredesk.contract import OPEN_STATES, STATES
from wiredesk.store.tables import articles
from wiredesk.store.types import database_time


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of versions by state, with 0 for states without any."""
    rows = connection.execute(select(articles.c.state, func.count()).group_by(articles.c.state))
    return dict.fromkeys(STATES, 0) | {row.state: row[1] for row in rows}


def oldest_pending(connection: Connection) -> float | None:
    """Return the age in seconds of the oldest version that is still to extract; None when there is no such version.

    The age of a released or reprocessed version counts from its release.
    """
    since = func.min(func.coalesce(articles.c.ended_at, articles.c.accepted_at))
    oldest = connection.scalar(select(since).where(articles.c.state.in_(OPEN_STATES)))
    return None if oldest is None else float((database_time(connection) - oldest).total_seconds())
