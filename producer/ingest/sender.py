"""The thread that sends stories from the ledger's outbox to the queue."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from producer.publish import Flushed, Publisher
from wiredesk.errors import Unavailable
from wiredesk.queue.dispatch import GATHER_SECONDS
from wiredesk.store.ledger import ClaimedArrival

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
        self._claimed: deque[ClaimedArrival] = deque()
        self._gathering: Mapping[str, int] = {}
        self._look_at = 0.0
        self._thread = threading.Thread(target=self._run, name="outbox-sender", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self, claimed: Sequence[ClaimedArrival] = (), *, is_flash: bool = False) -> None:
        """Send now: new stories were accepted.  While stories gather, only a flash and what is claimed do not wait.

        Args:
            claimed: the new stories, if they were claimed when they were accepted.
            is_flash: whether one of them overtakes all others.
        """
        if claimed:
            self._claimed.extend(claimed)
        else:
            self._has_news = True
        self._wake.set()
        if claimed or is_flash:
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
            gather = self._live and not is_last
            is_claimed = self._send_claimed(gather=gather)
            if self._has_news or (self._live and (not is_claimed or is_last or time.monotonic() >= self._look_at)):
                self._has_news = False
                self._look_at = time.monotonic() + SEND_INTERVAL_SECONDS
                self._gathering = self._try(partial(self._publisher.flush_outbox, gather=gather)).gathering

    def _wait_for_room(self) -> None:
        """Wait until a child has taken a message, for one interval at most: workers come and go."""
        until = time.monotonic() + SEND_INTERVAL_SECONDS
        while not self._hurry.wait(GATHER_SECONDS) and time.monotonic() < until:
            if self._publisher.has_room(self._gathering):
                return

    def _send_claimed(self, *, gather: bool) -> bool:
        """Send what was claimed; where some of it has to wait, look at all that waits.  Returns whether any was."""
        claimed = [self._claimed.popleft() for _ in range(len(self._claimed))]
        if not claimed:
            return False
        if self._try(partial(self._publisher.send_claimed, claimed, gather=gather)).sent < len(claimed):
            self._has_news = True
        return True

    def _try(self, send: Callable[[], Flushed]) -> Flushed:
        """Send something, and tell once why it is not sent."""
        flushed = Flushed(0)
        try:
            flushed = send()
            reason = flushed.delayed_reason
        except Unavailable as error:  # the store: the sources report that themselves
            reason = str(error)
        except Exception as error:  # the thread must go on: the next look may work
            reason = f"{type(error).__name__}: {error}"
        if self._live and reason and reason != self.delayed_reason:
            self._report(f"stories wait in the ledger: {reason}")
        self.delayed_reason = reason
        return flushed
