"""How many events of each type the newest stories tell, and on which days they happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from desk.queries.plan_hints import in_list, of_known_event_type
from desk.queries.story_search import newest_stories
from wiredesk.contract import EventType
from wiredesk.store.tables import events
from wiredesk.store.types import database_time

COUNTED_STORIES = 1000
"""Newest stories whose events are counted; bounds the time of the query."""
COUNTED_DAYS = 14
"""Days of the table."""


@dataclass(frozen=True, slots=True)
class EventCount:
    """The events of one type; those of one story that tell of one act count once."""

    type: EventType
    events: int
    days: tuple[tuple[date, int], ...]
    """Events that happened on each of the last days, oldest first."""

    @property
    def highest(self) -> int:
        """The number of the day with most events."""
        return max(count for _, count in self.days)


def count_events(connection: Connection) -> list[EventCount]:
    """Count the events that the newest stories tell as occurred news, by type and day, most frequent type first."""
    seqs = newest_stories(connection, limit=COUNTED_STORIES)
    if not seqs:
        return []
    last = database_time(connection).date()
    first = last - timedelta(days=COUNTED_DAYS - 1)
    act = events.c.seq, events.c.type, func.coalesce(events.c.same, events.c.n)
    news = func.coalesce(events.c.status, "") == "occurred", events.c.background.is_not(True)
    rows = connection.execute(
        select(events.c.type, func.substr(func.min(events.c.date), 1, 10))
        .where(in_list(connection, events.c.seq, seqs), of_known_event_type(), *news)
        .group_by(*act)
    ).all()
    totals: Counter[EventType] = Counter(type for type, _ in rows)
    days: defaultdict[EventType, Counter[str]] = defaultdict(Counter)
    for type, day in rows:
        days[type][day or ""] += 1
    span = [first + timedelta(days=number) for number in range(COUNTED_DAYS)]
    return [
        EventCount(type, number, tuple((day, days[type][day.isoformat()]) for day in span))
        for type, number in sorted(totals.items(), key=lambda row: (-row[1], row[0]))
    ]
