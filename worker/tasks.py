"""The only task: it receives a claim check and passes the ids to the story runner."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task

from wiredesk.queue.celery_config import TASK
from wiredesk.tracing import SENT_HEADER
from worker.process.bootsteps import get_runtime


@shared_task(name=TASK, bind=True)
def extract(self: Task[Any, Any], /, keys: list[list[Any]], **_later: Any) -> str:
    """Process the stories that ``keys`` names, pairs of id and version; a later release may send more arguments.

    Returns what became of them, which Flower and logs show; no result backend keeps it.
    """
    child = get_runtime(self.app).child
    return child.run_message([(str(id), int(version)) for id, version in keys], self.request.get(SENT_HEADER))
