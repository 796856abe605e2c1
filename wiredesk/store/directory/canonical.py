"""The thing that stands for others after mergers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, or_, select

from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run
from wiredesk.store.thing_tables import things

_CHUNK = 500
_CANONICAL = "SELECT id, coalesce(merged_into, id) FROM things WHERE id IN :numbers"
"""As text for the driver: watches ask for every story."""
_MEMBERS = select(things.c.id).where(or_(things.c.id == bindparam("id"), things.c.merged_into == bindparam("id")))


def canonical_ids(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """Return for each thing the one that stands for it: itself, or what it was merged into.  Unknown ids are left
    out."""
    found: dict[int, int] = {}
    for part in chunks(ids, _CHUNK):
        found.update(run(connection, _CANONICAL, list(part)).fetchall())
    return found


def members(connection: Connection, id: int) -> list[int]:
    """Return a thing that stands for others and all that were merged into it, itself first."""
    return sorted(connection.scalars(_MEMBERS, {"id": id}), key=lambda one: (one != id, one))
