"""Measure how long wiredesk takes to start, beside ``import spacy; spacy.load(MODEL)``.

    python -m benchmarks.start [--rounds 5] [--only help,extract] [--page docs/explanation/speed.md]

Each contender is a whole process; in every round they take turns.  Wall seconds and CPU seconds of the process and of
its children are measured, and the medians are shown.  ``extract`` and the load of the model count until their first
line; a worker counts until Celery logs that it is ready, in a new home and in one that a worker has used.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.article_files import SEEDS
from benchmarks.cpu import ONE_THREAD
from benchmarks.machine import date_and_machine
from benchmarks.servers import cpu_seconds, running
from benchmarks.table import around, insert, table
from producer.publish import Publisher
from wiredesk.contract import Article
from wiredesk.queue.app import app_for
from wiredesk.settings import load
from wiredesk.store import ledger, open_store

BLOCK = "start"
"""The table's block in a page."""
WIREDESK = str(Path(sys.executable).with_name("wiredesk"))
LOAD = "import spacy; spacy.load({model!r}); print('loaded', flush=True)"
CHILDREN = 2
"""Pool children of the worker."""
LOOK_SECONDS = 0.01
"""Pause between two looks at the log of a worker, or at the ledger."""
TIMEOUT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one start: by the clock, and of CPU, children included."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of the table."""

    text: str
    seconds: float | None = None
    """The start takes so many seconds at most."""
    ratio: float | None = None
    """The start takes so many times as long as loading the model at most."""


PROMISES = {
    "load": Promise("`import spacy; spacy.load(MODEL)`"),
    "extract": Promise("`wiredesk extract FILE`, first line", ratio=1.5),
    "help": Promise("`wiredesk --help`", seconds=0.2),
    "doctor": Promise("`wiredesk doctor`, new home", seconds=3),
    "worker": Promise(f"worker with {CHILDREN} children ready, new home", seconds=5),
    "again": Promise("the same, home in use", seconds=5),
    "stored": Promise("the same, first story stored"),
}
"""The rows by the name of what is measured; ``worker`` measures the last three."""


def main() -> None:
    """Measure, print the table, and insert it into a page."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--only", default="load,extract,help,doctor,worker", help="what to measure, with commas between")
    words.add_argument("--file", type=Path, default=SEEDS / "xi-putin-moscow-2025-05-08.txt", help="what to extract")
    words.add_argument("--page", type=Path, help="page into which the table is inserted, between its marks")
    options = words.parse_args()
    if options.page:
        around(options.page, BLOCK)
    for name in [name for name in os.environ if name.startswith("WIREDESK_")]:
        del os.environ[name]  # the starts are those of an installation without settings
    busy = os.getloadavg()[0]
    found = measure(options.only.split(","), options.file.resolve(), options.rounds)
    text = (
        f"{date_and_machine()}, load average {busy:.1f} before\n\n"
        f"`python -m benchmarks.start --page docs/explanation/speed.md`: the median of the rounds ({options.rounds});\n"
        f"in brackets the fastest and the slowest; the first row counts until the model is loaded\n\n{report(found)}"
    )
    print(text)
    if options.page:
        insert(options.page, text, BLOCK)


def measure(names: Sequence[str], file: Path, rounds: int) -> dict[str, list[Took]]:
    """Start each of the named in every round; return what each start took, by row of the table."""
    found: dict[str, list[Took]] = {}
    with tempfile.TemporaryDirectory(prefix="wds-") as name:
        folder = Path(name)
        model = load(home=folder).model
        starts: dict[str, Callable[[Path], dict[str, Took]]] = {
            "load": lambda home: {
                "load": start([sys.executable, "-c", LOAD.format(model=model)], home, first_line=True)
            },
            "extract": lambda home: {"extract": start([WIREDESK, "extract", str(file)], home, first_line=True)},
            "help": lambda home: {"help": start([WIREDESK, "--help"], home)},
            "doctor": lambda home: {"doctor": start([WIREDESK, "doctor"], home)},
            "worker": start_workers,
        }
        for number in range(rounds):
            for one in names:
                home = folder / f"{one}-{number}"
                home.mkdir()
                for row, took in starts[one](home).items():
                    print(f"{row}: {took.wall:.2f} s, {took.cpu:.2f} s of CPU", file=sys.stderr)
                    found.setdefault(row, []).append(took)
    return found


def start(command: list[str], home: Path, *, first_line: bool = False) -> Took:
    """Run a command; return what it took, until its end or until its first line on stdout.

    Raises:
        SystemExit: it failed, or printed nothing.
    """
    with (home / "stderr").open("w+b") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, env=os.environ | ONE_THREAD | {"WIREDESK_HOME": str(home)}
        )
        assert process.stdout
        line = process.stdout.readline()
        took = Took(time.perf_counter() - began, cpu_seconds([process.pid]))
        process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        if not first_line:
            took = Took(time.perf_counter() - began, usage.ru_utime + usage.ru_stime)
        process.stdout.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not line:
            errors.seek(0)
            raise SystemExit(f"benchmark: {' '.join(command)} failed: {errors.read().decode()[-500:]}")
    return took


def start_workers(home: Path) -> dict[str, Took]:
    """Start a worker in a new home, stop it, and start another one that stores a story."""
    first, _ = start_worker(home)
    second, stored = start_worker(home)
    return {"worker": first, "again": second, "stored": stored}


def start_worker(home: Path) -> tuple[Took, Took]:
    """Start a worker with its own broker; return what it took until it was ready, and until it had stored a story."""
    log = home / f"worker-{time.monotonic_ns()}.log"
    command = [sys.executable, "-m", "celery", "-A", "worker", "worker", "-l", "info"]
    began = time.perf_counter()
    with running(command, log, WIREDESK_HOME=str(home), WIREDESK_CONCURRENCY=str(CHILDREN)) as process:

        def took_until(condition: Callable[[], bool]) -> Took:
            while not condition():
                if process.poll() is not None or time.perf_counter() - began > TIMEOUT_SECONDS:
                    raise SystemExit(f"benchmark: the worker did not come up: {log.read_text()[-500:]}")
                time.sleep(LOOK_SECONDS)
            return Took(time.perf_counter() - began, cpu_seconds([process.pid]))

        ready = took_until(lambda: b" ready." in log.read_bytes())
        settings = load(home=home)
        store = open_store(settings)
        try:
            Publisher(app_for(settings), store, settings).publish(
                [Article(id=log.stem, body="Ms Okafor spoke in Oslo.")]
            )

            def is_done() -> bool:
                with store.read() as connection:
                    return not any(
                        number for state, number in ledger.counts(connection).items() if state in {"pending", "leased"}
                    )

            return ready, took_until(is_done)
        finally:
            store.close()


def report(found: dict[str, list[Took]]) -> str:
    """Return the table; a ratio is that of the starts of one round."""
    loads = found.get("load", [])
    rows = []
    for name, promise in PROMISES.items():
        if name in found:
            walls, cpus = [took.wall for took in found[name]], [took.cpu for took in found[name]]
            ratios = [ours / took.wall for ours, took in zip(walls, loads, strict=False)]
            cpu_ratios = [ours / took.cpu for ours, took in zip(cpus, loads, strict=False)]
            rows.append(
                (promise.text, _bar(promise), _spread(walls), f"{statistics.median(cpus):.2f}", _ratio(ratios),
                 _ratio(cpu_ratios), _verdict(promise, walls, ratios))
            )  # fmt: skip
    head = ("until", "at most", "seconds", "CPU seconds", "÷ the first", "CPU ÷ the first", "")
    return table(head, rows)


def _bar(promise: Promise) -> str:
    if promise.ratio:
        return f"{promise.ratio:g} ×"
    return f"{promise.seconds:g} s" if promise.seconds else ""


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def _ratio(ratios: Sequence[float]) -> str:
    return f"{statistics.median(ratios):.2f}" if ratios else ""


def _verdict(promise: Promise, walls: Sequence[float], ratios: Sequence[float]) -> str:
    if promise.ratio and ratios:
        return "kept" if statistics.median(ratios) <= promise.ratio else "missed"
    if promise.seconds:
        return "kept" if statistics.median(walls) <= promise.seconds else "missed"
    return ""


if __name__ == "__main__":
    main()
