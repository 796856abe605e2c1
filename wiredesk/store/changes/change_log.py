"""Rows of the change log: they are added, read in the order of their numbers, and pruned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.sql import text

from wiredesk.store import checkpoints
from wiredesk.store.change_tables import OF_THINGS, ChangeKind, changes
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.raw_sql import run_many
from wiredesk.store.types import database_time, now

CHECKPOINT = "changes"
"""Checkpoint of the log: ``before``, the last version that was accepted before there was a log, and ``pruned``, the
last number that was deleted."""
PRUNE_ROWS = 5000
"""Most rows that one transaction deletes."""


@dataclass(frozen=True, slots=True)
class NewChange:
    """A row to add to the log."""

    what: ChangeKind
    seq: int | None = None
    """The version that it is about.  It may have been deleted since."""
    id: str | None = None
    version: int | None = None
    previous: int | None = None
    """The ``seq`` of the version that readers saw before."""
    thing: int | None = None
    other: int | None = None
    """The thing that ``thing`` was joined to or parted from."""
    backfill: bool = False
    swept: bool = False
    """Whether the change was noticed after it had happened: a process of an earlier release made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(NewChange):
    """A row of the log."""

    n: int
    """Its number; a later change has a larger one."""
    at: datetime

    @property
    def is_news(self) -> bool:
        """Whether the change is news for readers: no back-fill, no reprocessing, no housekeeping."""
        return not self.backfill and self.what not in _NEVER_NEWS


_NEVER_NEWS = frozenset({ChangeKind.REPROCESSED, ChangeKind.RELEASED, ChangeKind.PRUNED}) | OF_THINGS


def add(
    connection: Connection,
    what: ChangeKind,
    *,
    seq: int | None = None,
    id: str | None = None,
    version: int | None = None,
    previous: int | None = None,
    thing: int | None = None,
    other: int | None = None,
    backfill: bool = False,
    swept: bool = False,
) -> None:
    """Add a change in the transaction that makes it.

    Args:
        seq, id, version: the version that the change is about; None for a change of a thing.
        previous: the ``seq`` of the version that readers saw before.
        thing: the id of the thing that the change is about.
        other: the thing that it was joined to or parted from.
        backfill: the story was accepted as back-fill.
        swept: the change was noticed after it had happened.
    """
    add_all(connection, [NewChange(what, seq, id, version, previous, thing, other, backfill, swept)])


def add_all(connection: Connection, rows: Iterable[NewChange]) -> None:
    """Add changes, in their order."""
    given = list(rows)
    if given and connection.dialect.name == "postgresql":
        # A transaction gets its id before it takes a number: readers rely on it, see change_reader.
        connection.execute(_TRANSACTION_ID)
    if given:
        _ADD.run_many(connection, [asdict(row) | {"what": row.what.value} for row in given])


_TRANSACTION_ID = text("SELECT pg_current_xact_id()")
_NAMES = ("seq", "id", "version", "what", "previous", "thing", "other", "backfill", "swept")
_ADD = PreparedStatement(insert(changes).inline().values({name: bindparam(name) for name in _NAMES} | {"at": now()}))


def add_shown(connection: Connection, versions: Iterable[tuple[int, str, int, bool]]) -> None:
    """Add that stories became visible, in a transaction that has written already.

    It is what a worker adds for every story; :func:`add` would take another statement on PostgreSQL.

    Args:
        versions: number, id and version of each, and whether it was accepted as back-fill.
    """
    run_many(connection, _ADD_SHOWN, versions)


_ADD_SHOWN = (
    "INSERT INTO changes (seq, id, version, backfill, what, swept, at)"
    f" VALUES (?, ?, ?, ?, '{ChangeKind.STORED.value}', false, :now)"
)


def page(connection: Connection, after: int, limit: int) -> list[Change]:
    """Return committed rows after a number, in the order of their numbers, complete or not."""
    query = select(changes).where(changes.c.n > after).order_by(changes.c.n).limit(limit)
    return [to_change(row) for row in connection.execute(query).mappings()]


def to_change(row: Any) -> Change:
    """Return a row of the table as a change."""
    return Change(**{name: row[name] for name in _FIELDS} | {"what": ChangeKind(row["what"])})


_FIELDS = ("n", "what", "at", *(name for name in _NAMES if name != "what"))


def last_number(connection: Connection) -> int:
    """Return the number of the newest row; 0 for an empty log."""
    return connection.scalar(select(func.max(changes.c.n))) or 0


def oldest_kept(connection: Connection) -> int:
    """Return the number of the first change that was not pruned; it may be missing."""
    return last_pruned(connection) + 1


def last_pruned(connection: Connection) -> int:
    """Return the largest number that was pruned; 0 for none."""
    last: int = checkpoints.read(connection, CHECKPOINT).get("pruned", 0)
    return last


def is_kept(connection: Connection, after: int) -> bool:
    """Return whether the log has every change after a number.  False where some were pruned, and for a number that this
    log has never given out: that of another store, or of one that was restored from an older copy."""
    pruned = last_pruned(connection)
    return pruned <= after <= max(last_number(connection), pruned)


def number_at(connection: Connection, moment: datetime) -> int:
    """Return the number after which the changes since a moment come: the last one before it.

    The rows are in the order of time but for some seconds; the number is found by halving, so it takes no index.
    """
    low, high = oldest_kept(connection) - 1, last_number(connection)
    while low < high:
        middle = (low + high + 1) // 2
        at = connection.scalar(select(changes.c.at).where(changes.c.n >= middle).order_by(changes.c.n).limit(1))
        if at is not None and at <= moment:
            low = middle
        else:
            high = middle - 1
    return low


def is_whole(connection: Connection) -> bool:
    """Return whether the log has every change since the store was made."""
    state = checkpoints.read(connection, CHECKPOINT)
    return not (state.get("pruned") or state.get("before"))


def time_of(connection: Connection, number: int) -> datetime | None:
    """Return the time of a change; None where the log has none of that number."""
    return connection.scalar(select(changes.c.at).where(changes.c.n == number))


def time_after(connection: Connection, number: int) -> datetime | None:
    """Return the time of the first change after a number; None where there is none."""
    return connection.scalar(select(changes.c.at).where(changes.c.n > number).order_by(changes.c.n).limit(1))


def prune(connection: Connection, days: float) -> bool:
    """Delete some of the changes that are older than ``days``; the newest row always stays.  Returns whether more are
    left."""
    oldest = oldest_kept(connection)
    until = number_at(connection, database_time(connection) - timedelta(days=days))
    last = min(until, last_number(connection) - 1, oldest + PRUNE_ROWS - 1)
    if last < oldest:
        return False
    connection.execute(delete(changes).where(changes.c.n <= last))
    state = checkpoints.read(connection, CHECKPOINT)
    checkpoints.write(connection, CHECKPOINT, state | {"pruned": last})
    return bool(last < min(until, last_number(connection) - 1))
