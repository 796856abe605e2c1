"""Marks: where each source was, across restarts, and what the reconcilers of all workers did.

A mark is written in the transaction that accepts its stories.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from wiredesk.store.tables import checkpoints
from wiredesk.store.types import now

RECONCILED = "reconciler"
"""Where the reconcilers of all workers count what they mended."""


def read(connection: Connection, name: str) -> dict[str, Any]:
    """The mark under ``name``; empty where there is none yet."""
    found = connection.execute(select(checkpoints.c.value).where(checkpoints.c.name == name)).scalar()
    return dict(found or {})


def write(connection: Connection, name: str, value: Mapping[str, Any]) -> None:
    """Put a mark in the place of the one before."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(checkpoints).values(name=name, value=dict(value), updated_at=now())
    changed = {"value": statement.excluded.value, "updated_at": statement.excluded.updated_at}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changed))


def count(connection: Connection, name: str, **more: int) -> None:
    """Add to the numbers under ``name``."""
    found = connection.execute(select(checkpoints.c.value).where(checkpoints.c.name == name).with_for_update()).scalar()
    counts = dict(found or {})
    write(connection, name, counts | {key: counts.get(key, 0) + number for key, number in more.items()})
