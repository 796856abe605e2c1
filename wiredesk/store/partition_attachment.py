"""Result tables of an existing store become partitioned: the present table becomes the first partition.

No row is copied.  The table and its indexes get other names, a partitioned table is made under the old one, with the
same columns, keys, indexes, owner and rights, and the table is attached to it: its indexes and its foreign key to
``articles`` are taken over.  The server reads each table once to see that its rows are in the range, and those that
refer to quotes or events once more to see that these are there.  Other transactions wait meanwhile.

A view that somebody made over such a table goes on reading what is its first partition now: it has to be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, text

from wiredesk.store.partitions import DEFAULT, newest_seq, wanted_end


class _Definition(NamedTuple):
    """A constraint or an index: its name, and what makes another of its kind."""

    name: str
    sql: str


def partition_tables(connection: Connection, tables: Sequence[Table], size: int) -> None:
    """Partition tables of a PostgreSQL store, in the caller's transaction.

    Args:
        tables: those that others refer to before these.
        size: numbers of a partition.
    """
    end = wanted_end(newest_seq(connection), size)
    within = [(table.name, one.name) for table in tables for one in _keys_within(connection, table, tables)]
    keys = {table.name: _definitions(connection, _FOREIGN_KEYS, table.name) for table in tables}
    for table, name in within:  # they refer to what becomes a partition; the table's own are made below
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    for one in tables:
        _partition(connection, one.name, keys[one.name], end)


def _partition(connection: Connection, table: str, foreign_keys: Sequence[_Definition], end: int) -> None:
    [primary] = _definitions(connection, _PRIMARY_KEY, table)
    indexes = _definitions(connection, _INDEXES, table)
    grants = [row[0] for row in connection.execute(_GRANTS, {"of": table})]
    owner = connection.scalar(_OWNER, {"of": table})
    first = f"{table}_0"
    statements = [f"ALTER TABLE {table} RENAME TO {first}"]
    statements += [f"ALTER INDEX {one.name} RENAME TO {one.name}_0" for one in (primary, *indexes)]
    statements += [f"CREATE TABLE {table} (LIKE {first} INCLUDING DEFAULTS) PARTITION BY RANGE (seq)"]
    statements += [f"ALTER TABLE {table} ADD CONSTRAINT {one.name} {one.sql}" for one in (primary, *foreign_keys)]
    statements += [one.sql for one in indexes] + grants
    statements += [
        f"ALTER TABLE {table} ATTACH PARTITION {first} FOR VALUES FROM (MINVALUE) TO ({end})",
        f"CREATE TABLE {table}_{DEFAULT} PARTITION OF {table} DEFAULT",
        f"ANALYZE {table}_{DEFAULT}",
        f"ALTER TABLE {table}_{DEFAULT} OWNER TO {owner}",
        f"ALTER TABLE {table} OWNER TO {owner}",
    ]
    for statement in statements:
        connection.exec_driver_sql(statement)


def _keys_within(connection: Connection, table: Table, tables: Sequence[Table]) -> list[_Definition]:
    """Return the foreign keys of a table that refer to one of these tables."""
    names = {"names": [one.name for one in tables]}
    return _definitions(connection, _KEYS_WITHIN, table.name, **names)


def _definitions(connection: Connection, query: Any, table: str, **more: Any) -> list[_Definition]:
    return [_Definition(*row) for row in connection.execute(query, {"of": table, **more})]


_CONSTRAINTS = (
    "SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = CAST(:of AS regclass)"
)
_PRIMARY_KEY = text(f"{_CONSTRAINTS} AND contype = 'p'")
_FOREIGN_KEYS = text(f"{_CONSTRAINTS} AND contype = 'f' ORDER BY conname")
_KEYS_WITHIN = text(
    f"{_CONSTRAINTS} AND contype = 'f'"
    " AND confrelid IN (SELECT CAST(name AS regclass) FROM unnest(CAST(:names AS text[])) AS listed (name))"
)
_INDEXES = text(
    "SELECT quote_ident(c.relname), pg_get_indexdef(i.indexrelid) FROM pg_index AS i"
    " JOIN pg_class AS c ON c.oid = i.indexrelid"
    " WHERE i.indrelid = CAST(:of AS regclass) AND NOT i.indisprimary ORDER BY c.relname"
)
_GRANTS = text(
    "SELECT format('GRANT %s ON %I TO %s', right_.privilege_type, relname,"
    " CASE right_.grantee WHEN 0 THEN 'PUBLIC' ELSE CAST(CAST(right_.grantee AS regrole) AS text) END)"
    " FROM pg_class, aclexplode(relacl) AS right_"
    " WHERE pg_class.oid = CAST(:of AS regclass) AND right_.grantee <> relowner"
)
_OWNER = text("SELECT CAST(CAST(relowner AS regrole) AS text) FROM pg_class WHERE oid = CAST(:of AS regclass)")
