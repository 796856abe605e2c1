"""The thread that sends stories from the ledger's outbox to the queue."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from producer.publish import Publisher
from wiredesk.errors import Unavailable
from wiredesk.queue.dispatch import GATHER_SECONDS

SEND_INTERVAL_SECONDS = 0.5
"""Pause between two looks at the outbox when nothing new was accepted: a queue that was full has room again."""


class OutboxSender:
    """Sends what waits in the outbox whenever it is woken.

    Args:
        live: also look every :data:`SEND_INTERVAL_SECONDS` and report when stories start to wait, because sources are
            followed and the run does not end; stories may gather.  Otherwise only what this run accepted is sent.
    """

    def __init__(self, publisher: Publisher, report: Callable[[str], object], *, live: bool) -> None:
        self.delayed_reason = ""
        """The reason why the last stories could not be sent; empty if they were sent."""
        self._publisher, self._report, self._live = publisher, report, live
        self._wake, self._hurry = threading.Event(), threading.Event()
        self._has_news = self._is_closing = False
        self._gathering: Mapping[str, int] = {}
        self._thread = threading.Thread(target=self._run, name="outbox-sender", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self, *, is_flash: bool = False) -> None:
        """Send now: new stories were accepted.  While stories gather, only a flash does not wait."""
        self._has_news = True
        self._wake.set()
        if is_flash:
            self._hurry.set()

    def close(self) -> None:
        """Send a last time and end the thread."""
        self._is_closing = True
        self._wake.set()
        self._hurry.set()
        self._thread.join()

    def _run(self) -> None:
        is_last = False
        while not is_last:
            if self._gathering:
                self._wait_for_room()
            else:
                self._wake.wait(SEND_INTERVAL_SECONDS if self._live else None)
            self._wake.clear()
            self._hurry.clear()
            is_last = self._is_closing
            if self._live or self._has_news:
                self._has_news = False
                self._send(gather=self._live and not is_last)

    def _wait_for_room(self) -> None:
        """Wait until a child has taken a message, for one interval at most: workers come and go."""
        until = time.monotonic() + SEND_INTERVAL_SECONDS
        while not self._hurry.wait(GATHER_SECONDS) and time.monotonic() < until:
            if self._publisher.has_room(self._gathering):
                return

    def _send(self, *, gather: bool) -> None:
        self._gathering = {}
        try:
            flushed = self._publisher.flush_outbox(gather=gather)
            reason, self._gathering = flushed.delayed_reason, flushed.gathering
        except Unavailable as error:  # the store: the sources report that themselves
            reason = str(error)
        except Exception as error:  # the thread must go on: the next look may work
            reason = f"{type(error).__name__}: {error}"
        if self._live and reason and reason != self.delayed_reason:
            self._report(f"stories wait in the ledger: {reason}")
        self.delayed_reason = reason
