"""Which thing each entity of some stories is, and which country an adjective means."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, func, select

from wiredesk.contract import EntityType
from wiredesk.identity.demonyms import is_adjective_of
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run
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
    found = things_by_story(connection, seqs)
    return {(seq, entity): thing for seq, some in found.items() for entity, thing in some.items()}


def things_by_story(connection: Connection, seqs: Iterable[int]) -> dict[int, dict[str, EntityThing]]:
    """Return the same by story; a story without any is left out."""
    if not (listed := list(seqs)):
        return {}
    rows = run(connection, _IDENTITIES, listed).fetchall()
    known = _canonical(connection, {thing for _, _, thing in rows})
    found: dict[int, dict[str, EntityThing]] = {}
    for seq, entity, thing in rows:
        if thing in known:
            found.setdefault(seq, {})[entity] = known[thing]
    return found


_IDENTITIES = "SELECT seq, entity, thing FROM identities WHERE seq IN :numbers"
"""As text for the driver, as all statements here: an export reads some dozens of rows for each story."""
_CANONICAL = (
    "SELECT member.id, canonical.id, canonical.ruled_name, canonical.ruled_type, canonical.rejected "
    "FROM things AS member JOIN things AS canonical ON canonical.id = coalesce(member.merged_into, member.id) "
    "WHERE member.id IN :numbers"
)
_ADJECTIVES = (
    "SELECT seq, entity, name, aliases, iso3166 FROM entities "
    "WHERE seq IN :numbers AND coalesce(type, '') = 'NORP' AND iso3166 IS NOT NULL"
)
"""COALESCE keeps the planner from choosing an index on types."""


def _canonical(connection: Connection, ids: Collection[int]) -> dict[int, EntityThing]:
    """Return the thing that stands for each of some things."""
    found: dict[int, EntityThing] = {}
    for part in chunks(sorted(ids), THINGS_PER_QUERY):
        for member, id, name, type, rejected in run(connection, _CANONICAL, list(part)).fetchall():
            found[member] = EntityThing(id, name, type, bool(rejected))
    return found


def countries_meant(connection: Connection, seqs: Iterable[int]) -> dict[StoryEntity, int]:
    """Return the country's thing for each entity of some stories that is an adjective of nationality, such as "Iraqi".

    Countries that no story names, and adjectives without a country, are left out.
    """
    found: dict[StoryEntity, str] = {}
    for seq, entity, name, aliases, code in run(connection, _ADJECTIVES, list(seqs)).fetchall():
        others = orjson.loads(aliases) if isinstance(aliases, str) else aliases  # PostgreSQL's driver reads JSON itself
        if is_adjective_of(code, (name, *(others or ()))):
            found[seq, entity] = code
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
