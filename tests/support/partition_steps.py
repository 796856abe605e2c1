"""Partitions much smaller than those of a real store."""

from __future__ import annotations

from wiredesk.store import Store
from wiredesk.store.partitions import PARTITIONED, SeqRange, create, drop, read_partitions


def make_small(store: Store, size: int, end: int) -> None:
    """Let the partitions of an empty PostgreSQL store have this size, and reach to this number or further."""
    with store.write() as connection:
        for one in {one.range for one in read_partitions(connection) if one.range}:
            drop(connection, one)
        for first in range(0, end + 1, size):
            for table in PARTITIONED:
                create(connection, table, SeqRange(first, first + size))
