"""The names that the linker has to settle, and how far each is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from wiredesk.store.raw_sql import run, run_many
from wiredesk.store.thing_tables import RIPE, UNSETTLED
from wiredesk.store.types import to_time

AT_ONCE = -1
"""The number in ``settled`` of names that are settled before all others."""
_COUNT = (
    "INSERT INTO name_keys (key, seen, settled, since) VALUES (?, ?, 0, :now)"
    " ON CONFLICT (key) DO UPDATE SET seen = name_keys.seen + excluded.seen,"
    " since = CASE WHEN name_keys.seen > name_keys.settled THEN coalesce(name_keys.since, :now) ELSE :now END"
)
_NAMES = (
    "INSERT INTO name_keys (key, seen, settled, since)"
    f" SELECT key, 1, {AT_ONCE}, :now FROM thing_names WHERE thing IN :numbers GROUP BY key ORDER BY key"
    f" ON CONFLICT (key) DO UPDATE SET settled = {AT_ONCE}, since = :now"
)
_WAITING = "SELECT key, seen, settled, upto FROM name_keys WHERE {} AND key > ? ORDER BY key LIMIT ?"
_FINISH = "UPDATE name_keys SET settled = ?, upto = NULL, since = :now WHERE key = ?"
_ADVANCE = "UPDATE name_keys SET settled = ?, upto = ? WHERE key = ?"
_SEEN = "SELECT key, seen FROM name_keys WHERE key IN :words AND settled > 0"
_BACKLOG = f"SELECT count(*) FROM name_keys WHERE {UNSETTLED}"
_OLDEST = f"SELECT min(since), :now FROM name_keys WHERE {UNSETTLED}"


class NameKey(NamedTuple):
    """A name that is to be settled."""

    key: str
    seen: int
    settled: int
    upto: int | None
    """While it is being settled: the last version whose bare name is decided."""

    @property
    def is_begun(self) -> bool:
        """Whether it is half settled, and no user has ruled on it since."""
        return self.upto is not None and self.settled >= 0

    @property
    def number(self) -> int:
        """The number of stories with which it is settled."""
        return self.settled if self.is_begun else self.seen


def count(connection: Connection, keys: Collection[str]) -> None:
    """Count one more story for each of some names."""
    count_several(connection, dict.fromkeys(keys, 1))


def count_several(connection: Connection, stories: Mapping[str, int]) -> None:
    """Count further stories for names.

    Args:
        stories: how many, by key.
    """
    run_many(connection, _COUNT, sorted(stories.items()))


def settle_at_once(connection: Connection, things: Iterable[int]) -> None:
    """Mark all names of some things to be settled before all others."""
    if listed := sorted(set(things)):
        run(connection, _NAMES, listed)


def waiting(connection: Connection, after: str, limit: int, *, only_ripe: bool) -> list[NameKey]:
    """Return names that are to be settled, in the order of their keys, beginning after a key.

    Args:
        only_ripe: only those that stand in twice as many stories as when they were settled, and eight more.
    """
    condition = f"({RIPE})" if only_ripe else f"({UNSETTLED})"
    return [NameKey(*row) for row in run(connection, _WAITING.format(condition), after, limit).fetchall()]


def finish(connection: Connection, key: NameKey) -> None:
    """Note that a name is settled; stories that came since the beginning count for the next time."""
    run(connection, _FINISH, key.number, key.key)


def advance(connection: Connection, key: NameKey, upto: int) -> None:
    """Note the last version whose bare name is decided."""
    run(connection, _ADVANCE, key.number, upto, key.key)


def settled_before(connection: Connection, keys: Collection[str]) -> dict[str, int]:
    """Return the names that were settled before, each with the number of its stories so far."""
    return dict(run(connection, _SEEN, sorted(keys)).fetchall())


def count_unsettled(connection: Connection) -> int:
    """Count the names that are to be settled."""
    found: int = run(connection, _BACKLOG).fetchone()[0]
    return found


def oldest_unsettled_seconds(connection: Connection) -> float | None:
    """Return for how long the name has waited that has waited longest; None if none does.

    It reads every name that waits, unlike :func:`count_unsettled`, which reads the index alone.
    """
    oldest, present = map(to_time, run(connection, _OLDEST).fetchone())
    return max(0.0, (present - oldest).total_seconds()) if oldest and present else None
