"""Which thing each entity of some stories is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from desk.queries.plan_hints import in_list
from wiredesk.contract import EntityType
from wiredesk.store.thing_tables import identities, things


class EntityThing(NamedTuple):
    """The thing that stands for what an entity of a story is."""

    id: int
    ruled_name: str | None
    """What a user calls it."""
    ruled_type: EntityType | None
    rejected: bool
    """Whether a user says that it is no name."""


StoryEntity = tuple[int, str]
"""Number of a story, and id of an entity in it."""


def things_of(connection: Connection, seqs: Iterable[int]) -> dict[StoryEntity, EntityThing]:
    """Return the thing of each entity of some stories; those that the directory does not have yet are left out."""
    if not (listed := list(seqs)):
        return {}
    member, canonical = things.alias("member"), things.alias("canonical")
    joined = identities.join(member, member.c.id == identities.c.thing).join(
        canonical, canonical.c.id == func.coalesce(member.c.merged_into, member.c.id)
    )
    columns = canonical.c.id, canonical.c.ruled_name, canonical.c.ruled_type, canonical.c.rejected
    rows = connection.execute(
        select(identities.c.seq, identities.c.entity, *columns)
        .select_from(joined)
        .where(in_list(connection, identities.c.seq, listed))
    )
    return {
        (row.seq, row.entity): EntityThing(row.id, row.ruled_name, row.ruled_type, bool(row.rejected)) for row in rows
    }
