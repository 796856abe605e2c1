"""Date expressions in the stories, by the day or time that they mean."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, tuple_

from desk.queries.query_syntax import bad_cursor
from wiredesk.store.tables import articles, dates
from wiredesk.store.visibility import is_visible_joined

MAX_CURSOR_DIGITS = 9
"""Digits of a number in a cursor; larger ones are no story numbers."""


@dataclass(frozen=True, slots=True)
class MentionedDate:
    """A date expression, with the story and the span in which it occurs."""

    value: str
    """TIMEX3 value, such as ``2026-11-20`` or ``2026-W47``."""
    type: str
    start: int
    end: int
    seq: int
    id: str
    version: int

    @property
    def cursor(self) -> str:
        """Position at which the next page of results starts."""
        return f"{self.seq}.{self.start}.{self.end}.{self.value}"


def search_dates(
    connection: Connection, since: str, until: str, *, cursor: str = "", limit: int = 50
) -> list[MentionedDate]:
    """Return the expressions whose value is between two values (as text, both included), in the order of the value.

    Args:
        cursor: :attr:`MentionedDate.cursor` of the last result of the page before.

    Raises:
        BadQuery: the cursor is invalid.
    """
    query = (
        select(dates.c.value, dates.c.type, dates.c.start, dates.c.end, dates.c.seq, articles.c.id, articles.c.version)
        .join_from(dates, articles, articles.c.seq == dates.c.seq)
        .where(dates.c.value >= since, dates.c.value < until + "~", is_visible_joined())
        .order_by(dates.c.value, dates.c.seq, dates.c.start, dates.c.end)
    )
    if cursor:
        value, seq, start, end = _parse_cursor(cursor)
        position = tuple_(dates.c.value, dates.c.seq, dates.c.start, dates.c.end)
        query = query.where(dates.c.value >= value, position > tuple_(value, seq, start, end))
    return [MentionedDate(*row) for row in connection.execute(query.limit(limit))]


def _parse_cursor(cursor: str) -> tuple[str, int, int, int]:
    numbers, value = cursor.split(".", 3)[:3], cursor.split(".", 3)[3:]
    valid = all(n.isascii() and n.isdecimal() and len(n) <= MAX_CURSOR_DIGITS for n in numbers)
    if len(numbers) < 3 or not value or not valid:
        raise bad_cursor()
    return value[0], int(numbers[0]), int(numbers[1]), int(numbers[2])
