"""SQL that the linker runs for every story, as text for the driver: one statement for both databases.

SQLAlchemy takes ten times as long to build such a statement as SQLite to run it.  A list of values is one parameter: a
JSON array on SQLite, an array on PostgreSQL; with one parameter for each value, each length would be another statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection

from wiredesk.store.prepared import execute_raw
from wiredesk.store.row_blocks import insert_rows
from wiredesk.store.types import iso

_SQLITE = {
    ":numbers": "(SELECT value FROM json_each(?))",
    ":words": "(SELECT value FROM json_each(?))",
    ":now": "strftime('%Y-%m-%dT%H:%M:%fZ','now')",
}
_POSTGRES = {
    "?": "%s",
    ":numbers": "(SELECT value FROM unnest(%s::bigint[]) AS listed (value))",
    ":words": "(SELECT value FROM unnest(%s::text[]) AS listed (value))",
    ":now": "clock_timestamp()",
}


@cache
def in_dialect(statement: str, dialect: str) -> str:
    """Return a statement in the driver's parameter style.

    Args:
        statement: with ``?`` for a value, ``:numbers`` and ``:words`` for a list of values as a subquery with the
            column ``value``, and ``:now`` for the database's clock.
    """
    for mark, text in (_SQLITE if dialect == "sqlite" else _POSTGRES).items():
        statement = statement.replace(mark, text)
    return statement


def run(connection: Connection, statement: str, *values: Any) -> Any:
    """Run a statement in the form of :func:`in_dialect` and return the driver's cursor.

    Args:
        values: strings, numbers, None, times, and lists.
    """
    given = tuple(_as_driver(connection, value) for value in values)
    return execute_raw(connection, in_dialect(statement, connection.dialect.name), given)


def run_many(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Run a statement once for each row of strings, numbers, truth values and None."""
    if listed := list(rows):
        insert_rows(connection, in_dialect(statement, connection.dialect.name), listed)


def as_array(numbers: Iterable[int]) -> str:
    """Return numbers as the text of an array of PostgreSQL: the driver takes five times as long for a list."""
    return f"{{{','.join(map(str, numbers))}}}"


def _as_driver(connection: Connection, value: Any) -> Any:
    if connection.dialect.name != "sqlite":
        return as_array(value) if isinstance(value, list) and value and isinstance(value[0], int) else value
    if isinstance(value, datetime):
        return iso(value)
    return orjson.dumps(value).decode() if isinstance(value, list) else value
