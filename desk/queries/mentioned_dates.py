"""What the stories say happens when: resolved dates by their value."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, tuple_

from wiredesk.store.tables import articles, dates
from wiredesk.store.visibility import is_visible_joined


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression with where it stands."""

    value: str
    type: str
    start: int
    end: int
    seq: int
    id: str
    version: int

    @property
    def cursor(self) -> str:
        return f"{self.seq}.{self.start}.{self.end}.{self.value}"


def dated(
    connection: Connection, since: str, until: str, *, after: tuple[str, int, int, int] | None = None, limit: int = 50
) -> list[Dated]:
    """Expressions whose TIMEX3 value stands between two (as text, both included), by value.

    Args:
        after: value, story number, start and end at which the last page ended.
    """
    query = (
        select(dates.c.value, dates.c.type, dates.c.start, dates.c.end, dates.c.seq, articles.c.id, articles.c.version)
        .join_from(dates, articles, articles.c.seq == dates.c.seq)
        .where(dates.c.value >= since, dates.c.value < until + "~", is_visible_joined())
        .order_by(dates.c.value, dates.c.seq, dates.c.start, dates.c.end)
    )
    if after:
        value, seq, start, end = after
        place = tuple_(dates.c.value, dates.c.seq, dates.c.start, dates.c.end)
        query = query.where(dates.c.value >= value, place > tuple_(value, seq, start, end))
    return [Dated(*row) for row in connection.execute(query.limit(limit))]
