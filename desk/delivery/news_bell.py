"""The bell: one thread looks for new changes on behalf of all sinks of the process, and wakes them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import Connection

from wiredesk.errors import WiredeskError
from wiredesk.store import Store

LOOK_SECONDS = 0.05
"""Seconds between two looks: an alert leaves within a tenth of a second, and an idle store gets twenty short questions
a second, however many sinks there are."""
RETRY_SECONDS = 0.5
"""Seconds between two looks at a store that does not answer."""


class NewsBell(threading.Thread):
    """Rings until :meth:`stop`.

    Args:
        newest_of: returns the number of the newest row of what is sent.
    """

    def __init__(self, store: Store, newest_of: Callable[[Connection], int]) -> None:
        super().__init__(name="news-bell", daemon=True)
        self._store, self._newest_of = store, newest_of
        self._newest = 0
        self._rings, self._over = threading.Condition(), threading.Event()

    def run(self) -> None:
        """Look at the newest number; the sinks themselves report a store that does not answer."""
        pause = 0.0
        while not self._over.wait(pause):
            try:
                with self._store.read() as connection:
                    newest = self._newest_of(connection)
                pause = LOOK_SECONDS
            except WiredeskError:
                pause = RETRY_SECONDS
                continue
            if newest != self._newest:
                with self._rings:
                    self._newest = newest
                    self._rings.notify_all()

    def wait(self, position: int, seconds: float) -> None:
        """Wait until there is a change after a position, at most so long."""
        with self._rings:
            self._rings.wait_for(lambda: self._newest > position, seconds)

    def stop(self) -> None:
        """Ring no more."""
        self._over.set()
