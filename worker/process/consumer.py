"""Celery's consumer without its wait for other workers at the start, and with the events of tasks sent together."""

from __future__ import annotations

import time
from typing import Any

from celery.worker.consumer import Consumer

EVENT_SECONDS = 0.05
"""Time for which the events of tasks are kept, to be sent in one message.  Celery would publish them in the next turn
of its event loop, before the child gets its story."""


class StoryConsumer(Consumer):
    """A consumer that does not mingle, as with ``celery worker --without-mingle``, and sends events a moment later.

    Workers mingle to tell each other which tasks were revoked and what their clocks say, and wait a second for answers.
    The ledger knows what is done, and nothing here reads the clocks.

    An event carries the time at which it happened, so Flower shows the same.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"without_mingle": True})
        self.hub: Any
        self.event_dispatcher: Any
        self._events_due = 0.0
        self._is_stopping = False

    def on_send_event_buffered(self) -> None:  # type: ignore[override]
        """Send the events of tasks that are kept by now, and those of the next moment, when it is over."""
        if not self.hub or self._is_stopping:
            super().on_send_event_buffered()
            return
        now = time.monotonic()
        if now >= self._events_due:  # a new connection to the broker forgets what was planned
            self._events_due = now + EVENT_SECONDS
            self.hub.call_later(EVENT_SECONDS, self._send_events)

    def stop(self) -> None:
        """Send what is kept, and stop."""
        self._is_stopping = True
        self._send_events()
        super().stop()

    def _send_events(self) -> None:
        if self.event_dispatcher:
            self.event_dispatcher.flush()
