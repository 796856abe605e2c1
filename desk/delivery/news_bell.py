"""The bell: one thread looks for news on behalf of all threads of the process, and wakes them."""

from __future__ import annotations

import threading

from wiredesk.errors import WiredeskError
from wiredesk.store import Store
from wiredesk.store.raw_sql import run

LOOK_SECONDS = 0.05
"""Seconds between two looks: an alert leaves within a tenth of a second, and an idle store gets twenty short questions
a second, however many sinks there are."""
BUSY_SECONDS = 0.2
"""Seconds between two looks while every look finds news: what comes meanwhile is read and sent together, which takes
the workers beside it less time."""
STOP_SECONDS = 5.0
"""Seconds that the end waits for the look that runs: it gives its connection back before the store is closed."""
RETRY_SECONDS = 0.5
"""Seconds between two looks at a store that does not answer."""
_NEWEST = "SELECT coalesce((SELECT max(n) FROM changes), 0), coalesce((SELECT max(n) FROM alert_messages), 0)"


class NewestNumber:
    """The number of the newest row of one kind, which threads wait for."""

    def __init__(self) -> None:
        self._newest = 0
        self._rings = threading.Condition()

    def tell(self, newest: int) -> bool:
        """Take note of the number; wake who waits and return True if it has changed."""
        if newest == self._newest:
            return False
        with self._rings:
            self._newest = newest
            self._rings.notify_all()
        return True

    def wait(self, position: int, seconds: float) -> None:
        """Wait until there is a row after a position, at most so long."""
        with self._rings:
            self._rings.wait_for(lambda: self._newest > position, seconds)


class NewsBell(threading.Thread):
    """Rings until :meth:`stop`."""

    def __init__(self, store: Store) -> None:
        super().__init__(name="news-bell", daemon=True)
        self._store = store
        self.changes = NewestNumber()
        """Changes of what readers see."""
        self.messages = NewestNumber()
        """Messages of watches."""
        self._wakes = threading.Event()
        self._is_over = False

    def run(self) -> None:
        """Look at the newest numbers; the sinks themselves report a store that does not answer."""
        pause, found_before = 0.0, False
        while not self._is_over:
            self._wakes.wait(pause)
            self._wakes.clear()
            try:
                with self._store.read() as connection:
                    change, message = run(connection, _NEWEST).fetchone()
            except WiredeskError:
                pause = RETRY_SECONDS
                continue
            found = self.changes.tell(change)
            self.messages.tell(message)
            pause = next_pause(pause, found=found, found_before=found_before)
            found_before = found

    def look_soon(self) -> None:
        """Look at once: this process has written something."""
        self._wakes.set()

    def stop(self) -> None:
        """Ring no more."""
        self._is_over = True
        self._wakes.set()
        if self.is_alive():
            self.join(STOP_SECONDS)


def next_pause(pause: float, *, found: bool, found_before: bool) -> float:
    """Return the seconds to the next look: more while every look finds changes, few when the flow ends."""
    if found and found_before:
        return min(BUSY_SECONDS, max(LOOK_SECONDS, 2 * pause))
    return pause if found and pause > LOOK_SECONDS else LOOK_SECONDS
