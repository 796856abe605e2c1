"""A scheduler on a real ledger, with a broker that is unavailable: accepted stories wait in the ledger."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from producer.formats import Limits
from producer.ingest.intake import Source
from producer.ingest.runner import run_sources
from producer.ingest.scheduler import FairScheduler
from producer.publish import Publisher
from producer.rejects import Rejects
from tests.support.waiting import HANG_SECONDS, wait_until
from wiredesk.queue.app import app_for
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store
from wiredesk.store.tables import articles


class Desk:
    """Running sources, what they reported, and the ledger that they write to."""

    def __init__(self, home: Path, **settings: Any) -> None:
        # nothing listens on port 9 (discard): the queue is unavailable, and the ledger still accepts all
        self.settings = Settings(**{"home": home, "broker_url": "redis://127.0.0.1:9/0"} | settings)
        self.store: Store = open_store(self.settings, durable=True)
        self.told: list[str] = []
        self.over = threading.Event()
        self.rejects = home / "rejected"
        self.errors: list[BaseException] = []
        self._thread: threading.Thread | None = None

    def start(self, *sources: Source, limits: Limits | None = None, publisher: Publisher | None = None) -> Desk:
        publisher = publisher or Publisher(app_for(self.settings), self.store, self.settings)
        scheduler = FairScheduler(publisher, limits or Limits(), self.told.append, self.over, Rejects(self.rejects))

        def run() -> None:
            try:
                with scheduler:
                    run_sources(sources, scheduler)
            except Exception as error:
                self.errors.append(error)

        self._thread = threading.Thread(target=run)
        self._thread.start()
        return self

    def stop(self) -> None:
        self.over.set()
        if self._thread:
            self._thread.join(HANG_SECONDS)
            assert not self._thread.is_alive()

    def close(self) -> None:
        self.stop()
        self.store.close()

    def headlines(self) -> list[str]:
        with self.store.read() as connection:
            return list(connection.execute(select(articles.c.headline).order_by(articles.c.seq)).scalars())

    def until(self, holds: Callable[[], bool], what: str = "") -> None:
        wait_until(holds, lambda: f"{what}: {self.told} {self.errors}", interval_seconds=0.02)

    def until_reported(self, words: str) -> None:
        self.until(lambda: any(words in line for line in self.told), words)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "wd")
    yield opened
    opened.close()
