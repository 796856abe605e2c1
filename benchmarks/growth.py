"""Measure how time grows with children, with waiting stories, with stored stories, and with the length of a story.

    python -m benchmarks.growth [--corpus FILE.jsonl.gz] [--store URL]

A backlog is not drained: the worker processes a window of it, and the time for a story of the window counts.  The
texts of a window are the same at every depth.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.options import Options, run
from benchmarks.rig import Desk, desk, worker_cpu
from benchmarks.sample import fresh, length, sample, stretched
from benchmarks.table import table
from producer.ingest.batch import Batch
from tests.support import synthetic_store
from wiredesk.contract import LedgerState
from wiredesk.settings import load
from wiredesk.store import open_store
from worker.process.reconciler import reconcile

WORDS = (50, 200, 1_000, 5_000, 20_000)
DEPTHS = (1_000, 10_000, 100_000)
AT_ONCE = 1_000
DIFFERENT = 2_000
"""Synthetic stories that a large store consists of copies of."""


def measure(options: Options) -> dict[str, Any]:
    """Measure children, lengths, depths, then sizes of the store."""
    stories = sample(options.corpus, options.stories)
    found: dict[str, Any] = {"stories": len(stories), "words": sum(map(length, stories)) / len(stories)}
    found["children"] = {}
    for children in (1, 2):
        with desk() as one, one.worker(children):
            began = time.perf_counter()
            one.publisher.publish(fresh(stories))
            one.drain()
            found["children"][children] = len(stories) / (time.perf_counter() - began)
            options.say(f"{children} children: {found['children'][children]:.1f} stories/s")
            if children == 2:
                found["lengths"] = lengths(one, options)
    depths = DEPTHS if not options.quick else (30, 60)
    with desk(options.store) as one:
        found["depths"] = {depth: at_depth(one, depth, options) for depth in depths}
    if not options.store:  # each size needs an empty store
        found["stored"] = {number: with_stored(number, options) for number in depths}
    return found


def with_stored(number: int, options: Options) -> dict[str, float]:
    """Fill a store with ``number`` processed stories, then process a window of the smallest backlog."""
    with desk() as one, tempfile.TemporaryDirectory() as folder:
        synthetic_store.fill(one.store, open_store(load(home=Path(folder))), number, different=min(number, DIFFERENT))
        options.say(f"{number} stored")
        return at_depth(one, options.of(DEPTHS[0], 30), options)


def at_depth(one: Desk, depth: int, options: Options) -> dict[str, float]:
    """Fill the ledger up to ``depth`` waiting stories, then process a window of them."""
    texts = sample(options.corpus, options.stories)
    missing = depth - waiting(one)
    began = time.perf_counter()
    for at in range(0, missing, AT_ONCE):
        batch = [texts[n % len(texts)] for n in range(min(AT_ONCE, missing - at))]
        one.publisher.accept([Batch("", fresh(batch))])
    accepted = (time.perf_counter() - began) / missing
    one.publisher.flush_outbox()
    began = time.perf_counter()
    one.publisher.publish(fresh(texts[:1]))
    single = time.perf_counter() - began
    began = time.perf_counter()
    reconcile(one.app, one.store, one.settings)
    look = time.perf_counter() - began
    with one.worker() as worker:
        first = one.done()
        while one.done() < first + options.of(32, 4):  # caches are warm, both children are in the middle of a message
            time.sleep(0.2)
        start, began, cpu = one.done(), time.perf_counter(), worker_cpu(worker)
        while (read := one.done() - start) < options.of(options.stories, 8):
            time.sleep(0.2)
        seconds, cpu = time.perf_counter() - began, worker_cpu(worker) - cpu
    options.say(f"{depth} wait: {read / seconds:.1f} stories/s, accept {1000 * accepted:.2f} ms a story")
    return {"accept": accepted, "publish": single, "look": look, "second": read / seconds, "cpu": cpu / read}


def waiting(one: Desk) -> int:
    """Count the stories that are not processed yet."""
    from wiredesk.store import ledger

    with one.store.read() as connection:
        counts = ledger.counts(connection)
    return counts[LedgerState.PENDING] + counts[LedgerState.LEASED]


def lengths(one: Desk, options: Options) -> dict[int, float]:
    """Return the seconds of extraction by length in words, the median of several stories each."""
    found = {}
    for words in WORDS if not options.quick else WORDS[:2]:
        articles = stretched(options.corpus, words, options.of(7 if words <= 5_000 else 5, 2))
        for article in articles:
            one.publisher.publish([article])
            one.drain()
        stored = one.stored([article.id for article in articles])
        found[words] = statistics.median(seconds for _, seconds in stored.values())
        options.say(f"{words} words: {1000 * found[words]:.1f} ms")
    return found


def report(found: dict[str, Any], _images: Path | None) -> str:
    """Return the four tables."""
    children = found["children"]
    (_, one), *_ = children.items()
    first = table(
        ("children", "stories/s", "÷ one child"),
        [(str(n), f"{value:.1f}", f"{value / one:.2f}") for n, value in children.items()],
    )
    second = by_number("stories waiting", found["depths"])
    third = by_number("stories stored", found["stored"]) if "stored" in found else ""
    fourth = table(
        ("words of a story", "ms", "ms a 1,000 words"),
        [
            (f"{int(words):,}", f"{1000 * s:.1f}", f"{1e6 * s / int(words):.1f}")
            for words, s in found["lengths"].items()
        ],
    )
    return "\n\n".join(filter(None, (first, second, third, fourth)))


def by_number(name: str, found: dict[int, dict[str, float]]) -> str:
    """Return the table of times by number of waiting or stored stories."""
    return table(
        (name, "stories/s", "CPU ms a story", "accept, ms a story", "publish one, ms", "reconcile, ms"),
        [
            (f"{int(number):,}", f"{at['second']:.1f}",
             *(f"{1000 * at[name]:.1f}" for name in ("cpu", "accept", "publish", "look")))
            for number, at in found.items()
        ],
    )  # fmt: skip


if __name__ == "__main__":
    run(__doc__, measure, report)
