"""Asynchronous work in a source's thread, ended when the intake is over."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

LOOK = 0.2
"""Seconds within which a stop is noticed."""


def run_until(over: threading.Event, work: Coroutine[Any, Any, None]) -> None:
    """Run ``work`` to its end, or cancel it when ``over`` is set.  What it raises is raised here."""
    asyncio.run(_until(over, work))


async def _until(over: threading.Event, work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    while not over.is_set() and not task.done():
        await asyncio.wait([task], timeout=LOOK)
    if not task.done():
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return
    await task
