"""The one task: a claim check comes in, the stories it names are read.  It decides nothing itself."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task

from wiredesk.queue.celery_config import TASK
from wiredesk.tracing import SENT
from worker.process.bootsteps import runtime_of


@shared_task(name=TASK, bind=True)
def extract(self: Task[Any, Any], /, keys: list[list[Any]], **_later: Any) -> None:
    """Read the stories that ``keys`` names, pairs of id and version; other arguments are those of a later release."""
    runtime_of(self.app).read([(str(id), int(version)) for id, version in keys], self.request.get(SENT))
