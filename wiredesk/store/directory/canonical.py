"""The thing that stands for others after mergers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, or_, select

from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.thing_tables import things

_CHUNK = 500
_CANONICAL = select(things.c.id, func.coalesce(things.c.merged_into, things.c.id)).where(
    things.c.id.in_(bindparam("ids", expanding=True))
)
_MEMBERS = select(things.c.id).where(or_(things.c.id == bindparam("id"), things.c.merged_into == bindparam("id")))


def canonical_ids(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """Return for each thing the one that stands for it: itself, or what it was merged into.  Unknown ids are left
    out."""
    found: dict[int, int] = {}
    for part in chunks(ids, _CHUNK):
        found.update((row[0], row[1]) for row in connection.execute(_CANONICAL, {"ids": part}))
    return found


def members(connection: Connection, id: int) -> list[int]:
    """Return a thing that stands for others and all that were merged into it, itself first."""
    return sorted(connection.scalars(_MEMBERS, {"id": id}), key=lambda one: (one != id, one))
