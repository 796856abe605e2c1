"""The names that the linker has to settle, and how far each is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from wiredesk.store.raw_sql import run, run_many
from wiredesk.store.thing_tables import RIPE, UNSETTLED

AT_ONCE = -1
"""The number in ``settled`` of names that are settled before all others."""
_COUNT = (
    "INSERT INTO name_keys (key, seen, settled) VALUES (?, 1, 0)"
    " ON CONFLICT (key) DO UPDATE SET seen = name_keys.seen + 1"
)
_NAMES = (
    "INSERT INTO name_keys (key, seen, settled)"
    f" SELECT DISTINCT key, 1, {AT_ONCE} FROM thing_names WHERE thing IN :numbers ORDER BY key"
    f" ON CONFLICT (key) DO UPDATE SET settled = {AT_ONCE}"
)
_WAITING = "SELECT key, seen, settled, upto FROM name_keys WHERE {} AND key > ? ORDER BY key LIMIT ?"
_BEGIN = "UPDATE name_keys SET settled = seen, upto = 0 WHERE key = ?"
_ADVANCE = "UPDATE name_keys SET upto = ? WHERE key = ?"
_DELETE = "DELETE FROM name_keys WHERE key = ?"
_BACKLOG = f"SELECT count(*) FROM name_keys WHERE {UNSETTLED}"


class NameKey(NamedTuple):
    """A name that is to be settled."""

    key: str
    seen: int
    settled: int
    upto: int | None
    """While it is being settled: the last version whose bare name is decided."""


def count(connection: Connection, keys: Collection[str]) -> None:
    """Count one more story for each of some names."""
    run_many(connection, _COUNT, ((key,) for key in sorted(keys)))


def settle_at_once(connection: Connection, things: Iterable[int]) -> None:
    """Mark all names of some things to be settled before all others."""
    if listed := sorted(set(things)):
        run(connection, _NAMES, listed)


def waiting(connection: Connection, after: str, limit: int, *, only_ripe: bool) -> list[NameKey]:
    """Return names that are to be settled, in the order of their keys, beginning after a key.

    Args:
        only_ripe: only those that have grown by half since they were settled.
    """
    condition = f"({RIPE})" if only_ripe else f"({UNSETTLED})"
    return [NameKey(*row) for row in run(connection, _WAITING.format(condition), after, limit).fetchall()]


def begin(connection: Connection, key: str) -> None:
    """Note that a name is being settled: what counts from now on is settled the next time."""
    run(connection, _BEGIN, key)


def advance(connection: Connection, key: str, upto: int | None) -> None:
    """Note the last version whose bare name is decided; None: the name is settled."""
    run(connection, _ADVANCE, upto, key)


def delete(connection: Connection, key: str) -> None:
    """Forget a name that nothing has to be settled of."""
    run(connection, _DELETE, key)


def count_unsettled(connection: Connection) -> int:
    """Count the names that are to be settled."""
    found: int = run(connection, _BACKLOG).fetchone()[0]
    return found
