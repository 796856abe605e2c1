"""Time ``wiredesk prune`` on PostgreSQL, by rows and by partition: what it takes, gives back, and makes others wait.

    python -m benchmarks.retention [--stories 40000] [--partitions 8] [--old 3]

Two stores with the same synthetic stories, threads and copies; the one has a single partition, so that every row is
deleted by itself, the other several, of which the oldest are pruned.  The deletion is that of ``wiredesk prune``,
without a folder.  Meanwhile two further processes use the store: a reader asks for the newest stories with their
entities, and a worker stores stories.  The longest time that each took for one request is compared with that of the
seconds before.  Afterwards both stores are vacuumed, as autovacuum does within minutes; the bytes are those of the
whole database.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from sqlalchemy import Connection, func, select, text

from benchmarks.servers import cpu_seconds
from benchmarks.table import table
from desk.ops.story_deletion import delete_stories
from tests.support import synthetic_store
from tests.support.partition_steps import make_small
from tests.support.row_multiplier import link_neighbours
from tests.support.servers import PostgresServer
from wiredesk.settings import load
from wiredesk.store import Store, open_store, partitions
from wiredesk.store.partitions import PARTITIONED
from wiredesk.store.tables import articles, entities

IDLE_SECONDS = 5.0
"""How long reader and worker are watched before the deletion begins."""
PAUSE_SECONDS = 0.02
"""Pause of reader and worker between two requests."""
OF_WORKER = 1_000_000
"""Number of the first story that the worker stores."""
_LINKED = (
    "INSERT INTO links (seq, state, day, tries, at, edition)"
    " SELECT seq, 'linked', extract(epoch FROM published)::bigint / 86400, 0, now(), 2 FROM articles WHERE shown"
)
_AGED = (
    "UPDATE articles SET accepted_at = accepted_at - interval '100 days', published = published - interval '100 days'"
    " WHERE seq < {}"
)


class Deletion(NamedTuple):
    """What the deletion of the oldest stories took, and gave back."""

    versions: int
    rows: int
    """Rows of the partitioned tables that went."""
    seconds: float
    own_cpu: float
    server_cpu: float
    """Seconds of the server's CPU, without those that reader and worker take in the same time."""
    before: int
    """Bytes of the database."""
    freed: int
    """Bytes that the disk got back of them."""
    reader: tuple[float, float]
    """The longest request, in seconds: before the deletion, and while it lasted."""
    worker: tuple[float, float]
    dropping: float
    """Seconds of it in which partitions were dropped."""
    result_bytes: tuple[int, int]
    """Bytes of the partitioned tables with their indexes, before and after."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--stories", type=int, default=40_000)
    words.add_argument("--partitions", type=int, default=8, help="full ones")
    words.add_argument("--old", type=int, default=3, help="partitions whose stories are deleted")
    given = words.parse_args()
    size = given.stories // given.partitions
    server = PostgresServer(fsync="off", full_page_writes="off").create()
    assert server.process
    try:
        found = {}
        for name, of_partition in (("rows", given.stories * 2), ("partition", size)):
            with TemporaryDirectory() as folder:
                store = open_store(load(home=Path(folder), store_url=server.database(name)))
                fill(store, of_partition, given.stories, given.old * size)
                found[name] = delete_oldest(store, given.old * size, server.process.pid)
                store.close()
    finally:
        server.remove()
    of = f"{given.old} of {given.partitions} partitions are deleted"
    print(f"{given.stories:,} stories, PostgreSQL; those of {of}")
    head = ("by", "stories", "rows of results", "all, s", "dropping, s", "own CPU, s", "server CPU, s", "MB before",
            "MB given back", "MB of results before → after", "longest read before → while, ms",
            "longest write, ms")  # fmt: skip
    print(table(head, (row(name, one) for name, one in found.items())))


def fill(store: Store, size: int, stories: int, old: int) -> None:
    """Fill a store with linked stories, of which those below a number are old."""
    make_small(store, size, stories + size)
    with TemporaryDirectory() as other:
        synthetic_store.fill(store, open_store(load(home=Path(other))), stories)
    with store.write() as connection:
        connection.execute(text(_AGED.format(old)))
    link_neighbours(store)
    with store.write() as connection:
        connection.execute(text(_LINKED))
    vacuum(store)


def vacuum(store: Store) -> None:
    """Let the server give back and reuse what nobody sees any more."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def delete_oldest(store: Store, end: int, server: int) -> Deletion:
    """Delete the versions below a number, as ``wiredesk prune`` does, beside a reader and a worker."""
    with store.read() as connection:
        seqs = list(connection.scalars(select(articles.c.seq).where(articles.c.seq < end).order_by(articles.c.seq)))
    rows, before, results_before = count_rows(store, end), size_of(store), result_size_of(store)
    watches = [
        Watch(str(store.engine.url.render_as_string(hide_password=False)), one) for one in (read_page, write_story)
    ]
    for one in watches:
        one.longest()
    idle_cpu, began = cpu_seconds([server]), time.perf_counter()
    time.sleep(IDLE_SECONDS)
    beside = (cpu_seconds([server]) - idle_cpu) / (time.perf_counter() - began)
    idle = [one.longest() for one in watches]
    cpu, own, began = cpu_seconds([server]), time.process_time(), time.perf_counter()
    with timed_drops() as drops:
        deleted = delete_stories(store, seqs, None)
    taken = time.perf_counter() - began
    own_cpu, spent = time.process_time() - own, cpu_seconds([server]) - cpu - beside * taken
    busy = [one.longest() for one in watches]
    for one in watches:
        one.stop()
    rows -= count_rows(store, end)
    vacuum(store)
    waits = list(zip(idle, busy, strict=True))
    sizes = results_before, result_size_of(store)
    freed = before - size_of(store)
    return Deletion(deleted, rows, taken, own_cpu, max(spent, 0), before, freed, *waits, sum(drops), sizes)


@contextmanager
def timed_drops() -> Iterator[list[float]]:
    """Collect the seconds of each partition range that is dropped in the block: ``delete_stories`` does not tell."""
    seconds: list[float] = []
    drop = partitions.drop

    def timed(connection: Connection, range: partitions.SeqRange) -> bool:
        began = time.perf_counter()
        try:
            return drop(connection, range)
        finally:
            seconds.append(time.perf_counter() - began)

    with patch.object(partitions, "drop", timed):
        yield seconds


class Watch:
    """A process that uses the store again and again, and tells the longest time that it took."""

    def __init__(self, url: str, request: Callable[[Store, int], None]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=repeat, args=(url, request, other))
        self._process.start()

    def longest(self) -> float:
        """Return the seconds of the longest request since the last question."""
        self._pipe.send(True)
        found: float = self._pipe.recv()
        return found

    def stop(self) -> None:
        """Stop the process."""
        self._pipe.send(False)
        self._process.join()


def repeat(url: str, request: Callable[[Store, int], None], pipe: Pipe) -> None:
    """Make a request again and again until the other end of the pipe says no."""
    store, number, longest = Store(url), 0, 0.0
    while True:
        began = time.perf_counter()
        request(store, number)
        longest, number = max(longest, time.perf_counter() - began), number + 1
        if pipe.poll(PAUSE_SECONDS):
            if not pipe.recv():
                store.close()
                return
            pipe.send(longest)
            longest = 0.0


def read_page(store: Store, _number: int) -> None:
    """Read the newest stories with their entities, and how many stories have a name."""
    newest = select(articles.c.seq).where(articles.c.visible).order_by(articles.c.seq.desc()).limit(20)
    with store.read() as connection:
        seqs = connection.scalars(newest).all()
        found = connection.execute(select(entities).where(entities.c.seq.in_(seqs))).mappings().all()
        key = found[0]["key"] if found else ""
        connection.execute(
            select(entities.c.seq).where(entities.c.key == key).order_by(entities.c.seq.desc()).limit(50)
        )


def write_story(store: Store, number: int) -> None:
    """Accept, lease, finish and store a story, as producer and worker do."""
    article, found = synthetic_store.story(number % 300)
    id = f"urn:test:worker-{OF_WORKER + number}"
    new = article.model_copy(update={"id": id}), found.model_copy(update={"id": id})
    synthetic_store.write_made(store, [new])


def count_rows(store: Store, end: int) -> int:
    """Return the rows of the versions below a number in all partitioned tables."""
    with store.read() as connection:
        counts = [select(func.count()).select_from(each).where(each.c.seq < end) for each in PARTITIONED]
        return sum(connection.scalar(count) or 0 for count in counts)


def size_of(store: Store) -> int:
    """Return the bytes of the database, and of nothing that a checkpoint removes later."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def result_size_of(store: Store) -> int:
    """Return the bytes of all partitions with their indexes."""
    with store.read() as connection:
        names = [one.name for one in partitions.read_partitions(connection)]
        sizes = text(
            "SELECT sum(pg_total_relation_size(CAST(name AS regclass))) FROM unnest(CAST(:names AS text[]))"
            " AS listed (name)"
        )
        return int(connection.scalar(sizes, {"names": names}) or 0)


def row(name: str, one: Deletion) -> tuple[str, ...]:
    """Return a line of the table."""
    waits = [f"{before * 1000:.0f} → {busy * 1000:.0f}" for before, busy in (one.reader, one.worker)]
    return (
        name, f"{one.versions:,}", f"{one.rows:,}", f"{one.seconds:.1f}", f"{one.dropping:.2f}", f"{one.own_cpu:.1f}",
        f"{one.server_cpu:.1f}", f"{one.before / 1e6:.0f}", f"{one.freed / 1e6:.0f}",
        " → ".join(f"{size / 1e6:.0f}" for size in one.result_bytes), *waits,
    )  # fmt: skip


if __name__ == "__main__":
    main()
