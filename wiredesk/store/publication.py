"""When a story was published, by which lists of stories are ordered.

The time is the provider's: of publication, else of the last change.  A story without any has the day of its dateline,
which the column ``dated`` holds once the story has been read, else the time at which it was received.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, case, func, update

from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.tables import articles
from wiredesk.store.types import UtcTime, iso


def publication_time(table: FromClause = articles) -> ColumnElement[Any]:
    """Return the time of publication of a row of ``articles``; there is an index on it."""
    return func.coalesce(*(table.c[name] for name in ("published", "updated", "dated", "accepted_at")))


def date_story(connection: Connection, seq: int, day: str | None) -> None:
    """Store the day of a story's dateline where the provider tells no time.

    It is kept as the day's last second.  For a story of today the time at which it was received tells more, and a later
    day is no day of its dateline.

    Args:
        day: such as ``2026-06-11``; anything else counts as no day.
    """
    try:
        last = datetime.combine(date.fromisoformat(day or ""), time(23, 59, 59), UTC)
    except ValueError:
        last = None
    value = iso(last) if last and connection.dialect.name == "sqlite" else last
    _DATE_STORY(connection, of=seq, last=value)


_LAST = bindparam("last", type_=UtcTime())
_DATE_STORY = PreparedStatement(
    update(articles)
    .where(articles.c.seq == bindparam("of"), articles.c.published.is_(None), articles.c.updated.is_(None))
    .values(dated=case((articles.c.accepted_at < _LAST, None), else_=_LAST))
)
