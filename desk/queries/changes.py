"""Changes since a moment: the stories that a live page must add, replace and remove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, union

from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now
from wiredesk.store.visibility import is_visible_joined

COMMIT_DELAY = timedelta(seconds=10)
"""Maximum time between the time in a transaction's rows and its commit; later commits are missed."""
MAX_CHANGES = 5000
"""Arrived and withdrawn stories returned at once; a reader that missed more is told so."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Numbers of the versions that became visible, oldest first, and ids of the stories that were withdrawn."""

    arrived: tuple[int, ...]
    gone: tuple[str, ...]
    complete: bool = True
    """False if there were more than the limit; then the oldest are missing."""


def changes_since(connection: Connection, moment: datetime, *, limit: int = MAX_CHANGES) -> Changes:
    """Return the changes after a moment: results stored, embargoes ended, stories withdrawn.

    Args:
        limit: maximum number of arrived and of withdrawn stories; the newest ones are returned.
    """
    stored = (
        select(articles.c.seq)
        .join_from(extractions, articles, articles.c.seq == extractions.c.seq)
        .where(extractions.c.stored_at > moment, is_visible_joined())
        .order_by(extractions.c.stored_at.desc())
        .limit(limit)
        .subquery()
    )
    freed = select(articles.c.seq).where(
        articles.c.embargo_until > moment, articles.c.embargo_until <= now(), is_visible_joined()
    )
    arrived = tuple(connection.scalars(union(select(stored.c.seq), freed).order_by("seq")))
    withdrawn = select(articles.c.id).where(articles.c.accepted_at > moment, articles.c.status != "usable")
    gone = connection.scalars(withdrawn.order_by(articles.c.accepted_at.desc()).limit(limit)).all()
    return Changes(arrived, tuple(sorted(set(gone))), len(arrived) < limit and len(gone) < limit)
