"""When a story was published, by which lists of stories are ordered.

The time is the provider's: of publication, else of the last change.  A story without any has the day of its dateline,
which the column ``dated`` holds once the story has been read, else the time at which it was received.

Datelines seldom have a year.  The last such day before the story was received counts if the text proves the year by a
weekday: ``LONDON, June 11 (Agency) - European shares closed lower on Thursday``.  Back-fill may be of any year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, case, func, select, update

from wiredesk.contract import Extraction, QueueName
from wiredesk.datelines import read_dateline
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import articles
from wiredesk.store.types import UtcTime, iso

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_LEAD_CHARACTERS = 500
"""Length of the text behind a dateline in which a weekday is looked for."""


def publication_time(table: FromClause = articles) -> ColumnElement[Any]:
    """Return the time of publication of a row of ``articles``; there is an index on it."""
    return func.coalesce(*(table.c[name] for name in ("published", "updated", "dated", "accepted_at")))


def dateline_day(connection: Connection, seq: int, extraction: Extraction) -> str | None:
    """Return the day of a story's dateline, for :func:`date_story`; None where there is none, or the year is unsure."""
    line = extraction.dateline
    if line is None:
        return None
    if line.date:
        return line.date
    row = connection.execute(_RECEIVED, {"of": seq}).one_or_none()
    found = day_without_year(extraction.text, line.span[0], row.accepted_at.date()) if row else None
    return found.isoformat() if found else None


def day_without_year(text: str, start: int, received: date) -> date | None:
    """Return the day of a dateline without a year, the last one until a story was received; None if that is unsure.

    The lead must name the weekday of that day or of the day before, as agencies write it.

    Args:
        start: offset of the dateline in the text.
    """
    parts = read_dateline(text, start, published=received)
    if parts is None or parts.date is None:
        return None
    day = date.fromisoformat(parts.date)
    if day > received:
        try:
            day = day.replace(year=day.year - 1)
        except ValueError:  # 29 February
            return None
    lead = text[parts.span[1] : parts.span[1] + _LEAD_CHARACTERS]
    told = {_WEEKDAYS.index(word.lower()) for word in _WEEKDAY.findall(lead)}
    return day if told & {day.weekday(), (day - timedelta(days=1)).weekday()} else None


def without_times(connection: Connection, seqs: Sequence[int]) -> list[int]:
    """Return those of some versions whose provider tells no time, in their order."""
    found = {row[0] for row in run(connection, _WITHOUT_TIMES, list(seqs)).fetchall()}
    return [seq for seq in seqs if seq in found]


_WITHOUT_TIMES = "SELECT seq FROM articles WHERE seq IN :numbers AND published IS NULL AND updated IS NULL"


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
_RECEIVED = select(articles.c.accepted_at).where(
    articles.c.seq == bindparam("of"),
    articles.c.published.is_(None),
    articles.c.updated.is_(None),
    ~func.coalesce(articles.c.backfill, articles.c.queue == QueueName.BULK.value),
)
"""When a story was received whose provider tells no time, and which is no back-fill."""
