"""When the linker settles names: ripe ones at any time, the others when no story is due."""

from __future__ import annotations

import time

from sqlalchemy import Connection

from wiredesk.store import checkpoints
from wiredesk.store.directory import name_key_rows
from wiredesk.store.directory.settling import SettledNames, settle

TURN_SECONDS = 0.02
"""Seconds after which a turn begins no further work: workers that store results wait for it on SQLite."""
IDLE_PAUSE = 3
"""Length of the pause after a turn on names that are not ripe, in lengths of the turn: a quarter of a core at most."""
REST = 20
"""Time for which a name that took several turns is left alone until it is ripe, in lengths of those turns."""
MAX_RESTING = 256
"""Names that are left alone at most."""


class NameSettler:
    """The linker's turns on names; it knows where the last one ended."""

    def __init__(self) -> None:
        self._after = ""
        self._pause_until = 0.0
        self._spent: dict[str, float] = {}
        self._resting: dict[str, float] = {}

    def is_due(self, connection: Connection, *, is_idle: bool) -> bool:
        """Return whether a turn has something to do.

        Args:
            is_idle: whether no story is due.
        """
        if name_key_rows.waiting(connection, "", 1, only_ripe=True):
            return True
        now = time.monotonic()
        if not is_idle or now < self._pause_until:
            return False
        self._resting = {key: until for key, until in self._resting.items() if until > now}
        waiting = name_key_rows.waiting(connection, "", len(self._resting) + 1, only_ripe=False)
        return any(key.key not in self._resting for key in waiting)

    def turn(self, connection: Connection, *, is_idle: bool) -> SettledNames:
        """Settle names for :data:`TURN_SECONDS`: ripe ones, and when no story is due the others as well."""
        began = time.monotonic()
        found = settle(connection, began + TURN_SECONDS, only_ripe=True)
        done, failed = found.settled, found.failed
        if is_idle and not found.unfinished and time.monotonic() < began + TURN_SECONDS:
            found = settle(connection, began + TURN_SECONDS, after=self._after, without=self._resting)
            self._after = found.after
            done, failed = done + found.settled, failed + found.failed
        ended = time.monotonic()
        self._pause_until = ended + IDLE_PAUSE * (ended - began)
        self._rest(found.unfinished, ended - began, ended)
        milliseconds = round(1000 * (ended - began))
        checkpoints.count(connection, checkpoints.SETTLED, names=done, milliseconds=milliseconds)
        return SettledNames(done, failed, found.unfinished, found.after)

    def _rest(self, unfinished: str | None, took: float, now: float) -> None:
        """Leave names alone that took several turns and are done."""
        for key in [key for key in self._spent if key != unfinished]:
            self._resting[key] = now + REST * self._spent.pop(key)
        while len(self._resting) > MAX_RESTING:
            del self._resting[next(iter(self._resting))]
        if unfinished is not None:
            self._spent[unfinished] = self._spent.get(unfinished, 0.0) + took


def settle_all(connection: Connection) -> int:
    """Settle names until none is left, in one transaction.  Returns how many were settled."""
    settled = 0
    while name_key_rows.waiting(connection, "", 1, only_ripe=False):
        settled += settle(connection, time.monotonic() + TURN_SECONDS).settled
    return settled
