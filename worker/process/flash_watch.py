"""When a child that processes a message of many stories looks for a flash that waits in the ledger."""

from __future__ import annotations

import time

from wiredesk.nlp.limits import RunInterrupted
from wiredesk.store.ledger import LeasedVersion

FLASH_CHECK_SECONDS = 0.02
"""Minimum time between two looks.  One is a query of 0.03 ms on SQLite, and of some round trips to PostgreSQL."""
LOOKING_SHARE = 0.02
"""Share of a child's time that looks may take: over a slow network they become fewer."""
CALM_SECONDS = 0.3
"""Time after a flash for which no group is begun again for another one: each time half a group's work is lost, and a
child that gets one flash after the other is to finish its groups, too."""


class FlashFirst(RunInterrupted):
    """A flash was leased while a group was extracted: the group begins again after it."""

    def __init__(self, flash: list[LeasedVersion]) -> None:
        super().__init__()
        self.flash = flash


class FlashWatch:
    """The times of one child."""

    def __init__(self) -> None:
        self._due = self._interrupted = 0.0

    def looked(self, began: float, *, found: bool = False) -> None:
        """Note a look.  Where it found a flash, the next one is due at once, for another may wait behind it.

        Args:
            began: when it began, by the system's monotonic clock in seconds.
        """
        now = time.monotonic()
        self._due = 0.0 if found else now + max(FLASH_CHECK_SECONDS, (now - began) / LOOKING_SHARE)

    def is_due(self) -> bool:
        """Return whether the child should look now, between two groups."""
        return time.monotonic() > self._due

    def may_interrupt(self) -> bool:
        """Return whether the child should look now, between two stages of a group."""
        return self.is_due() and time.monotonic() - self._interrupted > CALM_SECONDS

    def interrupted(self) -> None:
        """Note that a group was interrupted."""
        self._interrupted = time.monotonic()
