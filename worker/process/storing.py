"""Decide whether a story cannot be stored although the store works: then the story is at fault, not the store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from wiredesk.errors import StoreUnavailable, WiredeskError
from wiredesk.store import Store
from wiredesk.store.tables import extractions

MAX_OVERTAKEN = 5
"""Failures of one story between which other stories are stored each time, after which it counts as unstorable.

With the pauses between them that takes three seconds at least; a store that fails over or restarts stores nothing.
"""


class StoringSuspicion:
    """Counts the failures to store one story between which others were stored."""

    def __init__(self, store: Store, seq: int) -> None:
        self._store, self._seq = store, seq
        self._newest: datetime | None = None
        self._has_looked = False
        self._overtaken = 0

    def blames_story(self, error: Exception) -> bool:
        """Return whether this failure, after the earlier ones, is the story's fault.

        An error with a known cause outside of the story (read-only, a full disk, a conflict) never is.
        """
        if type(error) is not StoreUnavailable:
            return False
        try:
            newest = self._newest_of_others()
        except WiredeskError:
            return False
        if self._has_looked and newest != self._newest:
            self._overtaken += 1
        self._newest, self._has_looked = newest, True
        return self._overtaken >= MAX_OVERTAKEN

    def _newest_of_others(self) -> datetime | None:
        with self._store.read() as connection:
            others = select(func.max(extractions.c.stored_at)).where(extractions.c.seq != self._seq)
            found: datetime | None = connection.scalar(others)
        return found
