"""Send a whole corpus through producer, queue, worker and store; check that no story is lost or stored twice.

    python -m benchmarks.corpus CORPUS.jsonl.gz [--limit N] [--children 2] [--home DIR]

The corpus is Article JSON lines, or lines with an ``article`` each.  While the stories are processed, ``wiredesk
status`` is compared with a ``SELECT`` on the store every few seconds, and the children's resident memory is sampled.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import psutil
from sqlalchemy import func, select, text

from desk.ops.queue_status import queue_status
from desk.ops.subprocesses import LocalWorker
from producer.ingest.batch import BATCH_SIZE, batches
from producer.publish import Publisher
from wiredesk.contract import Article, LedgerState
from wiredesk.queue.app import app_for
from wiredesk.settings import Settings, load
from wiredesk.store import Store, ledger, open_store
from wiredesk.store.tables import articles, extractions

MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class Samples:
    """Samples during the run: stories done, resident memory of each child (MB), and disagreements in the counts."""

    done: list[int] = field(default_factory=list)
    memory: list[list[float]] = field(default_factory=list)
    broker: list[float] = field(default_factory=list)
    disagreements: int = 0


def stories(path: Path, limit: int | None) -> Iterator[Article]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, limit):
            value = json.loads(line)
            yield Article.model_validate(value.get("article", value))


def look(store: Store, settings: Settings, samples: Samples) -> dict[str, int]:
    """Take one sample.  The count of ``status`` must lie between two SELECTs, one before it and one after."""
    before = done_in(store)
    status = queue_status(store, settings)
    after = done_in(store)
    samples.disagreements += not before <= status.states[LedgerState.DONE] <= after
    samples.done.append(after)
    children = [
        process
        for process in psutil.process_iter(["cmdline", "name"])
        if "celery" in " ".join(process.info["cmdline"] or ()) and process.parent() and _is_child(process)
    ]
    samples.memory.append(sorted(process.memory_info().rss / MEGABYTE for process in children))
    return dict(status.states)


def _is_child(process: psutil.Process) -> bool:
    parent = process.parent()
    try:
        return parent is not None and "celery" in " ".join(parent.cmdline())
    except psutil.Error:
        return False


def done_in(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(text("SELECT count(*) FROM articles WHERE state = 'done'")).scalar() or 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    home = options.home or Path(tempfile.mkdtemp(prefix="wiredesk-corpus-"))
    settings = load(home=home, concurrency=options.children)
    store = open_store(settings, durable=True)
    publisher = Publisher(app_for(settings), store, settings)
    samples = Samples()
    accepted = words = 0
    began = time.monotonic()
    with LocalWorker(settings) as worker:
        worker.start()
        for batch in batches(stories(options.corpus, options.limit), BATCH_SIZE):
            done = publisher.publish(batch, backfill=True)
            accepted += len(done.new)
            words += sum(len(article.text.split()) for article in batch)
        fed = time.monotonic() - began
        said = 0.0
        while True:
            states = look(store, settings, samples)
            if time.monotonic() - said > 20:
                said = time.monotonic()
                print(f"{time.monotonic() - began:6.0f} s  {states}  {samples.memory[-1]}", file=sys.stderr)
            if not states[LedgerState.PENDING] + states[LedgerState.LEASED]:
                break
            worker.check()
            time.sleep(2)
    report(store, samples, accepted, words, fed, time.monotonic() - began)


def report(store: Store, samples: Samples, accepted: int, words: int, fed: float, took: float) -> None:
    with store.read() as connection:
        results = connection.execute(select(func.count()).select_from(extractions)).scalar() or 0
        distinct = connection.execute(select(func.count(func.distinct(extractions.c.seq)))).scalar() or 0
        ended = {state: number for state, number in ledger.counts(connection).items() if number}
        twice = connection.execute(select(func.count()).where(articles.c.duplicate_of.is_not(None))).scalar() or 0
        retried = connection.execute(select(func.count()).where(articles.c.attempts > 1)).scalar() or 0
        spent = connection.execute(select(func.sum(extractions.c.seconds))).scalar() or 0.0
    early = next((m for d, m in zip(samples.done, samples.memory, strict=True) if d >= 1000 and m), [])
    late = samples.memory[-1] or samples.memory[-2]
    print(f"machine            {platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}")
    print(f"accepted           {accepted} stories, {words} words, in {fed:.1f} s")
    print(f"ended              {ended}; lost {accepted - sum(ended.values())}")
    print(f"results            {results}, of distinct versions {distinct}; same text under another id {twice}")
    print(f"attempts above one {retried}")
    print(f"took               {took:.1f} s: {accepted / took:.1f} stories/s, {words / took:.0f} words/s")
    print(f"in extraction      {spent:.1f} s of the children's time, {1000 * spent / max(results, 1):.1f} ms a story")
    print(f"status = SELECT    {len(samples.done)} samples, {samples.disagreements} disagreements")
    if early and late:
        ratio = statistics.mean(late) / statistics.mean(early)
        print(f"memory of a child  {_megabytes(early)} MB after 1,000 stories, {_megabytes(late)} MB at the end")
        print(f"                   × {ratio:.2f}")


def _megabytes(values: list[float]) -> str:
    return " and ".join(f"{value:.0f}" for value in values)


if __name__ == "__main__":
    main()
