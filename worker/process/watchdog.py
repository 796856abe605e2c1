"""A worker that takes nothing though messages wait for it.

Seen once in some thousand kills of children, under heavy load: a ping is answered, the reconciler looks, nothing is
read.  Most likely Celery counts messages as being read that no child has any more, and takes none beyond as many as it
has children.
"""

from __future__ import annotations

import mmap
import struct
import time


class LastActivity:
    """When any child of a worker last began or ended a message; shared with children that are forked later."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, struct.calcsize("d"))
        self.touch()

    def touch(self) -> None:
        """It is doing so now."""
        struct.pack_into("d", self._page, 0, time.monotonic())

    def __call__(self) -> float:
        """Seconds of the system's monotonic clock."""
        return float(struct.unpack_from("d", self._page, 0)[0])


class StallDetector:
    """Watches one worker, look by look."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._since: float | None = None

    def check(self, now: float, *, is_idle: bool, last_activity: float) -> bool:
        """Whether it has been idle with messages waiting for longer than the patience (seconds).

        Args:
            now: seconds of the clock that ``last_activity`` is of.
            is_idle: messages wait that it could take, and its children hold no story.
            last_activity: when a child last began or ended a message.
        """
        if not is_idle:
            self._since = None
            return False
        if self._since is None or last_activity > self._since:
            self._since = now
        return now - self._since > self._patience
