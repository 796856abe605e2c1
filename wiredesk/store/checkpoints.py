"""Checkpoints: JSON values by name, such as how far each source was read; they survive restarts.

A source's checkpoint is written in the transaction that accepts its stories.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import checkpoints
from wiredesk.store.types import now, to_time

RECONCILED = "reconciler"
"""Name under which the reconcilers of all workers count what they repaired."""
LINKED = "linked"
"""Name under which the linkers of all workers count the versions that they linked and the milliseconds that it took."""
SETTLED = "settled"
"""Name under which the linkers of all workers count the names that they settled and the milliseconds that it took."""


def read(connection: Connection, name: str) -> dict[str, Any]:
    """Return the checkpoint; empty where there is no such checkpoint yet."""
    return _value(_READ(connection, of=name).fetchone())


def write(connection: Connection, name: str, value: Mapping[str, Any]) -> None:
    """Insert the checkpoint or replace the one of that name."""
    run(connection, _WRITE, name, json.dumps(dict(value)))


def read_locked(connection: Connection, name: str) -> tuple[dict[str, Any], datetime | None]:
    """Return the checkpoint, as :func:`read` does, and the time of the database's clock; no other transaction changes
    the checkpoint until this one ends.

    The time is None where there is no such checkpoint yet.
    """
    row = _READ_LOCKED(connection, of=name).fetchone()
    return _value(row), to_time(row[1]) if row else None


def _value(row: Sequence[Any] | None) -> dict[str, Any]:
    """Return the value in a row of the driver's: text on SQLite."""
    value = row[0] if row else None
    return dict(json.loads(value) if isinstance(value, str) else value or {})


_OF = checkpoints.c.name == bindparam("of")
_READ = PreparedStatement(select(checkpoints.c.value).where(_OF))
_READ_LOCKED = PreparedStatement(select(checkpoints.c.value, now()).where(_OF).with_for_update())
_WRITE = (
    "INSERT INTO marks (name, value, updated_at) VALUES (?, ?, :now)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at"
)


def rename(connection: Connection, name: str, new_name: str) -> None:
    """Give a checkpoint a new name; if that name has one already, the one under the old name is deleted."""
    if old := read(connection, name):
        if not read(connection, new_name):
            write(connection, new_name, old)
        connection.execute(delete(checkpoints).where(checkpoints.c.name == name))


def count(connection: Connection, name: str, **more: int) -> None:
    """Add numbers to those of the checkpoint."""
    counts, _ = read_locked(connection, name)
    write(connection, name, counts | {key: counts.get(key, 0) + number for key, number in more.items()})
