"""A running wiredesk for a benchmark: Redis, a store, a Celery worker with its children, and a publisher."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from celery import Celery
from redis import Redis
from sqlalchemy import func, select

from benchmarks.servers import cpu_seconds, redis_server, running
from producer.ingest.batch import Batch
from producer.ingest.sender import OutboxSender
from producer.publish import Publisher
from wiredesk.contract import OPEN_STATES, Article
from wiredesk.queue.celery_config import celery_config
from wiredesk.settings import Settings, load
from wiredesk.store import Store, open_store
from wiredesk.store.tables import articles as ledger_table
from wiredesk.store.tables import extractions

COUNTED = "benchmarks.contenders.counted"
"""wiredesk's worker, which also records the CPU time of its extractions."""


@dataclass(slots=True)
class Desk:
    """A running wiredesk; :meth:`worker` starts and stops the worker."""

    folder: Path
    settings: Settings
    store: Store
    app: Celery
    publisher: Publisher
    sender: OutboxSender
    redis: Redis

    @contextlib.contextmanager
    def worker(
        self, children: int = 2, *, program: str = COUNTED, **settings: str
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a Celery worker; if no story waits, it processes a few stories to warm up before it is yielded.

        Args:
            children: processes of its pool.
            program: module with the Celery application.
            settings: further environment variables.
        """
        log = self.folder / f"worker-{time.monotonic_ns()}.log"
        environment = {
            "WIREDESK_HOME": str(self.settings.home),
            "WIREDESK_BROKER_URL": str(self.settings.broker_url),
            "WIREDESK_STORE_URL": self.settings.store_url or "",
            "WIREDESK_CONCURRENCY": str(children),
            "WIREDESK_BENCH_COUNT": str(self.folder / "count"),
        }
        command = [sys.executable, "-m", "celery", "-A", program, "worker", "-l", "info", "-n", f"{log.stem}@%h"]
        with running(command, log, **environment | settings) as process:
            wait_for(lambda: b" ready." in log.read_bytes(), process)
            if self.is_drained():
                self.publisher.publish(warm_up(f"warm-{log.stem}"))
                wait_for(self.is_drained, process)
            yield process

    def publish_live(self, article: Article) -> None:
        """Publish a story as a producer of a live wire does: accepted now, sent by the sender's thread."""
        batch = Batch("", [article])
        accepted, _ = self.publisher.accept([batch], claim=True)
        self.sender.wake(accepted.claimed, is_flash=batch.is_flash)

    def is_drained(self) -> bool:
        """Whether no story waits and none is being processed."""
        with self.store.read() as connection:
            waiting = select(ledger_table.c.seq).where(ledger_table.c.state.in_(OPEN_STATES)).limit(1)
            return connection.execute(waiting).first() is None

    def drain(self, *, seconds: float = 900) -> None:
        """Wait until all stories are processed, and send those that wait in the ledger."""
        end = time.monotonic() + seconds
        looks = 0
        while not self.is_drained():
            if time.monotonic() > end:
                raise SystemExit(f"benchmark: not drained after {seconds:.0f} s")
            if looks % 20 == 0:
                self.publisher.flush_outbox()
            looks += 1
            time.sleep(0.05)

    def done(self) -> int:
        """Count the stories processed so far."""
        with self.store.read() as connection:
            return connection.execute(select(func.count()).select_from(extractions)).scalar() or 0

    def stored(self, ids: list[str]) -> dict[str, tuple[float, float]]:
        """Return the time of storage of each result (epoch seconds, the store's clock) and its processing seconds."""
        query = select(ledger_table.c.id, extractions.c.stored_at, extractions.c.seconds).join(
            extractions, extractions.c.seq == ledger_table.c.seq
        )
        with self.store.read() as connection:
            rows = connection.execute(query).all()
        wanted = set(ids)
        return {row.id: (row.stored_at.timestamp(), row.seconds) for row in rows if row.id in wanted}

    def extraction_cpu(self) -> float:
        """Return the CPU seconds of all extractions so far, as the children count them."""
        import struct

        content = (self.folder / "count").read_bytes() if (self.folder / "count").exists() else b""
        return sum(value for (value,) in struct.iter_unpack("<d", content))


@contextlib.contextmanager
def desk(store_url: str | None = None, **flags: object) -> Iterator[Desk]:
    """Start Redis, a store and a publisher for this benchmark, without a worker."""
    with tempfile.TemporaryDirectory(prefix="wdb-") as name, redis_server(Path(name) / "redis") as url:
        settings = load(home=Path(name) / "home", broker_url=url, store_url=store_url, **flags)
        store = open_store(settings, durable=True)
        app = Celery("bench", set_as_current=False)  # a new app: an app keeps its connections to its first broker
        app.conf.update(celery_config(settings))
        publisher = Publisher(app, store, settings)
        sender = OutboxSender(publisher, print, live=True)
        sender.start()
        try:
            yield Desk(Path(name), settings, store, app, publisher, sender, Redis.from_url(url))
        finally:
            sender.close()
            store.close()


def warm_up(prefix: str, number: int = 8) -> list[Article]:
    """Return stories for the children to process before the measurement starts."""
    text = "Ms Okafor of Kenya said on Monday that plan {} was good for the people of Nairobi and of Mombasa."
    return [
        Article(id=f"{prefix}-{n}", body=" ".join(text.format(f"{n}.{m} of {prefix}") for m in range(20)))
        for n in range(number)
    ]


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 300) -> None:
    """Wait until a condition holds; stop with an error if the process ends first."""
    end = time.monotonic() + seconds
    while not condition():
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit("benchmark: the worker did not come up")
        time.sleep(0.1)


def worker_cpu(process: subprocess.Popen[bytes]) -> float:
    """Return the CPU seconds of a worker's parent and children."""
    return cpu_seconds([process.pid])


def server_cpu(redis: Redis) -> float:
    """Return the CPU seconds of the broker so far."""
    info = redis.info("cpu")
    return float(info["used_cpu_user"]) + float(info["used_cpu_sys"])
