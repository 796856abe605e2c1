"""Measure how readers of the live wire slow down the workers: the same wire in turns with and without readers.

    python -m benchmarks.readers [--readers 50] [--rate 200] [--seconds 15] [--rounds 6] [--store URL]

Stories arrive at ``--rate`` a second; broker, two worker children, the web desk and its readers are real processes on
this machine.  The workers use an empty model, so a story needs ledger, store and JSON but no parse: that allows such a
rate on two cores, and is the hardest case for the desk.  The report gives medians over the rounds: the stories stored
a second, the CPU time of the web desk and of the workers, and the CPU time of the readers' own program, which runs on
other machines in production.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import cpu_seconds, redis_server, running
from producer.publish import Publisher
from tests.support.models import blank_model
from tests.support.synthetic_store import story
from wiredesk.contract import OPEN_STATES, LedgerState
from wiredesk.queue.app import app_for
from wiredesk.settings import load
from wiredesk.store import Store, ledger, open_store

BATCH = 20
"""Stories published at once."""
DIFFERENT = 40
"""Distinct stories, published again and again under new ids."""
SETTLE_SECONDS = 3.0
"""Time between the start of the readers and the measurement."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Stories stored a second; CPU seconds a second of the workers, the web desk, the readers; bytes that these got."""

    rate: float
    workers: float
    web: float
    readers: float
    received: int


@dataclass(frozen=True, slots=True)
class Readers:
    """The process of the readers, if there is one, and the file in which it counts bytes."""

    pid: int | None
    count: Path

    @property
    def cpu(self) -> float:
        """Seconds so far."""
        return cpu_seconds([self.pid]) if self.pid else 0.0

    @property
    def received(self) -> int:
        return int(self.count.read_text() or 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--store")
    parser.add_argument("--follow", help=argparse.SUPPRESS)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what it started ends with it
    if given.follow:
        asyncio.run(follow(given.follow, given.readers))
        return
    home = Path(tempfile.mkdtemp(prefix="wiredesk-readers-"))
    with redis_server(home / "redis") as broker:
        phases(given, home, broker)


def phases(given: argparse.Namespace, home: Path, broker: str) -> None:
    """Run the phases in turns and print the results."""
    settings = load(home=home, broker_url=broker, store_url=given.store)
    store = open_store(settings)
    environment = {"WIREDESK_HOME": str(home), "WIREDESK_BROKER_URL": broker, "WIREDESK_WEB_PORT": "0"}
    environment |= {"WIREDESK_STORE_URL": given.store} if given.store else {}
    environment["WIREDESK_MODEL"] = str(blank_model())
    celery = [sys.executable, "-m", "celery", "-A", "worker", "worker", "-c", "2", "--loglevel", "warning"]
    desk = [sys.executable, "-m", "desk", "web"]
    log = home / "web.log"
    with (
        running(celery, home / "worker.log", **environment) as worker,
        running(desk, log, **environment) as web,
        feeding(Publisher(app_for(settings), store, settings), given.rate),
    ):
        address = said(log)
        wait(store, DIFFERENT * 5)
        found: dict[bool, list[Phase]] = {False: [], True: []}
        for number in range(given.rounds):
            for on in (False, True) if number % 2 == 0 else (True, False):
                with following(address, given.readers if on else 0) as readers:
                    time.sleep(SETTLE_SECONDS)
                    catch_up(store, given.rate)
                    found[on].append(phase(store, worker.pid, web.pid, readers, given.seconds))
                print(f"{'with' if on else 'without':8} readers {found[on][-1]}", flush=True)
    report(found, given.readers)


def phase(store: Store, worker: int, web: int, readers: Readers, seconds: float) -> Phase:
    def now() -> tuple[float, ...]:
        return time.monotonic(), done(store), cpu_seconds([worker]), cpu_seconds([web]), readers.cpu

    before = now()
    time.sleep(seconds)
    took, *rest = (after - earlier for after, earlier in zip(now(), before, strict=True))
    stored, *busy = (one / took for one in rest)
    return Phase(stored, *busy, readers.received)


def report(found: dict[bool, list[Phase]], readers: int) -> None:
    rate = {on: statistics.median(one.rate for one in rows) for on, rows in found.items()}
    ratio = rate[True] / rate[False]
    work = {on: statistics.median(one.workers / one.rate * 1000 for one in rows) for on, rows in found.items()}
    extra = statistics.median(one.web for one in found[True]) - statistics.median(one.web for one in found[False])
    own = statistics.median(one.readers for one in found[True])
    share = extra / statistics.median(one.workers for one in found[False])
    print(f"stored a second: {rate[False]:.0f} without readers, {rate[True]:.0f} with {readers}; ratio {ratio:.3f}")
    print(f"worker CPU a story: {work[False]:.2f} ms without, {work[True]:.2f} ms with")
    print(f"CPU of the web desk for its readers: {1000 * extra:.0f} ms a second, {100 * share:.1f} % of the workers'")
    print(f"CPU of the readers' own program: {1000 * own:.0f} ms a second")


def states(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return ledger.counts(connection)


def done(store: Store) -> int:
    return states(store)[LedgerState.DONE]


def wait(store: Store, number: int) -> None:
    """Wait until so many stories are done: then the worker has loaded its model and processed each distinct story."""
    while done(store) < number:
        time.sleep(0.5)


def catch_up(store: Store, rate: float) -> None:
    """Wait until the backlog is at most one second of stories, or half a minute: no phase starts with a backlog."""
    end = time.monotonic() + 30
    while sum(map(states(store).__getitem__, OPEN_STATES)) > rate and time.monotonic() < end:
        time.sleep(0.1)


def said(log: Path) -> str:
    """Wait for the address that the web desk prints, and return it."""
    while "http://" not in (text := log.read_text() if log.exists() else ""):
        time.sleep(0.2)
    return "http://" + text.split("http://")[1].split()[0]


@contextmanager
def feeding(publisher: Publisher, rate: float) -> Iterator[None]:
    """Publish at this rate in the background."""
    over = threading.Event()
    different = [story(number)[0] for number in range(DIFFERENT)]

    def feed() -> None:
        began, sent = time.monotonic(), 0
        while not over.is_set():
            batch = [
                different[n % DIFFERENT].model_copy(update={"id": f"urn:bench:{n}"}) for n in range(sent, sent + BATCH)
            ]
            publisher.publish(batch)
            sent += BATCH
            over.wait(max(0.0, began + sent / rate - time.monotonic()))

    thread = threading.Thread(target=feed, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(30)


@contextmanager
def following(address: str, readers: int) -> Iterator[Readers]:
    """Run so many readers in a separate process."""
    count = Path(tempfile.mkstemp(prefix="wiredesk-readers-")[1])
    command = [sys.executable, "-m", "benchmarks.readers", "--follow", f"{address} {count}", "--readers", str(readers)]
    process = subprocess.Popen(command, env=os.environ.copy()) if readers else None
    try:
        yield Readers(process.pid if process else None, count)
    finally:
        if process:
            process.terminate()
            process.wait(10)
        count.unlink()


async def follow(where: str, readers: int) -> None:
    """Read the live wire on so many connections, and count the bytes."""
    address, count = where.split()
    host, port = address.removeprefix("http://").split(":")
    received = 0

    async def one() -> None:
        nonlocal received
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET /live HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        while piece := await reader.read(1 << 18):
            received += len(piece)

    tasks = [asyncio.create_task(one()) for _ in range(readers)]
    while not any(task.done() for task in tasks):
        await asyncio.sleep(1)
        Path(count).write_text(str(received))
    raise SystemExit("the web desk closed a reader's connection")


if __name__ == "__main__":
    main()
