"""Measure the time from publish to stored: on an idle machine, under load, and for a flash behind a backlog.

    python -m benchmarks.latency [--corpus FILE.jsonl.gz]

The time of a story starts just before it is accepted and ends when its result is written to the store, by the
store's clock, which is that of the same machine.  Publisher, Redis, store and worker share the machine.  Arrivals
under load are a Poisson process with a fixed seed; 100 % is the rate at which the worker drains a backlog of the same
stories.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.options import Options, run
from benchmarks.rig import Desk, desk
from benchmarks.sample import fresh, length, sample
from benchmarks.table import table
from wiredesk.contract import Article

LOADS = (10, 50, 90)
"""Per cent."""
SEED = 2026


def measure(options: Options) -> dict[str, Any]:
    """Measure all three, each with one worker."""
    stories = sample(options.corpus, options.of(300, 24))
    found: dict[str, Any] = {}
    with desk() as one, one.worker():
        found["idle"] = idle(one, options)
        options.say(f"idle: {summary(found['idle']['stored'])}")
        began = time.perf_counter()
        one.publisher.publish(fresh(stories))
        one.drain()
        found["capacity"] = len(stories) / (time.perf_counter() - began)
        found["load"] = {}
        for load in LOADS:
            rate = found["capacity"] * load / 100
            number = int(min(max(rate * options.of(25, 1), 60), 900))
            found["load"][load] = under_load(one, stories, rate, options.of(number, 10))
            options.say(f"load {load} %, {rate:.1f} stories/s: {summary(found['load'][load])}")
    with desk() as one:
        waiting = options.of(100_000, 100)
        texts = sample(options.corpus, min(500, waiting))
        for _ in range(0, waiting, len(texts)):
            one.publisher.publish(fresh(texts))
        found["waiting"] = waiting
        with one.worker():
            flashes = fresh(sample(options.corpus, options.of(60, 5)), urgency=1)
            found["flash"] = publish_at(one, flashes, [n * 0.25 for n in range(len(flashes))])
            found["left"] = waiting - one.done()
        options.say(f"flash behind {waiting}: {summary(found['flash'])}")
    return found


def idle(one: Desk, options: Options) -> dict[str, list[float]]:
    """Publish stories of 400 words one by one; this process parses each again afterwards on the idle machine."""
    from wiredesk.layout import analyze
    from wiredesk.nlp.model import load_model
    from wiredesk.nlp.parse import parse
    from wiredesk.nlp.turbo import accelerate

    nlp = load_model(one.settings.model)
    accelerate(nlp)
    articles = sample(options.corpus, options.of(60, 4), words=(380, 420))
    found: dict[str, list[float]] = {"words": [], "parse": [], "stored": [], "extraction": []}
    for article in articles:
        began = time.time()
        one.publish_live(article)
        while not one.is_drained():
            time.sleep(0.002)
        time.sleep(0.05)
        parsing = time.perf_counter()
        with nlp.memory_zone():
            parse(nlp, analyze(fresh([article])[0]))
        found["parse"].append(time.perf_counter() - parsing)
        stored, seconds = one.stored([article.id])[article.id]
        found["stored"].append(stored - began)
        found["extraction"].append(seconds)
        found["words"].append(length(article))
    half = len(articles) // 3  # the first ones warm up both processes
    return {name: values[half:] for name, values in found.items()}


def under_load(one: Desk, stories: list[Article], rate: float, number: int) -> list[float]:
    """Return the publish-to-stored seconds of ``number`` stories that arrive at random, ``rate`` a second."""
    dice = random.Random(SEED)
    articles = fresh([stories[n % len(stories)] for n in range(number)])
    at, moments = 0.0, []
    for _ in articles:
        at += dice.expovariate(rate)
        moments.append(at)
    latencies = publish_at(one, articles, moments)
    one.drain()
    return latencies


def publish_at(one: Desk, articles: list[Article], moments: list[float]) -> list[float]:
    """Publish each story at its moment or as soon as the previous one is published; the time starts at the moment."""
    began = time.time()
    due: dict[str, float] = {}
    for article, moment in zip(articles, moments, strict=True):
        time.sleep(max(0.0, began + moment - time.time()))
        due[article.id] = began + moment
        one.publish_live(article)
    end = time.monotonic() + 60
    while True:
        stored = one.stored(list(due))
        if len(stored) == len(due):
            return [stored[id][0] - when for id, when in due.items()]
        if time.monotonic() > end:
            raise SystemExit(f"benchmark: {len(due) - len(stored)} stories not stored after a minute")
        time.sleep(0.25)


def percentile(values: list[float], per_cent: float) -> float:
    """Return the percentile of the values, by linear interpolation."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * per_cent / 100
    low = int(at)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (at - low)


def summary(values: list[float]) -> str:
    """Return p50, p95 and p99 in milliseconds."""
    return ", ".join(f"p{p} {1000 * percentile(values, p):.0f} ms" for p in (50, 95, 99))


def report(found: dict[str, Any], _images: Path | None) -> str:
    """Return the table."""
    one = found["idle"]
    rows = [
        (f"idle, {statistics.mean(one['words']):.0f} words", one["stored"]),
        *((f"{load} % load, {found['capacity'] * int(load) / 100:.1f} stories/s", values)
          for load, values in found["load"].items()),
        (f"flash behind {found['waiting']:,} stories", found["flash"]),
    ]  # fmt: skip
    cells = [
        (name, str(len(values)), *(f"{1000 * percentile(values, p):.0f}" for p in (50, 95, 99)))
        for name, values in rows
    ]
    ways = (
        f"of the idle stories: parse p50 {1000 * percentile(one['parse'], 50):.1f}, p95 "
        f"{1000 * percentile(one['parse'], 95):.1f} ms; parse and extractors in the child p50 "
        f"{1000 * percentile(one['extraction'], 50):.1f}, p95 {1000 * percentile(one['extraction'], 95):.1f} ms"
    )
    return f"{table(('publish to stored, ms', 'stories', 'p50', 'p95', 'p99'), cells)}\n\n{ways}"


def targets(found: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the promised figures: name and value."""
    yield "idle", percentile(found["idle"]["stored"], 95) / percentile(found["idle"]["parse"], 50)
    yield "flash", percentile(found["flash"], 95)


if __name__ == "__main__":
    run(__doc__, measure, report)
