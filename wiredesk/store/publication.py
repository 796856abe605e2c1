"""When a story was published, by which lists of stories are ordered.

The time is the provider's: of publication, else of the last change.  A story without any has the day of its dateline,
which the column ``dated`` holds once the story has been read, else the time at which it was received.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
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

    It is kept as the day's last second, or the time at which the story was received if that is earlier.  A later day
    than that on which the story was received is no day of its dateline.

    Args:
        day: such as ``2026-06-11``; anything else counts as no day.
    """
    try:
        first = datetime.combine(date.fromisoformat(day or ""), time(), UTC)
    except ValueError:
        first = None
    values: dict[str, Any] = {"first": first, "last": first and first + timedelta(days=1, seconds=-1)}
    if connection.dialect.name == "sqlite":
        values = {name: value and iso(value) for name, value in values.items()}
    _DATE_STORY(connection, of=seq, **values)


_FIRST, _LAST = bindparam("first", type_=UtcTime()), bindparam("last", type_=UtcTime())
_DATE_STORY = PreparedStatement(
    update(articles)
    .where(articles.c.seq == bindparam("of"), articles.c.published.is_(None), articles.c.updated.is_(None))
    .values(
        dated=case(
            (articles.c.accepted_at < _FIRST, None),
            (articles.c.accepted_at < _LAST, articles.c.accepted_at),
            else_=_LAST,
        )
    )
)
