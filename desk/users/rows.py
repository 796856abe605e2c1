"""Rows that two requests may write at once: the same on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def add_missing(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Add a row unless its key is there.  Returns whether it was added."""
    return bool(connection.execute(_insert(connection, table).values(**values).on_conflict_do_nothing()).rowcount)


def add_or_change(connection: Connection, table: Table, values: Mapping[str, Any], changed: Sequence[str]) -> None:
    """Add a row, or change some columns of the one with its key."""
    statement = _insert(connection, table).values(**values)
    new = {name: statement.excluded[name] for name in changed}
    connection.execute(statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=new))


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
