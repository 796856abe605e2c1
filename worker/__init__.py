"""The core of wiredesk: contract, settings, ledger and results store, the Celery app and the spaCy pipeline."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """``celery -A worker`` asks for ``worker.app``; nothing else loads Celery with the package."""
    if name == "app":
        from worker.celery import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
