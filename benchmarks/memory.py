"""Measure the memory of a worker's parent and children, of a queued story in Redis, and of a stored story.

    python -m benchmarks.memory [--corpus FILE.jsonl.gz] [--store URL]

PSS counts a page that n processes share as 1/n of a page in each (``/proc/PID/smaps_rollup``).  It is sampled while
stories are processed, and the highest sum counts.  The memory of a further child is half the difference between a
worker with three children and a worker with one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from benchmarks.options import Options, run
from benchmarks.rig import Desk, desk
from benchmarks.sample import fresh, length, sample
from benchmarks.servers import pss
from benchmarks.table import table
from wiredesk.contract import Article
from wiredesk.store.tables import RESULT_TABLES, extractions

SAMPLE_INTERVAL_SECONDS = 0.5
"""Time between two samples of memory."""
Sample = tuple[float, list[float]]
"""PSS of a process and of each of its children, MB."""


def measure(options: Options) -> dict[str, Any]:
    """Measure workers with one and with three children on the same stories, then a queue without a worker."""
    stories = sample(options.corpus, options.of(300, 16))
    found: dict[str, Any] = {"stories": len(stories), "words": sum(map(length, stories)) / len(stories)}
    with desk(options.store) as one:
        empty = stored_bytes(one)
        for children in (1, 3):
            found[f"pss{children}"] = peak(one, children, fresh(stories))
            options.say(f"{children} children: {found[f'pss{children}']}")
        found["store"] = (stored_bytes(one) - empty) / one.done()
        found["store_kind"] = one.store.dialect
        found["rows"] = rows(one) / one.done()
    with desk() as one:
        found["redis"] = {
            "one by one": queued_bytes(one, options.of(500, 10), 1),
            "a backlog": queued_bytes(one, options.of(10_000, 100), options.of(2000, 100)),
        }  # both stay below the high-water mark
    return found


def peak(one: Desk, children: int, articles: list[Article]) -> dict[str, Any]:
    """Return the PSS of parent and children (MB) at the moment of the highest sum, while a worker processes stories."""
    with one.worker(children) as worker, sampled(worker.pid) as samples:
        one.publisher.publish(articles)
        one.drain()
    return highest(samples)


@contextmanager
def sampled(pid: int) -> Iterator[list[Sample]]:
    """Sample the PSS of a process and its children in a thread; the list grows until the end of the block."""
    samples: list[Sample] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(SAMPLE_INTERVAL_SECONDS):
            samples.append(pss(pid))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()
        samples.append(pss(pid))


def highest(samples: list[Sample]) -> dict[str, Any]:
    """Return the sample with the highest sum."""
    parent, own = max(samples, key=lambda one: one[0] + sum(one[1]))
    return {"parent": parent, "children": own}


def queued_bytes(one: Desk, number: int, at_once: int) -> float:
    """Return the bytes of Redis for a waiting story, with ``at_once`` stories published at a time."""
    short = [Article(id="q", body=f"A story of some words, number {n}.") for n in range(at_once)]
    one.redis.flushdb()
    before = one.redis.info("memory")["used_memory"]
    for _ in range(0, number, at_once):
        one.publisher.publish(fresh(short))
    return (one.redis.info("memory")["used_memory"] - before) / number


def stored_bytes(one: Desk) -> int:
    """Return the bytes of the whole store: article, extraction, rows, indexes, full text."""
    if one.store.dialect == "sqlite":
        with one.store.read() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar() or 0
            free = connection.execute(text("PRAGMA freelist_count")).scalar() or 0
            return int(pages - free) * int(connection.execute(text("PRAGMA page_size")).scalar() or 0)
    with one.store.read() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0)


def rows(one: Desk) -> int:
    """Count the rows of all result tables, documents included."""
    with one.store.read() as connection:
        tables = (extractions, *RESULT_TABLES)
        return sum(connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in tables)


def further(found: dict[str, Any]) -> float:
    """Return the MB that each child after the first adds to the sum of the worker."""
    sums = [found[f"pss{n}"]["parent"] + sum(found[f"pss{n}"]["children"]) for n in (1, 3)]
    return (sums[1] - sums[0]) / 2


def report(found: dict[str, Any], _images: Path | None) -> str:
    """Return the table."""
    lines = [
        (f"peak PSS, {n} {'child' if n == 1 else 'children'}: parent", f"{found[f'pss{n}']['parent']:.0f} MB")
        for n in (1, 3)
    ]
    lines += [
        (f"peak PSS, {n} {'child' if n == 1 else 'children'}: each child",
         ", ".join(f"{one:.0f}" for one in found[f"pss{n}"]["children"]) + " MB")
        for n in (1, 3)
    ]  # fmt: skip
    lines += [("each further child adds", f"{further(found):.0f} MB")]
    lines += [(f"Redis, a story that waits, {how}", f"{value:.0f} bytes") for how, value in found["redis"].items()]
    lines += [
        (f"store ({found['store_kind']}), a story of {found['words']:.0f} words with its results and indexes",
         f"{found['store'] / 1000:.1f} kB")
    ]  # fmt: skip
    lines += [("rows of results a story", f"{found['rows']:.0f}")]
    return table(("memory", ""), lines)


def targets(found: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the promised figures: name and value."""
    yield "pss", further(found)


if __name__ == "__main__":
    run(__doc__, measure, report)
