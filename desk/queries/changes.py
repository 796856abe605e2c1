"""What changed on the wire since a moment: what a live page must add, replace and take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, union

from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now
from wiredesk.store.visibility import is_visible_joined

OVERLAP = timedelta(seconds=10)
"""How far behind the clock a transaction may commit and still be noticed."""
MOST = 500
"""Changes told at once; a reader who missed more loads the page anew."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Numbers of the versions that came into sight, oldest first, and ids of stories that went."""

    arrived: tuple[int, ...]
    gone: tuple[str, ...]


def clock(connection: Connection) -> datetime:
    """The database's clock."""
    value = connection.execute(select(now())).scalar_one()
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def since(connection: Connection, moment: datetime, *, most: int = MOST) -> Changes:
    """What came and went after ``moment``: results stored, embargoes ended, stories withdrawn."""
    stored = (
        select(articles.c.seq)
        .join_from(extractions, articles, articles.c.seq == extractions.c.seq)
        .where(extractions.c.stored_at > moment, is_visible_joined())
        .order_by(extractions.c.stored_at.desc())
        .limit(most)
        .subquery()
    )
    freed = select(articles.c.seq).where(
        articles.c.embargo_until > moment, articles.c.embargo_until <= now(), is_visible_joined()
    )
    arrived = connection.scalars(union(select(stored.c.seq), freed).order_by("seq"))
    withdrawn = select(articles.c.id).where(articles.c.accepted_at > moment, articles.c.status != "usable")
    return Changes(tuple(arrived), tuple(sorted(set(connection.scalars(withdrawn.limit(most))))))
