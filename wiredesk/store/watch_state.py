"""Rows of watches, of what they found, and of the messages that sinks get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.types import database_time, now
from wiredesk.store.watch_tables import alert_messages, alerts, watches

KEPT_DAYS = 90
"""Days for which alerts are kept: a correction that comes later is no longer told."""
PRUNE_ROWS = 2000
"""Most alerts that one transaction deletes."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A watch as the store has it."""

    name: str
    given: dict[str, Any]
    """Its fields, without the name."""
    in_file: bool
    """Whether a row of ``wire.toml`` made it."""
    active: bool
    problem: str | None
    feed: str | None
    made_by: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NewAlert:
    """What a watch found, to add: one change of one story."""

    watch: str
    change: int
    kind: str
    id: str
    version: int
    seq: int
    urgency: int | None
    digests: list[str]
    spans: list[list[int]]
    pending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow(NewAlert):
    """What a watch found."""

    n: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message of a watch."""

    n: int
    watch: str
    sinks: list[str]
    alerts: list[int]
    more: int
    at: datetime


_WATCH = [watches.c[name] for name in WatchRow.__dataclass_fields__]
_ALERT = [alerts.c[name] for name in AlertRow.__dataclass_fields__]
_TOLD = select(*_ALERT).where(alerts.c.id.in_(bindparam("ids", expanding=True))).order_by(alerts.c.n)
_MESSAGE = [alert_messages.c[name] for name in MessageRow.__dataclass_fields__]


def _alert(row: Row[Any]) -> AlertRow:
    return AlertRow(**row._mapping)


def read_all(connection: Connection) -> list[WatchRow]:
    """Return all watches in the order of their names."""
    return [WatchRow(*row) for row in connection.execute(select(*_WATCH).order_by(watches.c.name))]


def read(connection: Connection, name: str) -> WatchRow | None:
    """Return a watch; None if there is none of that name."""
    row = connection.execute(select(*_WATCH).where(watches.c.name == name)).one_or_none()
    return WatchRow(*row) if row else None


def by_feed(connection: Connection, digest: str) -> WatchRow | None:
    """Return the watch whose feeds have an address with this digest."""
    row = connection.execute(select(*_WATCH).where(watches.c.feed == digest)).one_or_none()
    return WatchRow(*row) if row else None


def add(
    connection: Connection,
    name: str,
    given: Mapping[str, Any],
    *,
    in_file: bool = False,
    feed: str | None = None,
    by: str | None = None,
) -> None:
    """Add a watch; the name must be free."""
    values = {"name": name, "given": dict(given), "in_file": in_file, "feed": feed, "made_by": by, "made_at": now()}
    connection.execute(insert(watches).values(**values))


def change(connection: Connection, name: str, **values: Any) -> bool:
    """Change columns of a watch.  Returns False if there is no such watch."""
    return bool(connection.execute(update(watches).where(watches.c.name == name).values(**values)).rowcount)


def remove(connection: Connection, name: str) -> bool:
    """Remove a watch with all that it found.  Returns False if there is no such watch."""
    connection.execute(delete(alert_messages).where(alert_messages.c.watch == name))
    connection.execute(delete(alerts).where(alerts.c.watch == name))
    return bool(connection.execute(delete(watches).where(watches.c.name == name)).rowcount)


def newest_of(connection: Connection) -> dict[str, int]:
    """Return the number of the newest alert of each watch that has any."""
    query = select(alerts.c.watch, func.max(alerts.c.n)).group_by(alerts.c.watch)
    return {row[0]: row[1] for row in connection.execute(query)}


def count_after(connection: Connection, watch: str, n: int, most: int) -> int:
    """Return the number of a watch's alerts after one, counted up to ``most``."""
    some = select(alerts.c.n).where(alerts.c.watch == watch, alerts.c.n > n).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def add_alerts(connection: Connection, found: Iterable[NewAlert]) -> None:
    """Add alerts in their order."""
    if rows := [asdict(one) for one in found]:
        connection.execute(insert(alerts).values(at=now()), rows)


def told(connection: Connection, ids: Sequence[str]) -> list[AlertRow]:
    """Return all alerts of some stories, the oldest first."""
    found: list[AlertRow] = []
    for part in chunks(ids, _CHUNK):
        found += (_alert(row) for row in connection.execute(_TOLD, {"ids": part}))
    return found


def newest_alerts(connection: Connection, watch: str, *, before: int | None = None, limit: int = 30) -> list[AlertRow]:
    """Return a watch's alerts, newest first; with ``before``, those before that one."""
    query = select(*_ALERT).where(alerts.c.watch == watch)
    if before is not None:
        query = query.where(alerts.c.n < before)
    return [_alert(row) for row in connection.execute(query.order_by(alerts.c.n.desc()).limit(limit))]


def alerts_by_number(connection: Connection, numbers: Sequence[int]) -> dict[int, AlertRow]:
    """Return alerts by their numbers; those that are no longer kept are left out."""
    found: dict[int, AlertRow] = {}
    for part in chunks(numbers, _CHUNK):
        rows = connection.execute(select(*_ALERT).where(alerts.c.n.in_(part)))
        found.update((row.n, _alert(row)) for row in rows)
    return found


def pending(connection: Connection, limit: int = 10_000) -> list[AlertRow]:
    """Return the alerts that wait for a message, the oldest first."""
    query = select(*_ALERT).where(alerts.c.pending).order_by(alerts.c.n).limit(limit)
    return [_alert(row) for row in connection.execute(query)]


def settle(connection: Connection, numbers: Sequence[int]) -> None:
    """Note that alerts wait for no message any more."""
    for part in chunks(numbers, _CHUNK):
        connection.execute(update(alerts).where(alerts.c.n.in_(part)).values(pending=False))


def add_message(connection: Connection, watch: str, sinks: Sequence[str], told: Sequence[int], more: int) -> None:
    """Add a message of a watch for some sinks.  The caller holds the lease of the watches."""
    values = {"watch": watch, "sinks": list(sinks), "alerts": list(told), "more": more, "at": now()}
    connection.execute(insert(alert_messages).values(**values))


def message_times(connection: Connection, watch: str, since: datetime) -> list[datetime]:
    """Return when a watch made messages since a moment, the oldest first."""
    condition = alert_messages.c.watch == watch, alert_messages.c.at > since
    return list(connection.scalars(select(alert_messages.c.at).where(*condition).order_by(alert_messages.c.at)))


def messages(connection: Connection, after: int, limit: int) -> list[MessageRow]:
    """Return messages after one, in the order of their numbers."""
    query = select(*_MESSAGE).where(alert_messages.c.n > after).order_by(alert_messages.c.n).limit(limit)
    return [MessageRow(*row) for row in connection.execute(query)]


def last_message(connection: Connection) -> int:
    """Return the number of the newest message; 0 if there is none."""
    return connection.scalar(select(func.max(alert_messages.c.n))) or 0


def prune(connection: Connection) -> bool:
    """Delete some of what is too old.  Returns whether more may be left."""
    until = database_time(connection) - timedelta(days=KEPT_DAYS)
    for table in (alerts, alert_messages):
        first = connection.scalar(select(func.min(table.c.n)))
        if first is None:
            continue
        old = select(table.c.n).where(table.c.n < first + PRUNE_ROWS, table.c.at < until)
        if connection.execute(delete(table).where(table.c.n.in_(old))).rowcount == PRUNE_ROWS:
            return True
    return False
