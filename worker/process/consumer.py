"""Celery's consumer without the second for which it waits for other workers at the start."""

from __future__ import annotations

from typing import Any

from celery.worker.consumer import Consumer


class LoneConsumer(Consumer):
    """A consumer that does not mingle, as with ``celery worker --without-mingle``.

    Workers mingle to tell each other which tasks were revoked and what their clocks say, and wait a second for answers.
    The ledger knows what is done, and nothing here reads the clocks.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"without_mingle": True})
