"""The test rig of a row: broker, store, workers, a producer that publishes all the time, and the final drain."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
from celery import Celery

from producer.publish import Publisher
from tests.faults.verdict import Published, Verdict, judge, witness
from tests.support.generated_stories import stories
from tests.support.models import blank_model
from tests.support.paths import ROOT
from tests.support.servers import PostgresServer, RedisServer
from tests.support.waiting import HANG_SECONDS
from tests.support.wrong_clock import CLOCK_SITE
from wiredesk.contract import OPEN_STATES, Article
from wiredesk.errors import StoreUnavailable
from wiredesk.queue.celery_config import celery_config
from wiredesk.settings import Settings
from wiredesk.store import ledger, open_store

POISON = Path(__file__).parent / "poison"
READY_SECONDS = 240
"""Seconds after which a start counts as a hang; a start takes 5 s of CPU time."""


class Worker:
    """A ``celery -A worker worker`` in a separate process group."""

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str],
        children: int,
        number: int,
        prefix: Sequence[str] = (),
        arguments: Sequence[str] = (),
        cwd: Path = ROOT,
    ) -> None:
        self.log = folder / f"worker-{number}.log"
        command = [*prefix, sys.executable, "-m", "celery", "-A", "worker", "worker", "-c", str(children), *arguments]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "-l", "info", "-n", f"w{number}@%h"], cwd=cwd, env=environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def children(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children()
        except psutil.NoSuchProcess:
            return []

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        """Send SIGKILL to the whole group."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    @property
    def is_ready(self) -> bool:
        """Return whether it consumes messages.  Celery ends a worker if one of its children dies before that."""
        return self.said(" ready.") > 0

    @property
    def deaths(self) -> int:
        """Return the number of children that died."""
        return self.said(" exited with ")

    def said(self, words: str) -> int:
        return self.log.read_text(errors="replace").count(words)


class Rig:
    """Everything that a row needs; a context manager that ends every process that it started."""

    def __init__(self, name: str, seed: int, *, postgres: PostgresServer | None = None, model: str = "", **env: str):
        self.name, self.chance = name, random.Random(f"{seed}/{name}")
        self.seed = seed
        self.folder = Path(tempfile.mkdtemp(prefix="wd-fault-"))
        self.redis = RedisServer(self.folder / "redis")
        self.postgres = postgres
        self.model = model or str(blank_model())
        self.published = Published()
        self.workers: list[Worker] = []
        self.notes: list[str] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._env = env
        self.home = self.folder
        self.first: tuple[str, ...] = ()
        """Folders whose packages the workers import before any other."""
        self.prepare: Callable[[], object] = lambda: None
        """Runs before the store is opened."""

    def __enter__(self) -> Rig:
        self.redis.start()
        values: dict[str, Any] = {"home": self.home / "wd", "broker_url": self.redis.url, "reconcile_every": 1.0}
        if self.postgres:
            values["store_url"] = self.postgres.database("fault")
        self.settings = Settings(**values)
        self.prepare()
        self.store = open_store(self.settings, durable=True)
        witness(self.store)
        self.app = Celery("wiredesk-faults", set_as_current=False)
        self.app.conf.update(celery_config(self.settings))
        self.publisher = Publisher(self.app, self.store, self.settings)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(30)
        for worker in self.workers:
            worker.kill()
        self.store.close()
        self.redis.stop()
        if os.environ.get("FAULTS_KEEP"):
            print(f"kept {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    # the worker's side

    def use_broker(self, url: str) -> None:
        """Publish and work over another address of the broker from now on."""
        self.settings = self.settings.model_copy(update={"broker_url": url})
        self.app = Celery("wiredesk-faults", set_as_current=False)
        self.app.conf.update(celery_config(self.settings))
        self.publisher = Publisher(self.app, self.store, self.settings)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        site = self.folder / "site" / "wiredesk_poison-1.dist-info"
        if not site.is_dir():
            site.mkdir(parents=True)
            (site / "METADATA").write_text("Metadata-Version: 2.1\nName: wiredesk-poison\nVersion: 1\n")
            (site / "entry_points.txt").write_text("[wiredesk.extractors]\npoison = wiredesk_poison:POISON\n")
        own = {
            "HOME": str(self.folder),
            "PYTHONPATH": os.pathsep.join((*self.first, str(site.parent), str(POISON), str(CLOCK_SITE))),
            "WIREDESK_HOME": str(self.settings.home),
            "WIREDESK_BROKER_URL": str(self.settings.broker_url),
            "WIREDESK_RECONCILE_EVERY": "1",
            "WIREDESK_MODEL": self.model,
            "FAULTS_STORY_MS": "20",
        }
        if self.settings.store_url:
            own["WIREDESK_STORE_URL"] = self.settings.store_url
        return kept | own | self._env | more

    def work(
        self,
        children: int = 2,
        *,
        wait: bool = True,
        prefix: Sequence[str] = (),
        arguments: Sequence[str] = (),
        cwd: Path = ROOT,
        **more: str,
    ) -> Worker:
        """Start a worker; ``prefix`` is a command that runs it, ``arguments`` are further arguments of Celery."""
        number, environment = len(self.workers) + 1, self.environment(**more)
        worker = Worker(self.folder, environment, children, number, prefix, arguments, cwd)
        self.workers.append(worker)
        if wait:
            self.wait_for(lambda: worker.is_ready or not worker.alive, READY_SECONDS, f"a worker: {worker.log}")
        return worker

    # the producer's side

    def publish(self, batch: Sequence[Article], *, poison: bool = False, **options: bool) -> None:
        """Publish until the ledger accepts the stories, as a source does that keeps rejected ones."""
        keys = {(article.id, article.version) for article in batch}
        self.published.tried |= keys
        if poison:
            self.published.poison |= keys
        while not self._over.is_set():
            began = time.monotonic()
            try:
                published = self.publisher.publish(batch, **options)
                self.published.accepted |= {*published.new, *published.known}
                return
            except StoreUnavailable:
                self.published.refused += 1
                time.sleep(0.5)
            finally:
                self.published.slowest = max(self.published.slowest, time.monotonic() - began)

    def load(self, source: Iterator[Article], a_second: float, batch: int = 4) -> Callable[[], None]:
        """Publish from a thread at a rate, in stories a second; call the result to stop."""
        over = threading.Event()

        def run() -> None:
            began, sent = time.monotonic(), 0
            while not over.is_set() and not self._over.is_set():
                self.publish(list(islice(source, batch)))
                sent += batch
                over.wait(max(0.0, began + sent / a_second - time.monotonic()))

        thread = threading.Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()

        def stop() -> None:
            over.set()
            thread.join(240)

        return stop

    def stories(self, prefix: str = "s", **fields: Any) -> Iterator[Article]:
        return stories(self.seed, prefix, **fields)

    # the end

    def counts(self) -> dict[str, int]:
        with self.store.read() as connection:
            return ledger.counts(connection)

    def open(self) -> int:
        counts = self.counts()
        return sum(counts[state] for state in OPEN_STATES)

    def ended(self) -> int:
        counts = self.counts()
        return sum(number for state, number in counts.items() if state not in OPEN_STATES)

    def wait_for(self, condition: Callable[[], object], seconds: float, what: str = "") -> float:
        """Wait for a condition and return the seconds that it took; a timeout is added to the notes.

        The timeout is ``seconds`` or :data:`HANG_SECONDS`, whichever is longer, so that a slow machine fails no row.
        """
        began, seconds = time.monotonic(), max(seconds, HANG_SECONDS)
        while True:
            try:
                if condition():
                    return time.monotonic() - began
            except StoreUnavailable:
                pass
            if time.monotonic() - began > seconds:
                self.notes.append(f"waited {seconds:.0f} s in vain for {what or condition}")
                return seconds
            time.sleep(0.05)

    def wait_while_moving(
        self, condition: Callable[[], object], measure: Callable[[], object], seconds: float, what: str
    ) -> float:
        """Wait for a condition, as long as a measure changes; return the seconds that it took.

        Args:
            seconds: time without a change after which the wait ends, with a note.
        """
        began = moved = time.monotonic()
        last: object = None
        while time.monotonic() - moved < seconds:
            with contextlib.suppress(StoreUnavailable):
                if condition():
                    return time.monotonic() - began
                if (found := measure()) != last:
                    last, moved = found, time.monotonic()
            time.sleep(0.05)
        self.notes.append(f"waited {seconds:.0f} s without progress in vain for {what}")
        return time.monotonic() - began

    def progress(self, seconds: float = 240) -> float:
        """Wait until another story ends; return the seconds that it took."""
        before = self.ended()
        return self.wait_for(lambda: self.ended() > before or (before and not self.open()), seconds, "progress")

    def drain(self, seconds: float = 600) -> None:
        """Wait until no story waits."""
        self.wait_for(lambda: not self.open(), seconds, "the drain")

    def verdict(self, *notes: str) -> Verdict:
        """Drain the queue, stop all processes and return the verdict."""
        self.drain()
        found = judge(self.name, self.store, self.published, self.settings.attempts)
        if self.published.refused:
            self.notes.append(f"publish refused {self.published.refused} times")
        if self.published.slowest > 5:
            self.notes.append(f"slowest publish {self.published.slowest:.1f} s")
        found.notes += [*self.notes, *notes]
        found.unexpected += sum("in vain" in note for note in self.notes)
        return found


def burst(source: Iterable[Article], number: int) -> list[Article]:
    return list(islice(source, number))
