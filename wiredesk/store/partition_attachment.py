"""Result tables of an existing store become partitioned: the present table becomes the first partition.

No row is copied.  The table and its indexes get other names, a partitioned table is made under the old one, with the
same columns, keys, indexes, owner and rights, and the table is attached to it: its indexes are taken over.  The server
reads each table once to see that its rows are in the range, and those that refer to quotes or events once more to see
that these are there.  Other transactions wait meanwhile.

A trigger on ``articles`` takes the place of the foreign keys to it: it deletes the rows of all versions that a
statement deletes, where the keys made a query a table for each, in every partition.  So releases that do not know a
table go on deleting its rows.  No key is checked for each new row: whoever writes rows holds the lock on their version.

A view that somebody made over such a table goes on reading what is its first partition now: it has to be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, text

from wiredesk.store.partitions import DEFAULT, KEEP_ROWS, newest_seq, wanted_end
from wiredesk.store.tables import articles


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
    dropped = [(table.name, one.name) for table in tables for one in _keys_to(connection, table, [*tables, articles])]
    keys = {table.name: _definitions(connection, _FOREIGN_KEYS, table.name) for table in tables}
    for table, name in dropped:  # they refer to articles, or to what becomes a partition: these are made again below
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    for one in tables:
        _partition(connection, one.name, keys[one.name], end)
    _add_triggers(connection, [table.name for table in reversed(tables)])


def _add_triggers(connection: Connection, tables: Sequence[str]) -> None:
    """Let a statement that deletes versions delete their rows in these tables, in this order."""
    values = {"tables": "{" + ",".join(tables) + "}", "setting": KEEP_ROWS}
    for statement in (_FUNCTION.format(**values), *_TRIGGERS):
        connection.exec_driver_sql(statement)


_FUNCTION = """
CREATE FUNCTION delete_rows_of_versions() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  numbers bigint[];
  name text;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    FOREACH name IN ARRAY '{tables}'::text[] LOOP
      EXECUTE 'TRUNCATE ' || quote_ident(TG_TABLE_SCHEMA) || '.' || quote_ident(name) || ' CASCADE';
    END LOOP;
    RETURN NULL;
  END IF;
  SELECT array_agg(seq) INTO numbers FROM deleted;
  IF numbers IS NULL OR current_setting('{setting}', true) = 'on' THEN
    RETURN NULL;
  END IF;
  FOREACH name IN ARRAY '{tables}'::text[] LOOP
    EXECUTE 'DELETE FROM ' || quote_ident(TG_TABLE_SCHEMA) || '.' || quote_ident(name) || ' WHERE seq = ANY ($1)'
      USING numbers;
  END LOOP;
  RETURN NULL;
END
$body$
"""
"""Each statement is planned for its numbers, so that it looks into the partitions that have them and no others."""
_TRIGGERS = (
    "CREATE TRIGGER rows_of_versions AFTER DELETE ON articles REFERENCING OLD TABLE AS deleted"
    " FOR EACH STATEMENT EXECUTE FUNCTION delete_rows_of_versions()",
    "CREATE TRIGGER rows_of_all_versions AFTER TRUNCATE ON articles"
    " FOR EACH STATEMENT EXECUTE FUNCTION delete_rows_of_versions()",
)


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


def _keys_to(connection: Connection, table: Table, tables: Sequence[Table]) -> list[_Definition]:
    """Return the foreign keys of a table that refer to one of these tables."""
    names = {"names": [one.name for one in tables]}
    return _definitions(connection, _KEYS_TO, table.name, **names)


def _definitions(connection: Connection, query: Any, table: str, **more: Any) -> list[_Definition]:
    return [_Definition(*row) for row in connection.execute(query, {"of": table, **more})]


_CONSTRAINTS = (
    "SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = CAST(:of AS regclass)"
)
_PRIMARY_KEY = text(f"{_CONSTRAINTS} AND contype = 'p'")
_FOREIGN_KEYS = text(f"{_CONSTRAINTS} AND contype = 'f' AND confrelid <> CAST('articles' AS regclass) ORDER BY conname")
_KEYS_TO = text(
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
