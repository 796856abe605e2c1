"""Every source that a producer follows: when it was heard, what it delivered, what is missing, whether it is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from desk.queries.source_rates import HOUR, is_silent, usual_rate
from wiredesk.service_numbers import NumberState
from wiredesk.store import source_health
from wiredesk.store.source_health import Heard, SourceStatus
from wiredesk.store.types import database_time

SHOWN_HOURS = 48
"""Hours of a source that are shown."""


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source as people see it."""

    name: str
    state: str
    """``heard``; ``silent`` for longer than usual; ``waiting``: nothing has come yet, and that is not unusual."""
    since: datetime
    """When it was followed first."""
    heard_at: datetime | None
    """Its last message, also one without a new story."""
    story_at: datetime | None
    """Its last new version of a story."""
    silent_seconds: float
    """Time since then, or since it is followed."""
    heard: Heard
    silent_after: float | None
    """Seconds after which it is silent, as configured."""
    usual: float | None
    """Stories that it usually has in this hour of the week; None while its history is too short."""
    this_hour: int
    """Stories of this hour."""
    numbers: Mapping[str, NumberState]
    """Service → its numbers."""
    hours: tuple[tuple[datetime, int], ...] = ()
    """The newest hours with their stories, the oldest first."""

    @property
    def missing(self) -> int:
        """How many service numbers are missing now."""
        return sum(state.missing_count for state in self.numbers.values())

    @property
    def missing_lines(self) -> list[str]:
        """The missing numbers of each service: ``abc 17–19``."""
        return [f"{service} {gap}".strip() for service, state in self.numbers.items() for gap in state.missing]


def list_sources(connection: Connection) -> list[ListedSource]:
    """Return the sources, the silent ones first."""
    now = database_time(connection)
    found = [_listed(connection, one, now) for one in source_health.read_all(connection)]
    return sorted(found, key=lambda one: (one.state != "silent", one.name))


def _listed(connection: Connection, status: SourceStatus, now: datetime) -> ListedSource:
    hours = source_health.hours(connection, status.name)
    last = status.story_at or status.since
    silent = is_silent(hours, status.since, last, now, status.silent_after)
    hour = now.replace(minute=0, second=0, microsecond=0)
    newest = [hour - HOUR * number for number in range(SHOWN_HOURS - 1, -1, -1)]
    return ListedSource(
        name=status.name,
        state="silent" if silent else "heard" if status.heard_at else "waiting",
        since=status.since,
        heard_at=status.heard_at,
        story_at=status.story_at,
        silent_seconds=max(0.0, (now - last) / timedelta(seconds=1)),
        heard=status.heard,
        silent_after=status.silent_after,
        usual=usual_rate(hours, status.since, hour),
        this_hour=hours.get(hour, 0),
        numbers=status.numbers,
        hours=tuple((one, hours.get(one, 0)) for one in newest),
    )
