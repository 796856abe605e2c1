"""What each child of a worker holds, in memory that it shares with the worker's main process.

The main process renews the leases of its children, because a child is busy inside C code for as long as a story takes.
It must not renew more than they hold: a lease that a child knows nothing of (the store forgot its last commits in a
failover, or the answer to a commit was lost) has to expire.
"""

from __future__ import annotations

import mmap
import os
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass

MAX_CHILDREN = 1024
"""Children of one worker that can report."""
MAX_REPORTED = 500
"""Stories that one child can name; a message has at most 256, and flashes come on top.  More count as unknown."""
_HEAD = struct.Struct("qdq")
"""Process number, the monotonic time until which the child reports again, and the number of stories."""
_SLOT_BYTES = _HEAD.size + 8 * MAX_REPORTED
_UNKNOWN = -1
"""Number of stories while a child is leasing: it may hold any lease that bears its name."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one child holds.  Times are seconds of the system's monotonic clock."""

    pid: int
    seqs: tuple[int, ...] | None
    """``seq`` of each version; None for every lease that bears the child's name."""
    reports_until: float


class Holding:
    """One child's side of :class:`Holdings`."""

    def __init__(self, page: mmap.mmap, offset: int) -> None:
        self._page, self._offset = page, offset
        self._reports_until = 0.0

    def hold(self, seqs: Sequence[int] | None) -> None:
        """Report what the child holds from now on: these versions, or with None whatever bears its name."""
        if seqs is None or len(seqs) > MAX_REPORTED:
            self._write_head(_UNKNOWN)
            return
        struct.pack_into(f"{len(seqs)}q", self._page, self._offset + _HEAD.size, *seqs)
        self._write_head(len(seqs))

    def expect(self, seconds: float) -> None:
        """Report that the next step of the child takes at most ``seconds``."""
        self._reports_until = time.monotonic() + seconds
        struct.pack_into("d", self._page, self._offset + 8, self._reports_until)

    def _write_head(self, number: int) -> None:
        _HEAD.pack_into(self._page, self._offset, os.getpid(), self._reports_until, number)


class Holdings:
    """The memory that the main process and its children share; made before the first fork."""

    def __init__(self, children: int = MAX_CHILDREN) -> None:
        self._children = children
        self._page = mmap.mmap(-1, children * _SLOT_BYTES)

    def slot(self, index: int) -> Holding:
        """Return the side of one child; ``index`` is its number within the pool.

        A number above :data:`MAX_CHILDREN` shares a slot, so that some leases may expire although they are held.
        """
        holding = Holding(self._page, (index % self._children) * _SLOT_BYTES)
        holding.hold(())
        return holding

    def read(self) -> list[Held]:
        """Return what the children hold; those that hold nothing are left out."""
        found = []
        for offset in range(0, self._children * _SLOT_BYTES, _SLOT_BYTES):
            pid, reports_until, number = _HEAD.unpack_from(self._page, offset)
            if number == _UNKNOWN:
                found.append(Held(pid, None, reports_until))
            elif number:
                seqs = struct.unpack_from(f"{number}q", self._page, offset + _HEAD.size)
                found.append(Held(pid, seqs, reports_until))
        return found
