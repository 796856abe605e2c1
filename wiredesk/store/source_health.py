"""What each followed source delivered: counted in the transaction that accepts its stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wiredesk.errors import NotFound
from wiredesk.service_numbers import NumberState, ServiceNumber, after_number, gap_lines
from wiredesk.store.source_tables import source_hours, source_status
from wiredesk.store.types import database_time, now

KEPT_WEEKS = 8
"""Weeks of hours that are kept for each source."""
MAX_SERVICES = 200
"""Services whose numbers are kept for one source: one that sends nonsense must not fill the store."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a source delivered since it was counted last."""

    messages: int = 0
    bytes: int = 0
    stories: int = 0
    """New versions of stories."""
    known: int = 0
    older: int = 0
    skipped: int = 0
    rejected: int = 0

    def __add__(self, other: Heard) -> Heard:
        return Heard(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Heard)))

    def __bool__(self) -> bool:
        return self != Heard()


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A row of the table ``source_status``."""

    name: str
    since: datetime
    started_at: datetime
    heard_at: datetime | None
    story_at: datetime | None
    heard: Heard
    silent_after: float | None
    numbers: dict[str, NumberState]


def follow(connection: Connection, name: str, silent_after: float | None) -> None:
    """Note that a producer begins to follow a source.

    Args:
        silent_after: seconds without a new story after which it is silent; None: as its history says.
    """
    statement = _insert(connection)(source_status).values(
        name=name, since=now(), started_at=now(), silent_after=silent_after, numbers={}
    )
    changed = {"started_at": statement.excluded.started_at, "silent_after": statement.excluded.silent_after}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changed))


def count(connection: Connection, name: str, heard: Heard, numbers: Sequence[ServiceNumber] = ()) -> list[str]:
    """Add what a source delivered; return what its service numbers say: gaps that opened, and numbers that came late.

    The row is locked until the transaction ends: several producers may follow one source.
    """
    counts = {one.name: getattr(heard, one.name) for one in fields(Heard)}
    heard_at = now() if heard.messages else None
    story_at = now() if heard.stories else None
    statement = _insert(connection)(source_status).values(
        name=name, since=now(), started_at=now(), heard_at=heard_at, story_at=story_at, numbers={}, **counts
    )
    sums = {key: source_status.c[key] + statement.excluded[key] for key in counts}
    times = {
        key: func.coalesce(statement.excluded[key], source_status.c[key])
        for key, value in (("heard_at", heard_at), ("story_at", story_at))
        if value is not None
    }
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=sums | times))
    if heard.messages or heard.stories or heard.rejected:
        _count_hour(connection, name, heard)
    return _count_numbers(connection, name, numbers) if numbers else []


def _count_hour(connection: Connection, name: str, heard: Heard) -> None:
    hour = database_time(connection).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    values = {"messages": heard.messages, "stories": heard.stories, "rejected": heard.rejected}
    statement = _insert(connection)(source_hours).values(name=name, hour=hour, **values)
    sums = {key: source_hours.c[key] + statement.excluded[key] for key in values}
    changed = statement.on_conflict_do_update(index_elements=["name", "hour"], set_=sums)
    row = connection.execute(changed.returning(source_hours.c.messages, source_hours.c.stories)).one()
    if (row.messages, row.stories) == (heard.messages, heard.stories):  # the first of its hour
        oldest = hour - timedelta(weeks=KEPT_WEEKS)
        connection.execute(delete(source_hours).where(source_hours.c.name == name, source_hours.c.hour < oldest))


def _count_numbers(connection: Connection, name: str, numbers: Iterable[ServiceNumber]) -> list[str]:
    query = select(source_status.c.numbers).where(source_status.c.name == name)
    found: dict[str, Any] = dict(connection.scalar(query) or {})
    at = database_time(connection)
    states = {service: NumberState.of(record) for service, record in found.items()}
    before = dict(states)
    for one in numbers:
        if one.service in states or len(states) < MAX_SERVICES:
            states[one.service] = after_number(states.get(one.service), one, at)
    records = {service: state.record() for service, state in states.items()}
    connection.execute(update(source_status).where(source_status.c.name == name).values(numbers=records))
    return [line for service, state in states.items() for line in gap_lines(service, before.get(service), state)]


def read_all(connection: Connection) -> list[SourceStatus]:
    """Return every source that was followed, by name."""
    rows = connection.execute(select(source_status).order_by(source_status.c.name)).mappings()
    return [
        SourceStatus(
            row["name"], row["since"], row["started_at"], row["heard_at"], row["story_at"],
            Heard(*(row[one.name] for one in fields(Heard))), row["silent_after"],
            {service: NumberState.of(record) for service, record in (row["numbers"] or {}).items()},
        )
        for row in rows
    ]  # fmt: skip


def hours(connection: Connection, name: str) -> dict[datetime, int]:
    """Return the number of new stories of each hour that has any message, by its beginning."""
    query = select(source_hours.c.hour, source_hours.c.stories).where(source_hours.c.name == name)
    return {row.hour: row.stories for row in connection.execute(query)}


def rename(connection: Connection, name: str, new_name: str) -> None:
    """Give what is known of a source a new name, unless something is known under that name already."""
    if connection.scalar(select(source_status.c.name).where(source_status.c.name == new_name)):
        return
    for table in (source_status, source_hours):
        connection.execute(update(table).where(table.c.name == name).values(name=new_name))


def forget(connection: Connection, name: str) -> None:
    """Delete what is known of a source that is no longer followed.

    Raises:
        NotFound: no source has this name.
    """
    connection.execute(delete(source_hours).where(source_hours.c.name == name))
    if not connection.execute(delete(source_status).where(source_status.c.name == name)).rowcount:
        raise NotFound(f"source {name}", "was never followed", "wiredesk sources lists all")


def _insert(connection: Connection) -> Any:
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
