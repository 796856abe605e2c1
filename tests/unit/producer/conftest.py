"""A scheduler on a real ledger in a temporary folder, with a broker that is unavailable."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from producer.formats import Limits
from producer.ingest.scheduler import FairScheduler
from producer.publish import Publisher
from producer.rejects import Rejects
from wiredesk.queue.app import app_for
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store
from wiredesk.store.ledger import Accepted
from wiredesk.store.tables import articles


class FailingPublisher(Publisher):
    """A publisher whose ledger refuses the next ``failures`` transactions with ``error``."""

    failures = 0
    error: Exception
    calls = 0

    def accept(self, *args: Any, **options: Any) -> tuple[Accepted, list[str]]:
        self.calls += 1
        if self.failures:
            self.failures -= 1
            raise self.error
        return super().accept(*args, **options)


class Ingest:
    """The parts of one ingest, and what they reported."""

    def __init__(self, home: Path, *, live: bool = False) -> None:
        # nothing listens on port 9 (discard): the queue is unavailable, and the ledger accepts all the same
        self.settings = Settings(home=home, broker_url="redis://127.0.0.1:9/0")
        self.store: Store = open_store(self.settings, durable=True)
        self.publisher = FailingPublisher(app_for(self.settings), self.store, self.settings)
        self.reported: list[str] = []
        self.stop = threading.Event()
        self.rejects = home / "rejected"
        self.scheduler = FairScheduler(
            self.publisher, Limits(), self.reported.append, self.stop, Rejects(self.rejects), live=live
        )

    def headlines(self) -> list[str]:
        """What the ledger holds, in the order in which it came."""
        with self.store.read() as connection:
            return list(connection.execute(select(articles.c.headline).order_by(articles.c.seq)).scalars())


@pytest.fixture
def ingest(tmp_path: Path) -> Iterator[Ingest]:
    made = Ingest(tmp_path / "home")
    yield made
    made.store.close()
