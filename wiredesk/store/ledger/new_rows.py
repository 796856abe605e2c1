"""New versions as rows of the ledger, many by one statement whose text is kept.

SQLAlchemy builds an ``INSERT`` of many rows again for each batch, which takes more than all else that it costs to
accept a story.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect

from wiredesk.store.ledger.records import Key
from wiredesk.store.prepared import execute_raw
from wiredesk.store.result_rows import FIELDS
from wiredesk.store.row_blocks import cut_blocks
from wiredesk.store.tables import articles
from wiredesk.store.types import now

Row = Mapping[str, Any]
_BLOCKS = (64, 8, 1)
"""Rows of a statement: as many of the largest as fit, then of the next.  Each size is one statement."""
_NAMES = (*FIELDS, "utc_offset", "words", "text_hash", "state", "queue", "language_read", "told", "backfill")
"""The columns that a new row gives; the database's clock gives the time of acceptance."""


def insert_new(connection: Connection, rows: Sequence[Row], *, sent: bool = False) -> dict[Key, int]:
    """Insert rows and return keys and ``seq`` of those that were not in the ledger.

    Args:
        rows: the values of all columns of :data:`_NAMES`.
        sent: whether they count as sent from now on.

    Raises:
        DBAPIError: SQLAlchemy's error around the driver's.
    """
    processors = _processors(connection.dialect)
    inserted: dict[Key, int] = {}
    for block in cut_blocks(rows, _BLOCKS):
        values = [
            value if convert is None else convert(value)
            for row in block
            for value, convert in zip(map(row.__getitem__, _NAMES), processors, strict=True)
        ]
        text = _statement(connection.dialect, len(block), sent)
        cursor = execute_raw(connection, text, values, numbered=connection.dialect.name == "postgresql")
        inserted.update(((id, version), seq) for id, version, seq in cursor.fetchall())
    return inserted


@lru_cache(maxsize=12)
def _statement(dialect: Dialect, rows: int, sent: bool) -> str:
    marks = (f"${n}" if dialect.name == "postgresql" else "?" for n in range(1, rows * len(_NAMES) + 1))
    clock = str(now().compile(dialect=dialect))
    times = [clock, clock if sent else "NULL"]
    row = [", ".join([*(next(marks) for _ in _NAMES), *times]) for _ in range(rows)]
    return (
        f"INSERT INTO articles ({', '.join(_NAMES)}, accepted_at, sent_at) VALUES ({'), ('.join(row)}) "
        "ON CONFLICT (id, version) DO NOTHING RETURNING id, version, seq"
    )


@lru_cache(maxsize=12)
def _processors(dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
    """Return for each column what makes the driver's value of one."""
    types = (articles.c[name].type.dialect_impl(dialect) for name in _NAMES)
    return tuple(type.bind_processor(dialect) for type in types)
