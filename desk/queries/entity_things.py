"""Which thing each entity of some stories is, and which country an adjective means."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from desk.queries.plan_hints import in_list
from wiredesk.contract import EntityType
from wiredesk.identity.demonyms import is_adjective_of
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import entities
from wiredesk.store.thing_tables import thing_names, things


class EntityThing(NamedTuple):
    """The thing that stands for what an entity of a story is."""

    id: int
    ruled_name: str | None
    """What a user calls it."""
    ruled_type: EntityType | None
    rejected: bool
    """Whether a user says that it is no name."""


THINGS_PER_QUERY = 1000
StoryEntity = tuple[int, str]
"""Number of a story, and id of an entity in it."""


def things_of(connection: Connection, seqs: Iterable[int]) -> dict[StoryEntity, EntityThing]:
    """Return the thing of each entity of some stories; those that the directory does not have yet are left out."""
    if not (listed := list(seqs)):
        return {}
    rows = run(connection, _IDENTITIES, listed).fetchall()
    known = _canonical(connection, {row[2] for row in rows})
    return {(seq, entity): known[thing] for seq, entity, thing in rows if thing in known}


_IDENTITIES = "SELECT seq, entity, thing FROM identities WHERE seq IN :numbers"
"""As text for the driver: an export reads some dozens of rows for each story."""


def _canonical(connection: Connection, ids: Collection[int]) -> dict[int, EntityThing]:
    """Return the thing that stands for each of some things."""
    member, canonical = things.alias("member"), things.alias("canonical")
    joined = member.join(canonical, canonical.c.id == func.coalesce(member.c.merged_into, member.c.id))
    columns = canonical.c.id, canonical.c.ruled_name, canonical.c.ruled_type, canonical.c.rejected
    found: dict[int, EntityThing] = {}
    for part in chunks(sorted(ids), THINGS_PER_QUERY):
        query = select(member.c.id.label("member"), *columns).select_from(joined)
        for row in connection.execute(query.where(in_list(connection, member.c.id, part))):
            found[row.member] = EntityThing(row.id, row.ruled_name, row.ruled_type, bool(row.rejected))
    return found


def countries_meant(connection: Connection, seqs: Iterable[int]) -> dict[StoryEntity, int]:
    """Return the country's thing for each entity of some stories that is an adjective of nationality, such as "Iraqi".

    Countries that no story names, and adjectives without a country, are left out.
    """
    rows = connection.execute(
        select(entities.c.seq, entities.c.entity, entities.c.name, entities.c.aliases, entities.c.iso3166)
        .where(in_list(connection, entities.c.seq, list(seqs)), entities.c.type == "NORP")
        .where(entities.c.iso3166.is_not(None))
    ).all()  # fmt: skip
    found = {
        (row.seq, row.entity): row.iso3166 for row in rows if is_adjective_of(row.iso3166, (row.name, *row.aliases))
    }
    known = _countries(connection, set(found.values()))
    return {entity: known[code] for entity, code in found.items() if code in known}


def _countries(connection: Connection, codes: Collection[str]) -> dict[str, int]:
    """Return the thing that stands for each country with one of these ISO 3166 codes."""
    if not codes:
        return {}
    canonical = func.coalesce(things.c.merged_into, things.c.id)
    rows = connection.execute(
        select(things.c.iso3166, canonical)
        .join(thing_names, thing_names.c.thing == things.c.id)
        .where(thing_names.c.key.in_([code.casefold() for code in codes]), thing_names.c.kind == ThingKind.PLACE)
        .where(things.c.iso3166.in_(codes))
        .order_by(things.c.geonames.is_not(None), canonical.desc())
    )
    return {row[0]: row[1] for row in rows}  # of several, that with a GeoNames id
