"""Delete things that no stored story names any more."""

from __future__ import annotations

from sqlalchemy import Connection

from wiredesk.store import checkpoints
from wiredesk.store.directory import component_rows
from wiredesk.store.raw_sql import run

CHECKPOINT = "directory"
"""Name of the checkpoint that tells up to which thing a round of deletions has come."""
LOOKED_AT = 2000
"""Things that one transaction looks at, some 10 ms."""
_LISTED = "SELECT id FROM things WHERE id > ? ORDER BY id LIMIT ?"
_UNUSED = (
    "SELECT t.id FROM things AS t WHERE t.id IN :numbers"
    " AND NOT EXISTS (SELECT 1 FROM identities AS i WHERE i.thing = t.id)"
    " AND NOT EXISTS (SELECT 1 FROM identities AS i WHERE i.bare = t.id)"
    " AND NOT EXISTS (SELECT 1 FROM rulings AS r WHERE r.thing = t.id)"
    " AND NOT EXISTS (SELECT 1 FROM rulings AS r WHERE r.other = t.id)"
)
_UNIONS = (
    "DELETE FROM unions WHERE a IN :numbers",
    "DELETE FROM unions WHERE b IN :numbers",
)
_JOINED = (
    "SELECT id FROM things WHERE merged_into IN :numbers"
    " UNION SELECT merged_into FROM things WHERE id IN :numbers AND merged_into IS NOT NULL"
    " UNION SELECT a FROM unions WHERE b IN :numbers UNION SELECT b FROM unions WHERE a IN :numbers"
)
_DELETE = ("DELETE FROM thing_names WHERE thing IN :numbers", "DELETE FROM things WHERE id IN :numbers")


def prune(connection: Connection) -> bool:
    """Delete things that no story names and on which nobody has ruled, with their names.

    A worker may store a story of such a thing at the same time; the linker stores the thing again then.

    Returns:
        Whether more things are to be looked at in this round.
    """
    after = int(checkpoints.read(connection, CHECKPOINT).get("looked_at", 0))
    listed = [row[0] for row in run(connection, _LISTED, after, LOOKED_AT).fetchall()]
    unused = [row[0] for row in run(connection, _UNUSED, listed).fetchall()] if listed else []
    if unused:
        delete(connection, unused)
    is_left = len(listed) == LOOKED_AT
    if after or is_left:
        checkpoints.write(connection, CHECKPOINT, {"looked_at": listed[-1] if is_left else 0})
    return is_left


def delete(connection: Connection, ids: list[int]) -> None:
    """Delete things with all that is known of them; what they were joined with is computed again."""
    component_rows.lock(connection)
    joined = {row[0] for row in run(connection, _JOINED, ids, ids, ids, ids).fetchall()} - set(ids)
    for statement in (*_UNIONS, *_DELETE):
        run(connection, statement, ids)
    if joined:
        component_rows.recompute(connection, joined)
