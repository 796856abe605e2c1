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


def run(home: Path, rows: list[dict[str, Any]]) -> None:
    """Follow the sources until killed."""
    settings = Settings(home=home, broker_url="redis://127.0.0.1:9/0")
    store = open_store(settings, durable=True)
    publisher = Publisher(configured(settings), store, settings)
    over = threading.Event()
    intake = Intake(publisher, Limits(), lambda _: None, over, Rejects(home / "rejected"))
    follow(sources(spec(row, "test") for row in rows), intake)
