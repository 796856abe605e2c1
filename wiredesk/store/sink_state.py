"""How far each sink is: its position in the change log, its lease, its failures, and the changes that it refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wiredesk import process_id
from wiredesk.store.delivery_tables import parked_changes, sinks
from wiredesk.store.types import database_time, now

LEASE_SECONDS = 60.0
"""Seconds after which another process takes over from one that has renewed nothing.  It renews every ten."""


WATCHES = ("/watches", "/watches/linked")
"""Names under which the watches keep how far in the change log they are; no sink can have them."""


def alerts_of(sink: str) -> str:
    """Return the name under which a sink's position in the messages of watches is kept."""
    return f"{sink}/alerts"


def _with_alerts(name: str) -> tuple[str, str]:
    return name, alerts_of(name)


@dataclass(frozen=True, slots=True)
class SinkState:
    """A sink as the store knows it."""

    name: str
    position: int
    """The number of the last change that it has, or does not want."""
    paused: bool
    reason: str | None
    failures: int
    """In a row."""
    error: str | None
    next_at: datetime | None
    failed_at: datetime | None
    sent: int
    sent_at: datetime | None
    last_sent: int | None
    """The largest number of a change that it was sent."""
    holder: str | None
    until: datetime | None

    def is_due(self, present: datetime) -> bool:
        """Return whether it may be tried now.  After a failure in the future the clock was set back: it may."""
        if self.next_at is None or self.next_at <= present:
            return True
        return self.failed_at is not None and self.failed_at > present

    def is_free(self, present: datetime) -> bool:
        """Return whether nobody holds it any more: the lease has ended, or its process, if it ran on this host."""
        if self.holder is None or self.until is None or self.until <= present:
            return True
        process = process_id.parse(self.holder)
        return process is not None and process.is_dead()


@dataclass(frozen=True, slots=True)
class PositionStep:
    """How far a sink has come."""

    before: int
    after: int
    sent: int = 0
    """Changes that were sent; 0 if it wanted none of them."""
    last_sent: int | None = None
    """The number of the last of them."""


_COLUMNS = [sinks.c[name] for name in SinkState.__dataclass_fields__]


@dataclass(frozen=True, slots=True)
class ParkedChange:
    """A change that a sink refused."""

    sink: str
    n: int
    id: str
    version: int
    error: str
    at: datetime


_PARKED = [parked_changes.c[name] for name in ParkedChange.__dataclass_fields__]


def add(connection: Connection, name: str, position: int) -> None:
    """Add a sink that begins after a change, unless it is known."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(sinks).values(name=name, position=position).on_conflict_do_nothing())


def read(connection: Connection, name: str) -> SinkState | None:
    """Return a sink; None if nothing was ever delivered to it."""
    row = connection.execute(select(*_COLUMNS).where(sinks.c.name == name)).one_or_none()
    return SinkState(*row) if row else None


def read_all(connection: Connection) -> list[SinkState]:
    """Return all sinks in the order of their names, also those that are no longer configured."""
    return [SinkState(*row) for row in connection.execute(select(*_COLUMNS).order_by(sinks.c.name))]


def take(connection: Connection, name: str, holder: str) -> SinkState | None:
    """Take or renew the lease on a sink in this transaction.  Returns None while another process has it.

    The row stays locked until the transaction ends.
    """
    row = connection.execute(select(*_COLUMNS).where(sinks.c.name == name).with_for_update()).one_or_none()
    if row is None:
        return None
    state = SinkState(*row)
    present = database_time(connection)
    latest = present + timedelta(seconds=LEASE_SECONDS)
    if state.holder == holder or state.is_free(present):
        _set(connection, name, holder=holder, until=latest)
        return state
    if state.until and state.until > latest:  # the clock was set back since: the lease would last as much longer
        _set(connection, name, until=latest)
    return None


def renew(connection: Connection, names: Sequence[str], holder: str) -> None:
    """Renew the leases that a process has on some sinks."""
    condition = sinks.c.name.in_(names), sinks.c.holder == holder
    connection.execute(update(sinks).where(*condition).values(until=now(LEASE_SECONDS)))


def release(connection: Connection, name: str, holder: str) -> None:
    """Give the lease up, so that another process need not wait until it expires."""
    connection.execute(
        update(sinks).where(sinks.c.name == name, sinks.c.holder == holder).values(holder=None, until=None)
    )


def move(connection: Connection, name: str, holder: str, step: PositionStep) -> bool:
    """Move the position after a success, and forget earlier failures.

    Returns:
        False if the process no longer has the lease, or if somebody moved the position meanwhile: nothing is changed.
    """
    values: dict[str, Any] = {
        "position": step.after, "failures": 0, "error": None, "next_at": None, "failed_at": None
    }  # fmt: skip
    if step.sent:
        values |= {"sent": sinks.c.sent + step.sent, "sent_at": now(), "last_sent": step.last_sent}
    condition = sinks.c.name == name, sinks.c.holder == holder, sinks.c.position == step.before
    return bool(connection.execute(update(sinks).where(*condition).values(**values)).rowcount)


def fail(connection: Connection, name: str, error: str, pause_seconds: float) -> None:
    """Count a failure, and say when the sink is tried again."""
    times = {"next_at": now(pause_seconds), "failed_at": now()}
    _set(connection, name, failures=sinks.c.failures + 1, error=error, **times)


def pause(connection: Connection, name: str, reason: str) -> bool:
    """Stop the delivery to a sink until somebody resumes it.  Returns False if there is no such sink."""
    return _set(connection, *_with_alerts(name), paused=True, reason=reason)


def resume(connection: Connection, name: str) -> bool:
    """Go on with the delivery to a sink, at once.  Returns False if there is no such sink."""
    return _set(connection, *_with_alerts(name), paused=False, reason=None, failures=0, next_at=None, failed_at=None)


def rewind(connection: Connection, name: str, position: int) -> bool:
    """Send everything after a change again.  Returns False if there is no such sink."""
    return _set(connection, name, position=position)


def forget(connection: Connection, name: str) -> bool:
    """Remove a sink and what it refused.  Returns False if there is no such sink."""
    names = _with_alerts(name)
    connection.execute(delete(parked_changes).where(parked_changes.c.sink.in_(names)))
    return bool(connection.execute(delete(sinks).where(sinks.c.name.in_(names))).rowcount)


def park(connection: Connection, change: ParkedChange) -> None:
    """Keep a change that a sink refused."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {"id": change.id, "version": change.version, "error": change.error, "at": now(), "again": False}
    statement = dialect.insert(parked_changes).values(sink=change.sink, n=change.n, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["sink", "n"], set_=values))


def parked(connection: Connection, name: str, limit: int = 1000) -> list[ParkedChange]:
    """Return the changes that a sink refused, the oldest first."""
    query = select(*_PARKED).where(parked_changes.c.sink == name).order_by(parked_changes.c.n).limit(limit)
    return [ParkedChange(*row) for row in connection.execute(query)]


def parked_counts(connection: Connection) -> dict[str, int]:
    """Return how many changes each sink refused; sinks without one are left out."""
    query = select(parked_changes.c.sink, func.count()).group_by(parked_changes.c.sink)
    return {row[0]: row[1] for row in connection.execute(query)}


def ask_again(connection: Connection, name: str, numbers: Sequence[int]) -> int:
    """Ask that refused changes be sent again.  Returns how many of them there are."""
    condition = parked_changes.c.sink == name, parked_changes.c.n.in_(numbers)
    return connection.execute(update(parked_changes).where(*condition).values(again=True)).rowcount


def asked_again(connection: Connection, name: str) -> ParkedChange | None:
    """Return the oldest refused change that somebody asked for again."""
    query = select(*_PARKED).where(parked_changes.c.sink == name, parked_changes.c.again)
    row = connection.execute(query.order_by(parked_changes.c.n).limit(1)).one_or_none()
    return ParkedChange(*row) if row else None


def unpark(connection: Connection, name: str, n: int) -> None:
    """Remove a refused change: the sink has it now."""
    connection.execute(delete(parked_changes).where(parked_changes.c.sink == name, parked_changes.c.n == n))


def watched_until(connection: Connection) -> int:
    """Return the number of the last change that all watches have looked at; 0 if they have looked at none."""
    found = list(connection.scalars(select(sinks.c.position).where(sinks.c.name.in_(WATCHES))))
    return min(found) if len(found) == len(WATCHES) else 0


def _set(connection: Connection, *names: str, **values: Any) -> bool:
    return bool(connection.execute(update(sinks).where(sinks.c.name.in_(names)).values(**values)).rowcount)
