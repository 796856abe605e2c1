"""The rig of the rows about sinks: stories that are stored, a target of each kind, and ``wiredesk deliver``."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
import pyarrow.parquet
from sqlalchemy import create_engine, select, text

from desk.delivery.choose_changes import SENT
from desk.sinks.read_progress import ReadProgress
from desk.sinks.sink_list import sink_rows
from tests.faults.rig import Rig
from tests.faults.verdict import Verdict
from tests.support.ledger_steps import accept, complete
from tests.support.paths import ROOT
from tests.support.records import article
from tests.support.servers import RedisServer
from tests.support.waiting import HANG_SECONDS
from tests.support.webhook_receiver import Answer, Received, WebhookReceiver
from wiredesk.contract import Article
from wiredesk.errors import Unavailable
from wiredesk.store.changes import Change
from wiredesk.store.changes.change_log import page
from wiredesk.store.tables import articles

SINKS = ("hook", "stream", "lake", "mirror")
CONFIG = """
[[sink]]
type = "webhook"
name = "hook"
url = "{hook}"
private = true
timeout_seconds = 1.0
since = "beginning"
batch = 20

[[sink]]
type = "redis"
name = "stream"
url = "{redis}"
stream = "news"
since = "beginning"
batch = 20

[[sink]]
type = "lake"
name = "lake"
folder = "{folder}/lake"
every_seconds = 0
since = "beginning"
batch = 20

[[sink]]
type = "sql"
name = "mirror"
url = "{mirror}"
since = "beginning"
batch = 20
"""
SETTLED_SECONDS = 180.0
"""Seconds without any progress after which a sink counts as one that never gets what it lacks."""


class Delivery:
    """A ``wiredesk deliver`` in a separate process."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def kill(self) -> None:
        """Send SIGKILL."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        self.process.terminate()
        return self.process.wait(HANG_SECONDS)


class DeliveryRig:
    """A context manager inside the one of a :class:`Rig`: four targets, and writers that let readers see stories.

    Args:
        answer: what the webhook's receiver does with the n-th request.
    """

    def __init__(self, rig: Rig, answer: Callable[[int], Answer] = lambda _number: 204) -> None:
        self.rig = rig
        self.receiver = WebhookReceiver(answer)
        self.redis = RedisServer(rig.folder / "targets")
        self.deliveries: list[Delivery] = []
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._mirror = f"sqlite:///{rig.folder}/mirror.db"

    def __enter__(self) -> Self:
        self.receiver.__enter__()
        self.redis.start()
        if self.rig.postgres:
            self._mirror = self.rig.postgres.database("mirror")
        self.config = self.rig.folder / "sinks.toml"
        self.config.write_text(
            CONFIG.format(hook=self.receiver.url, redis=self.redis.url, folder=self.rig.folder, mirror=self._mirror)
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.write_no_more()
        for delivery in self.deliveries:
            delivery.kill()
        self.receiver.__exit__(kind, error, at)
        self.redis.stop()

    # the processes

    def deliver(self, **more: str) -> Delivery:
        """Start a ``wiredesk deliver``."""
        command = [sys.executable, "-m", "desk", "deliver"]
        delivery = Delivery(command, self._environment(**more), self.rig.folder / "deliver.log")
        self.deliveries.append(delivery)
        return delivery

    def command(self, *words: str) -> str:
        """Run a command of the desk and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "desk", *words], cwd=ROOT, env=self._environment(), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            self.rig.notes.append(f"{' '.join(words)}: {done.stderr.strip()} in vain")
        return done.stdout

    def _environment(self, **more: str) -> dict[str, str]:
        return self.rig.environment(WIREDESK_CONFIG=str(self.config), **more)

    # the stories

    def write(self, a_second: float, writers: int = 1) -> None:
        """Let readers see new stories, later versions and withdrawals from threads, at a rate, until told to stop."""
        self._over.clear()
        for number in range(writers):
            first = len(self._threads) + number
            thread = threading.Thread(target=self._write, args=(f"w{first}-", a_second / writers), daemon=True)
            thread.start()
            self._threads.append(thread)

    def write_some(self, number: int, prefix: str = "b") -> None:
        """Let readers see a number of stories."""
        for n in range(number):
            self._store_one(f"{prefix}{n}", 1, "usable")

    def write_no_more(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _write(self, prefix: str, a_second: float) -> None:
        began, sent = time.monotonic(), 0
        while not self._over.is_set():
            story, version = divmod(sent, 3)
            status = "canceled" if version == 2 and story % 5 == 0 else "usable"
            self._store_one(f"{prefix}{story}", version + 1, status)
            sent += 1
            self._over.wait(max(0.0, began + sent / a_second - time.monotonic()))

    def article(self, id: str, version: int, status: str) -> Article:
        """Return a version of a story."""
        return article(id, version, status=status)

    def _store_one(self, id: str, version: int, status: str) -> None:
        while True:
            try:
                accept(self.rig.store, self.article(id, version, status))
                if status == "usable":
                    complete(self.rig.store, id, version)
                return
            except Unavailable:
                time.sleep(0.2)
            except ValueError:  # the store had it, and failed only to say so
                return

    # what arrived

    def rows(self) -> dict[str, ReadProgress]:
        with self.rig.store.read() as connection:
            return {row.name: row.changes for row in sink_rows(connection, ())}

    def changes(self) -> list[Change]:
        """Return everything that a sink has to get and the log still has."""
        found: list[Change] = []
        with self.rig.store.read() as connection:
            while more := page(connection, found[-1].n if found else 0, 1000):
                found += more
        return [one for one in found if one.what in SENT]

    def progress(self, seconds: float = SETTLED_SECONDS) -> float:
        """Wait until a sink has moved on; return the seconds that it took."""
        before = self._positions()
        return self.rig.wait_for(lambda: self._positions() > before, seconds, "progress of a sink")

    def _positions(self) -> int:
        return sum(row.position or 0 for row in self.rows().values())

    def settle(self) -> float:
        """Write no more, and wait until every sink has everything; return the seconds that it took."""
        self.write_no_more()
        return self.wait_until(lambda: self.have_all(*SINKS), "the sinks to get everything")

    def wait_until(self, condition: Callable[[], object], what: str) -> float:
        """Wait for a condition as long as something arrives anywhere; return the seconds that it took."""
        return self.rig.wait_while_moving(
            condition, lambda: (self._positions(), len(self.receiver.received)), SETTLED_SECONDS, what
        )

    def have_all(self, *names: str) -> bool:
        """Return whether some sinks have every change of the log."""
        rows = self.rows()
        return rows.keys() >= set(names) and all(rows[name].behind == 0 for name in names)

    def verdict(self, *notes: str, kept_from: int = 0) -> Verdict:
        """Compare what arrived with the log.

        Args:
            kept_from: number after which everything has to be there.
        """
        expected = [one for one in self.changes() if one.n > kept_from]
        numbers = [one.n for one in expected]
        verdict = Verdict(self.rig.name, accepted=len(numbers))
        for name, found in (("stream", self._stream()), ("lake", self._lake())):
            _count(verdict, name, numbers, [n for n in found if n > kept_from])
        hooked = self._hook(verdict, expected)
        _count(verdict, "webhook", numbers, hooked)
        mirror, visible = self._mirrored(), self._visible()
        verdict.done = len(visible)
        _count(verdict, "mirror", visible, mirror)
        again = len(self.receiver.received) - len({one.change for one in self.receiver.received})
        verdict.notes += [*self.rig.notes, *notes, f"webhook: {again} sent again with their id"]
        verdict.unexpected += sum("in vain" in note for note in self.rig.notes)
        return verdict

    def _hook(self, verdict: Verdict, expected: Iterable[Change]) -> list[int]:
        """Return the numbers that the webhook got; a message under another id, or with other content, is unexpected."""
        known = {one.n: one for one in expected}
        for one in self.receiver.received:
            change = known.get(one.change)
            if change and not _is_of(one, change):
                verdict.unexpected += 1
                verdict.notes.append(f"webhook: change {one.change} under another id or of another story")
        return sorted({one.change for one in self.receiver.received} & known.keys())

    def _stream(self) -> list[int]:
        entries: Any = self.redis.client().xrange("news")
        return [int(id.partition(b"-")[0]) for id, _ in entries]

    def _lake(self) -> list[int]:
        folder = self.rig.folder / "lake" / "changes"
        found: list[int] = []
        for file in sorted(folder.glob("*/*.parquet")):
            found += pyarrow.parquet.read_table(file, columns=["change"], partitioning=None)["change"].to_pylist()
        return found

    def _mirrored(self) -> list[tuple[str, int]]:
        engine = create_engine(self._mirror.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            found = [(row[0], row[1]) for row in connection.execute(text("SELECT id, version FROM wiredesk_stories"))]
        engine.dispose()
        return found

    def _visible(self) -> list[tuple[str, int]]:
        with self.rig.store.read() as connection:
            query = select(articles.c.id, articles.c.version).where(articles.c.visible, articles.c.state == "done")
            return [(row[0], row[1]) for row in connection.execute(query)]


def _is_of(message: Received, change: Change) -> bool:
    data = orjson.loads(message.body)["data"]
    same = (data["id"], data["version"], data["what"]) == (change.id, change.version, change.what)
    headers = {name.lower(): value for name, value in message.headers.items()}
    return same and headers["webhook-id"] == f"wiredesk-{change.n}"


def _count(verdict: Verdict, target: str, expected: Iterable[Any], found: Iterable[Any]) -> None:
    """Add what a target lacks, has twice, or has although it should not."""
    wanted, has = Counter(expected), Counter(found)
    lost, twice = sum((wanted - has).values()), sum(number - 1 for number in has.values())
    strange = sum(number for one, number in has.items() if one not in wanted)
    verdict.lost += lost
    verdict.duplicated += twice
    verdict.unexpected += strange
    if lost or twice or strange:
        verdict.notes.append(f"{target}: {lost} lost, {twice} twice, {strange} unexpected")
