"""When a child that processes a message of many stories looks for a flash that waits in the ledger."""

from __future__ import annotations

import time

from wiredesk.nlp.limits import RunInterrupted
from wiredesk.store.ledger import LeasedVersion

FLASH_CHECK_SECONDS = 0.02
"""Minimum time between two looks: one is a query of 0.03 ms on SQLite, and of some round trips to PostgreSQL."""
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
        self._looked = self._interrupted = 0.0

    def looked(self, *, found: bool = False) -> None:
        """Note a look; where it found a flash, the next one is due at once, for another may wait behind it."""
        self._looked = 0.0 if found else time.monotonic()

    def is_due(self) -> bool:
        """Return whether the child should look now, between two groups."""
        return time.monotonic() - self._looked > FLASH_CHECK_SECONDS

    def may_interrupt(self) -> bool:
        """Return whether the child should look now, between two stages of a group."""
        return self.is_due() and time.monotonic() - self._interrupted > CALM_SECONDS

    def interrupted(self) -> None:
        """Note that a group was interrupted."""
        self._interrupted = time.monotonic()
