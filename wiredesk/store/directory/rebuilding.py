"""Make the directory again from the stored documents and the users' rulings, beside running workers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from wiredesk.contract import Extraction
from wiredesk.identity.story_things import StoryThing, story_things
from wiredesk.store import results
from wiredesk.store.directory import component_rows, story_names, story_rulings
from wiredesk.store.linking import linker_lease
from wiredesk.store.raw_sql import run, run_many
from wiredesk.store.result_rows import storable

STORIES_AT_ONCE = 32
"""Versions stored again in one transaction: workers wait for it on SQLite."""
NAMES_AT_ONCE = 1000
"""Names looked at in one transaction."""
_VERSIONS = "SELECT seq FROM extractions WHERE seq > ? ORDER BY seq LIMIT ?"
_COUNT = "SELECT count(*) FROM extractions"
_NAMES = (
    "SELECT key, kind, thing FROM thing_names WHERE (key, kind, thing) > (?, ?, ?) ORDER BY key, kind, thing LIMIT ?"
)
_FRESH = (
    "SELECT 1 FROM identities AS i JOIN extractions AS x ON x.seq = i.seq"
    " WHERE i.thing = ? AND x.stored_at >= ? LIMIT 1"
)
_RULED_THINGS = (
    "SELECT thing FROM rulings WHERE thing IS NOT NULL UNION SELECT other FROM rulings WHERE other IS NOT NULL"
)
_DELETE = "DELETE FROM thing_names WHERE key = ? AND kind = ? AND thing = ?"
_ALL_NAMES = (
    "INSERT INTO name_keys (key, seen, settled) SELECT DISTINCT key, 1, -1 FROM unions WHERE true"
    " ON CONFLICT (key) DO UPDATE SET settled = -1",
    "UPDATE name_keys SET settled = -1",
)

NameRow = tuple[str, str, int]


def count_versions(connection: Connection) -> int:
    """Count the versions that have results."""
    found: int = run(connection, _COUNT).fetchone()[0]
    return found


def next_versions(connection: Connection, after: int) -> list[int]:
    """Return the next versions that have results, after one of them."""
    return [row[0] for row in run(connection, _VERSIONS, after, STORIES_AT_ONCE).fetchall()]


def store_again(connection: Connection, seqs: Sequence[int]) -> set[int]:
    """Store the things of versions again as their documents and the rulings on their stories tell them.

    The linker waits until the transaction ends.

    Returns:
        The hashes of the names that they have.
    """
    linker_lease.lock(connection)
    names: set[int] = set()
    for seq in seqs:
        if text := results.document(connection, seq):
            found = story_things(Extraction.model_validate_json(text))
            story_rulings.store_things(connection, [(seq, found)])
            story_names.count_names(connection, seq, story_names.open_names(connection, [seq])[seq])
            names.update(map(hash, _names(found)))
    return names


def _names(found: Sequence[StoryThing]) -> list[NameRow]:
    return [(storable(name.key), one.key.kind.value, one.key.id) for one in found for name in one.names]


def drop_names(connection: Connection, after: NameRow, known: set[int], began: datetime) -> NameRow | None:
    """Delete names that no story tells any more, as far as one transaction goes.

    Names of things that users ruled on stay, and those of things of which stories were stored meanwhile.

    Args:
        after: the name to begin after.
        known: what :func:`store_again` returned for all stories.
        began: when the first story was stored again.

    Returns:
        The name to go on after; None when all are done.
    """
    component_rows.lock(connection)
    listed: list[NameRow] = [tuple(row) for row in run(connection, _NAMES, *after, NAMES_AT_ONCE).fetchall()]
    unknown = [name for name in listed if hash(name) not in known]
    if unknown:
        ruled = {row[0] for row in run(connection, _RULED_THINGS).fetchall()}
        stale = [one for one in unknown if one[2] not in ruled and not _is_fresh(connection, one[2], began)]
        run_many(connection, _DELETE, stale)
    return listed[-1] if len(listed) == NAMES_AT_ONCE else None


def _is_fresh(connection: Connection, thing: int, began: datetime) -> bool:
    return run(connection, _FRESH, thing, began).fetchone() is not None


def settle_all_again(connection: Connection) -> None:
    """Mark every name to be settled again, and compute again what users joined and kept apart."""
    component_rows.lock(connection)
    for statement in _ALL_NAMES:
        run(connection, statement)
    component_rows.recompute(connection, {row[0] for row in run(connection, _RULED_THINGS).fetchall()})
