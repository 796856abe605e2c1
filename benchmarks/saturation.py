"""Measure how many stories a second ledger, queue and results carry, with a model that does nothing.

    python -m benchmarks.saturation [--corpus FILE.jsonl.gz] [--stories 1500] [--children 2]
        [--postgres] [--nothing] [--without-links]

The extractions of all stories are computed beforehand; the worker's children read them from memory.  With
``--nothing`` they are those of a model that finds nothing; with ``--without-links`` no story is linked with others:
that is what ledger, queue and results alone carry.  The stories differ, as far as the corpus has so many: copies take
the linker longer.  They wait in the ledger before the worker starts; the time from its first result to its last counts,
and to the last link: what a store can carry for long, since the linker lags behind meanwhile.  Publisher, Redis, store
and worker share the machine.
``--postgres`` also starts a PostgreSQL server and measures it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.cpu import ONE_THREAD
from benchmarks.machine import machine
from benchmarks.rig import Desk, desk, server_cpu, wait_for, worker_cpu
from benchmarks.sample import fresh, sample
from benchmarks.table import table
from producer.ingest.batch import Batch
from tests.support.servers import PostgresServer
from wiredesk.contract import Article, Extraction
from wiredesk.store.linking import due

WORKER = "benchmarks.contenders.prepared"
AT_ONCE = 1_000


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--corpus", type=Path, help="Article JSON lines, may be gzipped; default: the seeds")
    words.add_argument("--stories", type=int, default=1_500)
    words.add_argument("--children", type=int, default=2)
    words.add_argument("--postgres", action="store_true", help="measure PostgreSQL as well")
    words.add_argument("--nothing", action="store_true", help="the model finds nothing")
    words.add_argument("--without-links", action="store_true", help="no story is linked with others")
    given = words.parse_args()
    os.environ.update(ONE_THREAD)
    with tempfile.TemporaryDirectory(prefix="wdb-") as folder:
        stories = sample(given.corpus, given.stories)
        answers = write_answers(stories, Path(folder), nothing=given.nothing)
        found = {"SQLite": carried(stories, answers, given, None)}
        if given.postgres:
            with postgres() as url:
                found["PostgreSQL"] = carried(stories, answers, given, url)
    print(report(found))


def write_answers(stories: list[Article], folder: Path, *, nothing: bool = False) -> Path:
    """Extract the stories and write their extractions as JSON lines.

    Args:
        nothing: write what a model writes that finds nothing: the text, the language and the engine.
    """
    from wiredesk.nlp.pipeline import load as load_pipeline
    from wiredesk.settings import load

    pipeline = load_pipeline(load(home=folder))
    file = folder / "answers.jsonl"
    if nothing:
        engine = pipeline(stories[0]).engine
        answers = (
            Extraction(schema=1, id=one.id, version=one.version, language="en", text=one.text, engine=engine)
            for one in stories
        )
    else:
        answers = (pipeline(story) for story in stories)
    file.write_bytes(b"".join(answer.json_line() + b"\n" for answer in answers))
    return file


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server for this benchmark; yields the URL of an empty store."""
    server = PostgresServer().create()
    try:
        yield server.database("saturation")
    finally:
        server.remove()


def carried(stories: list[Article], answers: Path, given: argparse.Namespace, store: str | None) -> dict[str, Any]:
    """Process a backlog and return stories a second and CPU milliseconds a story."""
    number, links = given.stories, "0" if given.without_links else "1"
    with desk(store) as one:
        for at in range(0, number, AT_ONCE):
            some = [stories[n % len(stories)] for n in range(at, min(at + AT_ONCE, number))]
            one.publisher.accept([Batch("", fresh(some))])
        one.publisher.flush_outbox()
        broker = server_cpu(one.redis)
        settings = {"WIREDESK_BENCH_ANSWERS": str(answers), "WIREDESK_BENCH_LINKS": links}
        with one.worker(given.children, program=WORKER, **settings) as process:
            wait_for(lambda: one.done() > 0, process)
            spent, began, first = worker_cpu(process), time.perf_counter(), one.done()
            one.drain()
            seconds = time.perf_counter() - began
            if not given.without_links:
                wait_for(lambda: is_linked(one), process)
            until_linked = time.perf_counter() - began
            spent = worker_cpu(process) - spent
        done = number - first
        found = {
            "rate": done / seconds,
            "linked": None if given.without_links else done / until_linked,
            "cpu": 1000 * spent / done,
            "broker": 1000 * (server_cpu(one.redis) - broker) / number,
            "rows": result_rows(one) / number,
        }
    print(f"{'SQLite' if store is None else 'PostgreSQL'}: {found['rate']:.0f} stories/s", file=sys.stderr, flush=True)
    return found


def is_linked(one: Desk) -> bool:
    """Return whether the linker has looked at every story."""
    with one.store.read() as connection:
        return not due.is_any(connection)


def result_rows(one: Desk) -> int:
    """Count the rows of all result tables."""
    from sqlalchemy import func, select

    from wiredesk.store.tables import RESULT_TABLES

    with one.store.read() as connection:
        return sum(connection.scalar(select(func.count()).select_from(each)) or 0 for each in RESULT_TABLES)


def report(found: dict[str, Any]) -> str:
    """Return the table in Markdown."""
    rows = [
        (
            name,
            f"{one['rate']:.0f}",
            f"{one['linked']:.0f}" if one["linked"] else "–",
            f"{one['cpu']:.2f}",
            f"{one['broker']:.2f}",
            f"{one['rows']:.0f}",
        )
        for name, one in found.items()
    ]
    head = ("store", "stories/s", "linked/s", "CPU ms a story, worker", "CPU ms a story, Redis", "rows a story")
    return f"{machine()}\n\n{table(head, rows)}"


if __name__ == "__main__":
    main()
