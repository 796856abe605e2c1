"""Time the deletion of the oldest quarter of a PostgreSQL store, by rows and by partition, and what the disk gets back.

    python -m benchmarks.retention [--stories 40000]

Two stores with the same synthetic stories; the one has a single partition, so that every row is deleted by itself, the
other has four.  The deletion is that of ``wiredesk prune``, without a folder.  Afterwards both stores are vacuumed, as
autovacuum does within minutes; the bytes are those of the whole database.  Separately the drop of the partition alone
is timed: while it lasts, readers and writers wait.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import func, select, text

from benchmarks.servers import cpu_seconds
from benchmarks.table import table
from desk.ops.story_deletion import delete_stories
from tests.support import synthetic_store
from tests.support.partition_steps import make_small
from tests.support.servers import PostgresServer
from wiredesk.settings import load
from wiredesk.store import Store, open_store, partitions
from wiredesk.store.partitions import PARTITIONED, SeqRange
from wiredesk.store.tables import articles


class Deletion(NamedTuple):
    """What the deletion of a quarter took, and gave back."""

    rows: int
    """Rows of the result tables that went."""
    drop: float
    """Seconds of the drop of the partition."""
    seconds: float
    server_cpu: float
    before: int
    """Bytes of the database."""
    freed: int
    """Bytes that the disk got back of them."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--stories", type=int, default=40_000)
    given = words.parse_args()
    server = PostgresServer(fsync="off", full_page_writes="off").create()
    assert server.process
    try:
        found = {}
        for name, size in (("rows", given.stories * 2), ("partition", given.stories // 4)):
            with TemporaryDirectory() as folder:
                store = open_store(load(home=Path(folder), store_url=server.database(name)))
                make_small(store, size, given.stories)
                with TemporaryDirectory() as other:
                    synthetic_store.fill(store, open_store(load(home=Path(other))), given.stories)
                found[name] = delete_quarter(store, given.stories // 4, server.process.pid)
                store.close()
    finally:
        server.remove()
    print(f"{given.stories:,} stories, PostgreSQL; the oldest quarter is deleted")
    head = ("by", "rows of results", "drop, s", "all, s", "server CPU, s", "MB before", "MB given back")
    print(table(head, (row(name, one) for name, one in found.items())))


def delete_quarter(store: Store, count: int, server: int) -> Deletion:
    """Delete the versions below a number, as ``wiredesk prune`` does."""
    with store.read() as connection:
        seqs = list(connection.scalars(select(articles.c.seq).where(articles.c.seq < count).order_by(articles.c.seq)))
        ranges = partitions.whole_ranges(connection, seqs)
    rows, before = count_rows(store), size_of(store)
    drop = sum(seconds_of_drop(store, one) for one in ranges)
    cpu, began = cpu_seconds([server]), time.perf_counter()
    delete_stories(store, seqs, None)
    taken, spent = time.perf_counter() - began, cpu_seconds([server]) - cpu
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")
    return Deletion(rows - count_rows(store), drop, taken, spent, before, before - size_of(store))


def seconds_of_drop(store: Store, range: SeqRange) -> float:
    """Return how long the drop of a partition takes, in a transaction that is taken back."""
    began = time.perf_counter()
    with store.engine.connect() as connection:
        partitions.drop(connection, range)
        taken = time.perf_counter() - began
        connection.rollback()
    return taken


def count_rows(store: Store) -> int:
    """Return the rows of all result tables."""
    with store.read() as connection:
        return sum(connection.scalar(select(func.count()).select_from(each)) or 0 for each in PARTITIONED)


def size_of(store: Store) -> int:
    """Return the bytes of the database, and of nothing that a checkpoint removes later."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def row(name: str, one: Deletion) -> tuple[str, ...]:
    """Return a line of the table."""
    drop = f"{one.drop:.2f}" if one.drop else "–"
    return (
        name, f"{one.rows:,}", drop, f"{one.seconds:.1f}", f"{one.server_cpu:.1f}", f"{one.before / 1e6:.0f}",
        f"{one.freed / 1e6:.0f}",
    )  # fmt: skip


if __name__ == "__main__":
    main()
