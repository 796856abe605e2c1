"""A producer in a separate process, which can be killed at any moment."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from producer.formats import Limits
from producer.ingest.batch import Batch
from producer.ingest.files import Files
from producer.ingest.runner import run_sources
from producer.ingest.scheduler import FairScheduler
from producer.publish import Publisher
from producer.rejects import Rejects
from producer.sources.source_registry import build_source, runnable_sources
from wiredesk.queue.app import app_for
from wiredesk.settings import Settings
from wiredesk.store import open_store
from wiredesk.store.ledger import Accepted


class ReportingPublisher(Publisher):
    """A publisher that reports when it is about to accept stories."""

    under_way: Any = None

    def accept(
        self, batches: Sequence[Batch], *, backfill: bool = False, claim: bool = False
    ) -> tuple[Accepted, list[str]]:
        if any(batch.articles for batch in batches):  # not when its sources begin to be followed
            self.under_way.set()
        return super().accept(batches, backfill=backfill, claim=claim)


def run(home: Path, rows: list[dict[str, Any]], files: Sequence[str], stdin: Path, under_way: Any) -> None:
    """Read the files and follow the sources until killed; ``under_way`` is set when the first stories arrive."""
    os.dup2(os.open(stdin, os.O_RDONLY), 0)
    sys.stdin = os.fdopen(0)
    settings = Settings(home=home, broker_url="redis://127.0.0.1:9/0")
    store = open_store(settings, durable=True)
    publisher = ReportingPublisher(app_for(settings), store, settings)
    publisher.under_way = under_way
    stop = threading.Event()
    with FairScheduler(publisher, Limits(), lambda _: None, stop, Rejects(home / "rejected")) as scheduler:
        threading.Thread(target=Files(files).run, args=(scheduler,), daemon=True).start()
        run_sources(runnable_sources(build_source(row, "test") for row in rows), scheduler)
