"""Asynchronous work in a source's thread that is cancelled when the source is to stop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

from producer.ingest.delivery import STOP_POLL_SECONDS


def run_cancellable(stop: threading.Event, work: Coroutine[Any, Any, None]) -> None:
    """Run ``work`` in a new event loop to its end, or cancel it when ``stop`` is set.

    Raises:
        Exception: whatever ``work`` raises.
    """
    asyncio.run(_run_until(stop, work))


async def _run_until(stop: threading.Event, work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    while not stop.is_set() and not task.done():
        await asyncio.wait([task], timeout=STOP_POLL_SECONDS)
    if not task.done():
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return
    await task
