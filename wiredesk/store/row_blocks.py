"""Rows of a table written many at once: on PostgreSQL sixteen by one statement.

An ``INSERT`` of one row costs the driver and the server ten times what the row itself costs.  Each size of block is one
statement, so that it is prepared once; a list of rows as long as it happens to be would be planned again each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import Any, TypeVar

from sqlalchemy import Connection

from wiredesk.store.prepared import execute_raw

BLOCKS = (16, 4, 1)
"""Rows of a statement: as many of the largest as fit, then of the next."""
Row = tuple[Any, ...]
Item = TypeVar("Item")
_VALUES = re.compile(r"INSERT INTO [^()]*\([^()]*\) VALUES (\((?:%s, )*%s\))(?: ON CONFLICT DO NOTHING)?")


def insert_rows(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    """Run an ``INSERT`` of one row, or another statement, once for each of many rows.

    Args:
        statement: in the driver's parameter style; an ``INSERT`` whose values are all marks, and that leaves rows which
            are there as they are, takes many rows at once.
        rows: strings, numbers, truth values, None and bytes.

    Raises:
        DBAPIError: SQLAlchemy's error around the driver's.
    """
    if not rows:
        return
    if connection.dialect.name != "postgresql" or not _VALUES.fullmatch(statement):
        execute_raw(connection, statement, rows, many=True)
        return
    texts = [tuple(map(_as_text, row)) for row in rows]
    for size, blocks in groupby(cut_blocks(texts, BLOCKS), len):
        values = [tuple(chain.from_iterable(block)) for block in blocks]
        execute_raw(connection, _of_rows(statement, size), values, many=True, numbered=True)


def cut_blocks(rows: Sequence[Item], sizes: Sequence[int]) -> Iterator[Sequence[Item]]:
    """Cut rows into as many blocks of the first size as they fill, then of the next; the last size is 1."""
    at = 0
    for size in sizes:
        while len(rows) - at >= size:
            yield rows[at : at + size]
            at += size


@lru_cache(maxsize=200)
def _of_rows(statement: str, rows: int) -> str:
    """Return a statement that inserts so many rows."""
    row = _VALUES.fullmatch(statement)
    assert row
    width = row[1].count("%s")
    numbers = (range(n * width + 1, (n + 1) * width + 1) for n in range(rows))
    values = ", ".join(f"({', '.join(f'${n}' for n in one)})" for one in numbers)
    return statement[: row.start(1)] + values + statement[row.end(1) :]


def _as_text(value: Any) -> Any:
    """Return a number or a truth value as text, whose type the server takes from the column; others as they are.

    The driver gives a number the smallest type that holds it: so rows of one table would be many different statements,
    none of which is repeated often enough to be prepared.
    """
    kind = value.__class__
    if kind is int or kind is float:
        return repr(value)
    return ("t" if value else "f") if kind is bool else value
