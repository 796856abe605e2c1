"""Blocking work of an event loop in a thread that never holds up the end of the process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def in_daemon_thread(work: Callable[[], T]) -> T:
    """Return the result of ``work``, called in a thread of its own.

    A thread of the loop's executor would have to end before the process can: one story that takes for ever would keep
    the producer alive after SIGTERM.

    Raises:
        Exception: whatever ``work`` raises.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(set_outcome: Callable[[Any], object], outcome: object) -> None:
        if not done.done():  # the request may have been cancelled
            set_outcome(outcome)

    def run() -> None:
        try:
            outcome: tuple[Callable[[Any], object], object] = (done.set_result, work())
        except Exception as error:
            outcome = (done.set_exception, error)
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, *outcome)

    threading.Thread(target=run, daemon=True).start()
    return await done
