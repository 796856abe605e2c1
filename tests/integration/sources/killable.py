"""A producer as a process of its own, to be killed at any moment."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from producer.follow import follow
from producer.formats import Limits
from producer.intake import Intake
from producer.publish import Publisher
from producer.rejects import Rejects
from producer.sources.table import sources, spec
from worker.celery import configured
from worker.settings import Settings
from worker.store import open_store
from worker.store.ledger import Accepted


class Telling(Publisher):
    """A publisher that says when it is about to accept."""

    under_way: Any = None

    def accept(self, *args: Any, **options: Any) -> Accepted:
        self.under_way.set()
        return super().accept(*args, **options)


def run(home: Path, rows: list[dict[str, Any]], under_way: Any) -> None:
    """Follow the sources until killed; ``under_way`` is an event to set when the first stories come."""
    settings = Settings(home=home, broker_url="redis://127.0.0.1:9/0")
    store = open_store(settings, durable=True)
    publisher = Telling(configured(settings), store, settings)
    publisher.under_way = under_way
    over = threading.Event()
    intake = Intake(publisher, Limits(), lambda _: None, over, Rejects(home / "rejected"))
    follow(sources(spec(row, "test") for row in rows), intake)
