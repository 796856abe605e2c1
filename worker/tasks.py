"""The one task: a claim check comes in, the stories it names are read.  It decides nothing itself."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task

from wiredesk.queue.celery_config import TASK
from wiredesk.tracing import SENT_HEADER
from worker.process.bootsteps import get_runtime


@shared_task(name=TASK, bind=True)
def extract(self: Task[Any, Any], /, keys: list[list[Any]], **_later: Any) -> None:
    """Read the stories that ``keys`` names, pairs of id and version; other arguments are those of a later release."""
    get_runtime(self.app).read([(str(id), int(version)) for id, version in keys], self.request.get(SENT_HEADER))
