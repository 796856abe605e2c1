"""Read the change log so that nothing is lost: every reader of changes uses this module.

SQLite has one writer, so numbers are given out in the order of the commits.  PostgreSQL gives a number out when the row
is inserted, and another transaction may commit a larger number before.  A reader that went on after the larger number
would never see the smaller one.  So a reader stops before a missing number until it is known that nobody will commit
it: when every transaction that ran as the number was missed has ended.  A transaction has its id before it takes a
number, so all transactions below the next id at that time are meant; they have ended when ``pg_snapshot_xmin`` has
reached that id.  The id of the row's own transaction would not do: one with a smaller id may take the larger number.

A transaction that writes and never ends (``idle in transaction``) therefore holds readers up at the next missing
number: :attr:`ChangeBatch.held_up`.  Numbers of transactions that were rolled back stay missing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.sql import text

from wiredesk.errors import EXIT_BAD_DATA, WiredeskError
from wiredesk.store.changes.change_log import Change, is_kept, last_number, oldest_kept, page
from wiredesk.store.engine import Store

MAX_ROWS = 1000
"""Most changes that are read at once."""
PATIENCE_SECONDS = 0.05
"""How long one read waits for a missing number: a worker's transaction takes some milliseconds."""
_PAUSE_SECONDS = 0.004


class ChangesGone(WiredeskError):
    """The log no longer has all changes after a number: they were pruned, or it is the number of another store."""

    exit_code = EXIT_BAD_DATA
    oldest = newest = 0
    """The first and the last change that the log has."""

    @classmethod
    def after(cls, number: int, oldest: int, newest: int) -> ChangesGone:
        """Return the error for a reader who wants the changes after ``number``."""
        cause = f"the log has the changes from {oldest} to {newest}"
        error = cls(f"change {number}", cause, "read all stories again, then go on from the newest change")
        error.oldest, error.newest = oldest, newest
        return error


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """Changes in the order of their numbers."""

    changes: tuple[Change, ...]
    after: int
    """Where the next read goes on: the number of the last change, or that which was asked for."""
    is_full: bool
    """Whether more changes may be waiting."""
    held_up: bool
    """Whether changes wait behind a number that a running transaction may still commit (PostgreSQL)."""


class ChangeReader:
    """Reads the changes of one store, for as many readers as there are.  It may be used by several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._settled = 0
        """No number up to this one will be committed any more."""
        self._pending: tuple[int, int] | None = None
        """A number, and the transaction id that all must have passed before the numbers up to it are settled."""

    def read(self, after: int, limit: int = MAX_ROWS) -> ChangeBatch:
        """Return the changes after a number that are complete.

        Raises:
            ChangesGone: the log no longer has all of them.
            StoreUnavailable: the store does not answer.
        """
        limit = min(limit, MAX_ROWS)
        with self._store.read() as connection:
            found = page(connection, after, limit)
            if not is_kept(connection, after):  # tested after the rows were read: they may have been pruned before
                raise ChangesGone.after(after, oldest_kept(connection), last_number(connection))
        if self._store.dialect == "sqlite":
            return _batch(found, after, limit, held_up=False)
        return self._read_whole(found, after, limit)

    def newest(self) -> int:
        """Return the number after which a reader begins who wants what happens from now on."""
        with self._store.read() as connection:
            number = last_number(connection)
        if self._store.dialect == "sqlite":
            return number
        return self._settle(number)

    def _read_whole(self, found: list[Change], after: int, limit: int) -> ChangeBatch:
        """Return the changes up to the first number that may still be committed."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            whole = _up_to_gap(found, after, self._settled)
            if len(whole) == len(found):
                return _batch(whole, after, limit, held_up=False)
            self._look(found[-1].n)
            with self._store.read() as connection:
                found = page(connection, after, limit)
            if len(_up_to_gap(found, after, self._settled)) == len(found) or time.monotonic() > until:
                whole = _up_to_gap(found, after, self._settled)
                return _batch(whole, after, limit, held_up=len(whole) < len(found))
            time.sleep(_PAUSE_SECONDS)

    def _settle(self, number: int) -> int:
        """Return the largest number up to ``number`` below which nothing will be committed any more; waits a while."""
        until = time.monotonic() + PATIENCE_SECONDS
        self._look(number)
        while self._settled < number and time.monotonic() < until:
            time.sleep(_PAUSE_SECONDS)
            self._look(number)
        return min(number, self._settled) if self._settled else self._before_first_gap(number)

    def _before_first_gap(self, number: int) -> int:
        """Return the last number before the first missing one: what a new reader gets while a transaction hangs."""
        with self._store.read() as connection:
            after = oldest_kept(connection) - 1
            while found := page(connection, after, MAX_ROWS):
                whole = _up_to_gap(found, after, self._settled)
                after = whole[-1].n if whole else after
                if len(whole) < len(found) or after >= number:
                    break
        return after

    def _look(self, number: int) -> None:
        """Take note of a number that is committed, and settle those that were noted before."""
        with self._lock, self._store.read() as connection:
            following, oldest = _transaction_ids(connection)
            if self._pending is None and number > self._settled:
                self._pending = number, following
            if self._pending is not None and oldest >= self._pending[1]:
                self._settled = max(self._settled, self._pending[0])
                self._pending = None


def _batch(found: Sequence[Change], after: int, limit: int, *, held_up: bool) -> ChangeBatch:
    return ChangeBatch(tuple(found), found[-1].n if found else after, len(found) == limit, held_up)


def _up_to_gap(found: Sequence[Change], after: int, settled: int) -> list[Change]:
    """Return the changes up to the first missing number above ``settled``."""
    whole: list[Change] = []
    last = after
    for change in found:
        if change.n != last + 1 and change.n - 1 > settled:
            break
        whole.append(change)
        last = change.n
    return whole


def _transaction_ids(connection: Connection) -> tuple[int, int]:
    """Return the id of the next transaction, and the oldest id of a running one (PostgreSQL).

    ``age`` counts from the next id in a transaction that has none of its own, as this one; ids of 64 bits come from the
    snapshot, whose upper end is at most some hundred below the next id.
    """
    row = connection.execute(_IDS).one()
    following = row.upper + (3 + row.age - row.upper) % _ID_CYCLE
    return following, row.oldest


_ID_CYCLE = 2**32
_IDS = text(
    "SELECT age(CAST('3' AS xid)) AS age, "
    "CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS upper, "
    "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS oldest"
)
