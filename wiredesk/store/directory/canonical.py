"""The thing that stands for others after mergers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, or_, select

from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.thing_tables import things

_CHUNK = 500


def canonical_ids(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """Return for each thing the one that stands for it: itself, or what it was merged into.  Unknown ids are left
    out."""
    found: dict[int, int] = {}
    for part in chunks(ids, _CHUNK):
        query = select(things.c.id, func.coalesce(things.c.merged_into, things.c.id)).where(things.c.id.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def members(connection: Connection, id: int) -> list[int]:
    """Return a thing that stands for others and all that were merged into it, itself first."""
    query = select(things.c.id).where(or_(things.c.id == id, things.c.merged_into == id))
    return sorted(connection.scalars(query), key=lambda one: (one != id, one))
