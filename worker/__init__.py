"""The worker: a Celery process that leases stories, extracts them with :mod:`wiredesk.nlp` and stores the results."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """Load Celery only when ``celery -A worker`` asks for ``worker.app``."""
    if name == "app":
        from worker.celery import app  # lazy: importing the package must not load Celery

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
