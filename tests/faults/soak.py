"""``python -m tests.faults.soak --minutes 60``: three days of wire in an hour, to find memory that grows.

``wiredesk replay`` plays an agency's wire at 72 times its speed into PostgreSQL and Redis.  One worker runs all the
time and replaces its children, another is replaced every few minutes, Redis is killed every ten minutes, a reader
requests pages of the desk, and Flower runs.  The memory of every process is measured.  Exit 1 if a story is lost,
duplicated or unexpected, or if memory grew.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from redis.exceptions import RedisError
from sqlalchemy import text

from producer.ingest.file_reading import read_files
from tests.faults.agency import stretched, wire
from tests.faults.memory import Series, growth, held, tree
from tests.faults.rig import READY_SECONDS, Rig, Worker
from tests.faults.table import Run
from tests.faults.verdict import HEAD, Verdict
from tests.support.paths import ROOT
from tests.support.servers import free_port
from wiredesk.contract import Article
from wiredesk.store.tables import RESULT_TABLES, articles, extractions

SPEED = 72
CHILDREN = 2
SHORTEST = 600
"""Seconds during which processes still warm up, so that their memory says nothing."""
READ_SECONDS = 60
"""Seconds after which the request for a page counts as a hang; not a requirement on speed."""
TABLES = (articles, extractions, *RESULT_TABLES)


@dataclass(frozen=True, slots=True)
class Plan:
    """Duration and intervals of the soak, in seconds."""

    seconds: float
    recycle: int = 300
    """Messages after which a child is replaced."""
    broker_every: float = 600
    worker_every: float = 300
    sample_every: float = 30

    @property
    def hours(self) -> float:
        """Hours of wire."""
        return self.seconds * SPEED / 3600


@dataclass
class MemoryMonitor:
    """Measures the memory of every process and the size of the tables; one series for each."""

    rig: Rig
    lasting: Worker
    pids: dict[str, int]
    began: float = field(default_factory=time.monotonic)
    series: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    last_child: int = 0
    children: set[int] = field(default_factory=set)

    def sample(self) -> None:
        at = time.monotonic() - self.began
        sizes: dict[str, float] = {name: sum(map(held, tree(pid))) for name, pid in self.pids.items()}
        sizes["worker, parent"] = sum(map(held, tree(self.lasting.process.pid)[:1]))
        children = self.lasting.children()
        self.children |= {child.pid for child in children}
        weights = [weight for child in children if (weight := held(child))]
        if weights:
            sizes["worker, a child"] = statistics.mean(weights)
        with suppress(RedisError, OSError):
            sizes["Redis, used_memory"] = int(self.rig.redis.client().info("memory")["used_memory"])
        for name, bytes in self.tables().items():
            sizes[name] = bytes
        for name, size in sizes.items():
            if size:
                self.series.setdefault(name, []).append((round(at, 1), size))

    def tables(self) -> dict[str, float]:
        """Return the bytes a row, indexes included, of the tables that get rows with every story."""
        sizes = {}
        with self.rig.store.read() as connection:
            for table in TABLES:
                self.rows[table.name] = connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar() or 0
            for name in ("articles", "extractions"):
                size = connection.execute(text(f"SELECT pg_total_relation_size('{name}')")).scalar() or 0
                if self.rows[name] > 200:
                    sizes[f"{name}, a row"] = size / self.rows[name]
        return sizes


def soak(rig: Rig, plan: Plan, corpus: Path, stories: int, samples: Path | None = None) -> Verdict:
    """Replay the corpus while the faults happen, and check the result."""
    postgres = rig.postgres
    assert postgres is not None and postgres.process is not None
    recycle = ("--max-tasks-per-child", str(plan.recycle))
    lasting = rig.work(CHILDREN, arguments=recycle)
    turns = PeriodicFaults(rig, plan, recycle)
    port = free_port()
    started = [_start(rig, "wiredesk", "web", "--port", str(port)), _start(rig, *_flower())]
    rig.wait_for(lambda: _answers(port), READY_SECONDS, "the web desk")
    began = time.monotonic()
    replay = _start(rig, "wiredesk", "replay", str(corpus), "--speed", f"{SPEED}x")
    monitor = MemoryMonitor(
        rig,
        lasting,
        {"wiredesk replay": replay.pid, "wiredesk web": started[0].pid, "Flower": started[1].pid}
        | {"PostgreSQL": postgres.process.pid},
    )
    refused: list[str] = []
    every = [
        Every(plan.sample_every, monitor.sample),
        Every(plan.worker_every, turns.worker),
        Every(plan.broker_every, turns.broker),
        Every(min(5.0, plan.sample_every), lambda: _look(port, refused)),
    ]
    while replay.poll() is None and time.monotonic() < began + plan.seconds + 300:
        for one in every:
            one.turn()
        time.sleep(0.2)
    took = time.monotonic() - began
    rig.drain()
    monitor.sample()
    if samples:
        samples.write_text(json.dumps({"series": monitor.series, "rows": monitor.rows}))
    found = rig.verdict(
        f"{plan.hours:.1f} h in {took / 60:.0f} min",
        f"{turns.brokers} times Redis, {turns.workers} workers, {len(monitor.children) - CHILDREN} children replaced",
    )
    for process in (*started, replay):
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
    if plan.seconds >= SHORTEST:
        _check_growth(found, monitor)
    _count(found, monitor, stories)
    found.unexpected += (not lasting.alive) + len(refused)
    found.notes += refused[:3]
    if replay.returncode:
        found.unexpected += 1
        found.notes.append(f"replay ended with {replay.returncode}")
    return found


def _check_growth(found: Verdict, monitor: MemoryMonitor) -> None:
    """Check that nothing grows after the warm-up."""
    for name, series in monitor.series.items():
        grown = growth(series)
        if grown is None:
            continue
        found.notes.append(f"{name} {_bytes(name, series)}")
        if not grown.is_flat:
            found.unexpected += 1
            found.notes.append(f"{name} GREW by {grown.grown / 1e6:.1f} MB")


def _count(found: Verdict, monitor: MemoryMonitor, stories: int) -> None:
    """Check that the tables have a row for each story and each result."""
    rows = monitor.rows
    expected = {"articles": stories, "extractions": found.done}
    for name, number in expected.items():
        if rows[name] != number:
            found.unexpected += 1
            found.notes.append(f"{rows[name]} rows in {name}, not {number}")
    found.notes.append(f"{rows['articles']} articles, {sum(rows.values())} rows in all")


def _bytes(name: str, series: Series) -> str:
    grown = growth(series)
    assert grown is not None
    if name.endswith("a row"):
        return f"{grown.earlier:.0f} → {grown.later:.0f} bytes"
    return str(grown)


@dataclass
class PeriodicFaults:
    """The faults: Redis is killed, and a worker is replaced after the next one has started."""

    rig: Rig
    plan: Plan
    arguments: tuple[str, ...]
    brokers: int = 0
    workers: int = 0
    current: Worker | None = None

    def broker(self) -> None:
        self.brokers += 1
        self.rig.redis.kill()
        if self.brokers % 3 == 0:
            self.rig.redis.empty()
        time.sleep(1.5)
        self.rig.redis.start()

    def worker(self) -> None:
        before, self.current = self.current, self.rig.work(1, arguments=self.arguments)
        if before:
            self.workers += 1
            before.signal(signal.SIGTERM)
            self.rig.wait_for(lambda: not before.alive, 60, "the end of a worker")


class Every:
    """Calls a function at a fixed interval, first at the end of the first interval."""

    def __init__(self, seconds: float, do: Callable[[], object]) -> None:
        self.seconds, self.do = seconds, do
        self.next = time.monotonic() + seconds

    def turn(self) -> None:
        if time.monotonic() >= self.next:
            self.next += self.seconds
            self.do()


def _start(rig: Rig, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    path = Path(sys.executable).with_name(program)
    with (rig.folder / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [str(path), *arguments], cwd=ROOT, env=rig.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def _flower() -> tuple[str, ...]:
    """Start Flower as in docker-compose.yml, but with a history so short that it is full after the warm-up."""
    return ("celery", "-A", "worker", "flower", f"--port={free_port()}", "--max_tasks=500")


def _answers(port: int) -> bool:
    """Return whether the web desk answers; it needs seconds to start on a loaded machine."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=READ_SECONDS) as answer:
            return bool(answer.read())
    except OSError:
        return False


def _look(port: int, refused: list[str]) -> None:
    """Read three pages of the web desk; add those that it does not answer to ``refused``."""
    for path in ("/", "/api/stories?limit=50", "/stats"):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=READ_SECONDS) as answer:
                answer.read()
        except OSError as error:
            refused.append(f"{path}: {error}")


def written(stories: Iterable[Article], path: Path) -> set[tuple[str, int]]:
    """Write a corpus to a file and return the keys of its stories."""
    keys = set()
    with path.open("w", encoding="utf-8") as file:
        for article in stories:
            keys.add((article.id, article.version))
            file.write(article.model_dump_json(exclude_none=True) + "\n")
    return keys


def run_soak(run: Run, plan: Plan, corpus: str = "", samples: Path | None = None) -> Verdict:
    """Run the row: a rig, a generated corpus or that of ``corpus``, and the soak."""
    with run.rig(postgres=True, real=True, FAULTS_STORY_MS="0") as rig:
        own = wire(run.seed, plan.hours)
        read = (part[0] for part in read_files([corpus]) if isinstance(part, tuple))
        path = rig.folder / "corpus.jsonl"
        keys = written(stretched(read, plan.hours) if corpus else own, path)
        rig.published.tried |= keys
        rig.published.accepted |= keys
        return soak(rig, plan, path, len(keys), samples)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help=f"of this run; the wire runs {SPEED} times as long")
    parser.add_argument("--corpus", default="", help="stories to play instead of invented ones: a file, folder or glob")
    parser.add_argument("--samples", type=Path, help="write every measurement to this file, as JSON")
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    name = f"{given.minutes * SPEED / 60:.0f} hours of wire"
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {given.seed}")
    print(HEAD, flush=True)
    run = Run(given.seed, quick=False, name=name)
    try:
        found = run_soak(run, Plan(given.minutes * 60), given.corpus, given.samples)
    finally:
        run.close()
    print(found)
    return 0 if found.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
