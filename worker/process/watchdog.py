"""Detect children that hang, and a stalled consumer: messages wait, and no child of this worker takes one.

It was seen once in some thousand kills of children under heavy load: the worker answered a ping, the reconciler ran,
and no message was taken. The likely cause is that Celery still counts messages of children that no longer exist, and
takes no more messages than it has children. The worker then exits with status 1
(``WorkerProcess.exit_for_restart``), and its supervisor starts it again.
"""

from __future__ import annotations

import mmap
import struct
import time
from collections.abc import Sequence

import psutil

from worker.process.holdings import Held


class LastActivity:
    """The time at which any child of a worker last began or ended a message; shared with children forked later."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, struct.calcsize("d"))
        self.touch()

    def touch(self) -> None:
        """Record activity now."""
        struct.pack_into("d", self._page, 0, time.monotonic())

    def __call__(self) -> float:
        """Return the time of the last activity, in seconds of the system's monotonic clock."""
        return float(struct.unpack_from("d", self._page, 0)[0])


class StallDetector:
    """Decides whether one worker is stalled, from one check to the next.

    Args:
        max_idle_seconds: how long the worker may be idle while messages wait.
    """

    def __init__(self, max_idle_seconds: float) -> None:
        self._max_idle_seconds = max_idle_seconds
        self._idle_since: float | None = None

    def check(self, now: float, *, is_idle: bool, last_activity: float) -> bool:
        """Return whether the worker has been idle with messages waiting for longer than ``max_idle_seconds``.

        Args:
            now: seconds, of the same clock as ``last_activity``.
            is_idle: messages wait that this worker could take, and its children hold no story.
            last_activity: when a child last began or ended a message.
        """
        if not is_idle:
            self._idle_since = None
            return False
        if self._idle_since is None or last_activity > self._idle_since:
            self._idle_since = now
        return now - self._idle_since > self._max_idle_seconds


class HangDetector:
    """Finds children that hang outside of a story, where no deadline of the kernel ends them.

    A child that holds stories reports before each step how long the step may take.  One that is overdue or suspended
    hangs: its leases are not renewed, so that another process takes its stories.

    Args:
        kill_after: seconds for which a child hangs before it is to be killed, so that the pool replaces it.
    """

    def __init__(self, kill_after: float) -> None:
        self._kill_after = kill_after
        self._since: dict[int, float] = {}

    def check(self, now: float, children: Sequence[int], held: Sequence[Held]) -> tuple[list[Held], list[int]]:
        """Return what the children hold that do not hang, and the numbers of the children that are to be killed.

        Args:
            now: seconds of the system's monotonic clock.
            children: the process numbers of all children.
            held: what they report.
        """
        overdue = {one.pid for one in held if one.reports_until < now}
        hanging = {pid for pid in children if pid in overdue or _is_suspended(pid)}
        self._since = {pid: self._since.get(pid, now) for pid in hanging}
        alive = [one for one in held if one.pid in children and one.pid not in hanging]
        return alive, [pid for pid, since in self._since.items() if now - since > self._kill_after]

    @property
    def hanging(self) -> int:
        """The number of children that hung at the last check."""
        return len(self._since)


def _is_suspended(pid: int) -> bool:
    """Return whether a signal suspended the process (SIGSTOP)."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    except psutil.NoSuchProcess:
        return False
