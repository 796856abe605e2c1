"""Result tables in partitions on PostgreSQL: rows of 1,000,000 versions each, so that old ones are dropped as a whole.

Each table of :data:`PARTITIONED` is partitioned by ranges of ``seq``.  Rows of a version for which no partition was
made go to the default partition, which is empty as long as :func:`make_ahead` is called in time.  Inserts, queries and
deletions name the table only, as on SQLite.  See "Table Partitioning" in PostgreSQL's manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, select, text

from wiredesk.store.tables import RESULT_TABLES, articles, subject_codes

PARTITION_SIZE = 1_000_000
"""Versions of a partition.  With much smaller ones the planner, which looks at each, takes longer than the query."""
PARTITIONED: tuple[Table, ...] = (*RESULT_TABLES, subject_codes)
"""In the order in which rows are written.  Documents (``extractions``) stay in one table: what is known of a story
beside its rows is taken back by them when it is deleted."""
LOCK_MILLISECONDS = 500
"""How long a change of partitions waits for a table.  Others wait behind it meanwhile; it is shorter than
``deadlock_timeout``, so a deadlock ends this change and nobody else's transaction."""
ANALYZE_MILLISECONDS = 15_000
"""How long statistics of a table may take: half of the default lease, since the reconciler renews nothing meanwhile."""
DEFAULT = "default"
"""End of the name of the partition for rows that have no other."""
KEEP_ROWS = "wiredesk.keep_rows"
"""Setting of a transaction on PostgreSQL: ``on`` where the rows of deleted versions stay in their partitions."""
_BOUND = re.compile(r"FOR VALUES FROM \((?:'(\d+)'|MINVALUE)\) TO \('(\d+)'\)")


class SeqRange(NamedTuple):
    """Numbers of versions: ``first`` and those up to ``end``, without it."""

    first: int
    end: int

    def holds(self, seq: int) -> bool:
        """Return whether a number is in the range."""
        return self.first <= seq < self.end


class Partition(NamedTuple):
    """A partition of a table; the range of its default partition is None."""

    table: str
    name: str
    range: SeqRange | None


def read_partitions(connection: Connection) -> list[Partition]:
    """Return the partitions of all tables; none on SQLite."""
    if connection.dialect.name == "sqlite":
        return []
    rows = connection.execute(_PARTITIONS, {"names": [table.name for table in PARTITIONED]})
    return [Partition(table, name, _range(bound)) for table, name, bound in rows]


_PARTITIONS = text(
    "SELECT p.relname, c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_class AS p"
    " JOIN pg_inherits AS i ON i.inhparent = p.oid JOIN pg_class AS c ON c.oid = i.inhrelid"
    " WHERE p.relname = ANY (:names) AND p.relkind = 'p' AND pg_table_is_visible(p.oid) ORDER BY 1, c.oid"
)


def _range(bound: str) -> SeqRange | None:
    found = _BOUND.fullmatch(bound)
    return SeqRange(int(found[1] or 0), int(found[2])) if found else None


def table_of(name: str) -> str:
    """Return the table of a partition by its name; another name as it is."""
    table, _, end = name.rpartition("_")
    return table if table in _NAMES and (end == DEFAULT or end.isdecimal()) else name


_NAMES = frozenset(table.name for table in PARTITIONED)


def newest_seq(connection: Connection) -> int:
    """Return the highest number of a version in the ledger; 0 where there is none."""
    return connection.scalar(select(func.max(articles.c.seq))) or 0


def wanted_end(top: int, size: int) -> int:
    """Return how far partitions have to reach when ``top`` is the newest number: half a partition is always ready."""
    return (top + size // 2) // size * size + size


def make_ahead(connection: Connection, size: int = PARTITION_SIZE) -> int:
    """Make the partitions that versions accepted soon need, in the caller's transaction.

    Where the default partition has rows in a range, the next partition begins after it: they stay where they are.

    Returns:
        The number up to which every table has partitions; 0 on SQLite.

    Raises:
        DBAPIError: a table is in use for longer than :data:`LOCK_MILLISECONDS`, or is another user's.
    """
    found = read_partitions(connection)
    if not found:
        return 0
    top = newest_seq(connection)
    wanted = wanted_end(top, size)
    ends = [_end(found, table) for table in PARTITIONED]
    if min(ends) >= wanted:
        return min(ends)
    lock(connection, PARTITIONED[:1], "SHARE UPDATE EXCLUSIVE")  # nobody waits but who makes partitions
    found = read_partitions(connection)  # another process may have made them meanwhile
    for table in PARTITIONED:
        at = max(_end(found, table), top // size * size)
        query = text(f"SELECT max(seq) FROM {table.name}_{DEFAULT} WHERE seq >= :at")
        strayed = connection.scalar(query, {"at": at})
        if strayed is not None:
            at = (strayed // size + 1) * size
        while at < wanted:
            create(connection, table, SeqRange(at, at + size))
            at += size
    return wanted


def _end(partitions: Iterable[Partition], table: Table) -> int:
    return max((one.range.end for one in partitions if one.table == table.name and one.range), default=0)


def create(connection: Connection, table: Table, range: SeqRange) -> None:
    """Make a partition.  It is attached: a new one that is made in place would wait for every reader of the table."""
    name = f"{table.name}_{range.first}"
    connection.execute(text(f"CREATE TABLE {name} (LIKE {table.name} INCLUDING DEFAULTS)"))
    bounds = f"FOR VALUES FROM ({range.first}) TO ({range.end})"
    connection.execute(text(f"ALTER TABLE {table.name} ATTACH PARTITION {name} {bounds}"))
    connection.execute(text(f"ANALYZE {name}"))  # the planner takes a table without statistics for ten pages


def lock(connection: Connection, tables: Sequence[Table], mode: str) -> None:
    """Lock tables in this order, and let this transaction wait for no lock any longer than others can bear.

    Their partitions are not locked by it: autovacuum works on one of them for minutes."""
    connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
    connection.execute(text(f"LOCK TABLE {', '.join(f'ONLY {table.name}' for table in tables)} IN {mode} MODE"))


def whole_ranges(connection: Connection, seqs: Sequence[int]) -> list[SeqRange]:
    """Return the ranges of partitions that have no other versions than these, in ascending order; none on SQLite.

    The range in which new versions are numbered does not belong to them.

    Args:
        seqs: numbers of versions, in ascending order.
    """
    ranges = {one.range for one in read_partitions(connection) if one.range}
    top = newest_seq(connection) if ranges else 0
    going = set(seqs)
    return [one for one in sorted(ranges) if one.end <= top and going.issuperset(_versions(connection, one))]


def _versions(connection: Connection, range: SeqRange) -> Iterable[int]:
    return connection.scalars(select(articles.c.seq).where(articles.c.seq >= range.first, articles.c.seq < range.end))


def drop(connection: Connection, range: SeqRange) -> bool:
    """Drop the partitions of a range whose versions have been deleted.

    Returns:
        Whether they were dropped: they are kept if the ledger has a version of the range.

    Raises:
        DBAPIError: a table is in use for longer than :data:`LOCK_MILLISECONDS`, or is another user's.
    """
    lock(connection, PARTITIONED, "ACCESS EXCLUSIVE")
    if next(iter(_versions(connection, range)), None) is not None:
        return False
    # Before the server detaches a partition it looks for rows that refer to it.  By a merge it reads the partition's
    # key only; by a hash join, which it takes where it knows little, every later row that refers to the table.
    connection.execute(text("SET LOCAL enable_hashjoin = off"))
    connection.execute(text("SET LOCAL enable_nestloop = off"))
    names = {one.table: one.name for one in read_partitions(connection) if one.range == range}
    for table in reversed(PARTITIONED):  # joint speakers before quotes, roles before events
        if name := names.get(table.name):
            connection.execute(text(f"ALTER TABLE {table.name} DETACH PARTITION {name}"))
            connection.execute(text(f"DROP TABLE {name}"))
    return True


def delete_orphans(connection: Connection, range: SeqRange) -> None:
    """Delete the rows of a range whose version is not in the ledger; the range is of some hundred versions."""
    values = {"first": range.first, "end": range.end}
    for table in reversed(PARTITIONED):
        connection.execute(text(_DELETE_ORPHANS.format(table.name)), values)


_DELETE_ORPHANS = (
    "DELETE FROM {} WHERE seq >= :first AND seq < :end"
    " AND seq NOT IN (SELECT seq FROM articles WHERE seq >= :first AND seq < :end)"
)


def keep_rows(connection: Connection) -> None:
    """Let the versions that this transaction deletes leave their rows behind, for :func:`drop`.  SQLite has no such
    rows: there they go with their versions."""
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"SET LOCAL {KEEP_ROWS} = on"))


def strays(connection: Connection) -> list[str]:
    """Return the tables whose default partition has rows."""
    names = [one.table for one in read_partitions(connection) if one.range is None]
    return [name for name in names if connection.scalar(text(f"SELECT 1 FROM {name}_{DEFAULT} LIMIT 1"))]


def to_analyze(connection: Connection) -> str | None:
    """Return a table that has a quarter more or fewer rows than when the planner's statistics of it were made.

    Autovacuum does so for each partition, and never for the table as a whole, from which the planner takes how many
    rows a join or a group has.  None on SQLite, and if all are as they should be.
    """
    if connection.dialect.name == "sqlite":
        return None
    name: str | None = connection.scalar(_TO_ANALYZE, {"names": [table.name for table in PARTITIONED]})
    return name


_TO_ANALYZE = text(
    "SELECT p.relname FROM pg_class AS p JOIN pg_inherits AS i ON i.inhparent = p.oid"
    " JOIN pg_class AS c ON c.oid = i.inhrelid"
    " WHERE p.relname = ANY (:names) AND p.relkind = 'p' AND pg_table_is_visible(p.oid) GROUP BY p.relname, p.reltuples"
    " HAVING abs(sum(greatest(c.reltuples, 0)) - greatest(p.reltuples, 0)) > 1000 + 0.25 * greatest(p.reltuples, 0)"
    " ORDER BY p.relname LIMIT 1"
)


def analyze(connection: Connection, table: str) -> None:
    """Let the server make the planner's statistics of a table from a sample of its rows.

    Raises:
        DBAPIError: another process does, and has not finished within :data:`LOCK_MILLISECONDS`, or it takes longer than
            :data:`ANALYZE_MILLISECONDS`.
    """
    connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
    connection.execute(text(f"SET LOCAL statement_timeout = {ANALYZE_MILLISECONDS}"))
    connection.execute(text(f"ANALYZE {table}"))
