"""Checkpoints: JSON values by name, such as how far each source was read; they survive restarts.

A source's checkpoint is written in the transaction that accepts its stories.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from wiredesk.store.tables import checkpoints
from wiredesk.store.types import now

RECONCILED = "reconciler"
"""Name under which the reconcilers of all workers count what they repaired."""
LINKED = "linked"
"""Name under which the linkers of all workers count the versions that they linked and the milliseconds that it took."""
SETTLED = "settled"
"""Name under which the linkers of all workers count the names that they settled and the milliseconds that it took."""


def read(connection: Connection, name: str) -> dict[str, Any]:
    """Return the checkpoint; empty where there is no such checkpoint yet."""
    return dict(connection.execute(_READ, {"of": name}).scalar() or {})


def write(connection: Connection, name: str, value: Mapping[str, Any]) -> None:
    """Insert the checkpoint or replace the one of that name."""
    connection.execute(_written(connection.dialect.name), {"name": name, "value": dict(value)})


_READ = select(checkpoints.c.value).where(checkpoints.c.name == bindparam("of"))
_READ_LOCKED = _READ.with_for_update()


@cache
def _written(dialect: str) -> Executable:
    """Return the statement of :func:`write`: to build it takes longer than to run it."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(checkpoints).values(name=bindparam("name"), value=bindparam("value"), updated_at=now())
    changed = {"value": statement.excluded.value, "updated_at": statement.excluded.updated_at}
    return statement.on_conflict_do_update(index_elements=["name"], set_=changed)


def rename(connection: Connection, name: str, new_name: str) -> None:
    """Give a checkpoint a new name; if that name has one already, the one under the old name is deleted."""
    if old := read(connection, name):
        if not read(connection, new_name):
            write(connection, new_name, old)
        connection.execute(delete(checkpoints).where(checkpoints.c.name == name))


def count(connection: Connection, name: str, **more: int) -> None:
    """Add numbers to those of the checkpoint."""
    counts = dict(connection.execute(_READ_LOCKED, {"of": name}).scalar() or {})
    write(connection, name, counts | {key: counts.get(key, 0) + number for key, number in more.items()})
