"""Every source that is set up or followed: what it delivered, what is missing, and whether it is silent or paused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from desk.queries.source_rates import HOUR, is_silent, usual_rate
from wiredesk.service_numbers import NumberState
from wiredesk.store import source_health, source_rows
from wiredesk.store.source_health import Heard, SourceStatus
from wiredesk.store.source_rows import SourceRow
from wiredesk.store.types import database_time

NOT_FOLLOWED = "no producer follows it: start wiredesk feed --desk, or wiredesk run --follow"
NEW = timedelta(seconds=10)
"""Time in which a producer that runs notices a change, also on a loaded machine."""
SHOWN_HOURS = 48
"""Hours of a source that are shown."""


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source as people see it."""

    name: str
    """Its name in messages."""
    state: str
    """``heard``; ``silent`` for longer than usual; ``waiting``: nothing has come yet, and that is not unusual;
    ``paused``.
    """
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
    row: SourceRow | None = None
    """How it is set up; None for one that a command line names, or that nobody follows any longer."""
    is_followed: bool = False
    """Whether a producer follows it as it is set up; one that is paused may still be reading."""
    is_new: bool = False
    """Whether it was set up or changed so lately that a producer that runs may not have noticed it."""

    @property
    def label(self) -> str:
        """Its name at the desk."""
        return self.row.name if self.row else self.name

    @property
    def problem(self) -> str:
        """Why it is not read, in one line; empty if nothing is wrong."""
        if self.row is None or self.row.paused or (self.row.in_file and not self.is_followed):
            return ""
        return self.row.problem or ("" if self.is_followed or self.is_new else NOT_FOLLOWED)

    @property
    def missing(self) -> int:
        """How many service numbers are missing now."""
        return sum(state.missing_count for state in self.numbers.values())

    @property
    def missing_lines(self) -> list[str]:
        """The missing numbers of each service: ``abc 17–19``."""
        return [f"{service} {gap}".strip() for service, state in self.numbers.items() for gap in state.missing]


def list_sources(connection: Connection) -> list[ListedSource]:
    """Return the sources, the silent ones first, then those that fail."""
    now = database_time(connection)
    rows = source_rows.read_all(connection)
    by_name = {row.follows: row for row in sorted(rows, key=lambda row: row.in_file)}
    statuses = {one.name: one for one in source_health.read_all(connection)}
    found = [_listed(connection, one, now, by_name.get(name)) for name, one in statuses.items()]
    found += [
        _listed(connection, _unheard(row), now, row)
        for row in rows
        if row.follows not in statuses or by_name[row.follows] is not row
    ]
    return sorted(found, key=lambda one: (one.state != "silent", not one.problem, one.label.casefold()))


def find_listed(connection: Connection, row: SourceRow) -> ListedSource:
    """Return a source that is set up as people see it."""
    status = next((one for one in source_health.read_all(connection) if one.name == row.follows), None)
    return _listed(connection, status or _unheard(row), database_time(connection), row)


def _unheard(row: SourceRow) -> SourceStatus:
    """Return the status of a source that was never followed."""
    return SourceStatus(row.follows, row.made_at, row.made_at, None, None, Heard(), None, {})


def _listed(connection: Connection, status: SourceStatus, now: datetime, row: SourceRow | None) -> ListedSource:
    is_paused = row is not None and row.paused
    hours = source_health.hours(connection, status.name)
    last = status.story_at or status.since
    silent = not is_paused and is_silent(hours, status.since, last, now, status.silent_after)
    hour = now.replace(minute=0, second=0, microsecond=0)
    newest = [hour - HOUR * number for number in range(SHOWN_HOURS - 1, -1, -1)]
    return ListedSource(
        name=status.name,
        state="paused" if is_paused else "silent" if silent else "heard" if status.heard_at else "waiting",
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
        row=row,
        is_followed=row is not None and row.is_followed(now),
        is_new=row is not None and now - (row.changed_at or row.made_at) < NEW,
    )
