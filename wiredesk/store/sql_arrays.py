"""Lists of values as one parameter of a raw statement: a JSON array on SQLite, an array on PostgreSQL.

A statement with one parameter for each value would be another statement for each length, and be compiled again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection


@cache
def in_dialect(statement: str, dialect: str) -> str:
    """Return a statement in the driver's parameter style.

    Args:
        statement: with ``?`` for a value, ``:numbers`` and ``:words`` for a subquery of the values of a list; its
            column is named ``value``.
    """
    if dialect == "sqlite":
        return statement.replace(":numbers", "SELECT value FROM json_each(?)").replace(
            ":words", "SELECT value FROM json_each(?)"
        )
    numbers, words = (f"SELECT value FROM unnest(%s::{kind}[]) AS list (value)" for kind in ("bigint", "text"))
    return statement.replace("?", "%s").replace(":numbers", numbers).replace(":words", words)


def as_array(connection: Connection, values: Iterable[Any]) -> Any:
    """Return a list as the driver takes it."""
    listed = list(values)
    return orjson.dumps(listed).decode() if connection.dialect.name == "sqlite" else listed
