"""What the directory takes of one story: the thing and the names of each entity, from the story alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wiredesk.contract import Entity, EntityType, Extraction
from wiredesk.folded_names import folded_name
from wiredesk.identity.thing_key import ThingKey, ThingKind, kind_of

KEY_CHARACTERS = 300
"""Length to which a key is cut: a row of a PostgreSQL index holds at most 2,704 bytes."""
FORM_CHARACTERS = 500
"""Length to which a name is cut where it is shown."""
BARE = "bare"
"""The sense of a name that is not settled yet."""


class ThingNameUse(StrEnum):
    """How a name is used for a thing."""

    FULL = "full"
    SHORT = "short"
    """One word of a person's name."""
    ACRONYM = "acronym"
    CODE = "code"
    """An id, a country's code or a share's."""
    RULED = "ruled"
    """A user said so."""


class ThingName(NamedTuple):
    """A name that leads to a thing."""

    key: str
    form: str
    use: ThingNameUse


@dataclass(frozen=True, slots=True)
class StoryThing:
    """An entity of a story as a thing."""

    entity: str
    """The entity's id in the story."""
    key: ThingKey
    name: str
    type: EntityType
    names: tuple[ThingName, ...]
    method: str
    """What it is known by: ``wikidata``, ``geonames``, ``name`` or ``bare``."""
    wikidata: str | None = None
    geonames: int | None = None
    iso3166: str | None = None
    in_news: bool = True
    """Whether the story tells something of it; credits alone may name it."""

    @property
    def is_bare(self) -> bool:
        """Whether it is known by one word of a person's name, so that the linker has to settle who it is."""
        return self.key.sense.startswith(BARE)


def story_things(extraction: Extraction) -> tuple[StoryThing, ...]:
    """Return the things of a story's entities, in their order."""
    return tuple(_story_thing(entity) for entity in extraction.entities)


def name_key(name: str, type: EntityType) -> str:
    """Return a name as names are compared, at most :data:`KEY_CHARACTERS` long."""
    return folded_name(name[:KEY_CHARACTERS], type)[:KEY_CHARACTERS] or name[:KEY_CHARACTERS].casefold()


def _story_thing(entity: Entity) -> StoryThing:
    links, kind = entity.links, kind_of(entity.type)
    key = name_key(entity.name, entity.type)
    if links.wikidata and kind is not ThingKind.PLACE:
        known = ThingKey(kind, f"wikidata:{links.wikidata}"), "wikidata"
    elif links.geonames and kind is ThingKind.PLACE:
        known = ThingKey(kind, f"geonames:{links.geonames}"), "geonames"
    elif kind is ThingKind.PERSON and " " not in key:
        known = ThingKey(kind, key, BARE), "bare"
    else:
        known = ThingKey(kind, key), "name"
    return StoryThing(
        entity.id, known[0], entity.name[:FORM_CHARACTERS], entity.type, tuple(_names(entity, key)), known[1],
        links.wikidata, links.geonames, links.iso3166, entity.in_news,
    )  # fmt: skip


def _names(entity: Entity, key: str) -> Iterator[ThingName]:
    """Yield the names of an entity, each key once, the fullest first."""
    found = {key: ThingName(key, entity.name[:FORM_CHARACTERS], ThingNameUse.FULL)}
    is_person = entity.type == "PERSON"
    for alias in entity.aliases:
        of_alias = name_key(alias, entity.type)
        use = ThingNameUse.SHORT if is_person and " " not in of_alias else ThingNameUse.FULL
        found.setdefault(of_alias, ThingName(of_alias, alias[:FORM_CHARACTERS], use))
    if is_person and " " in key:
        surname = key.rpartition(" ")[2]
        found.setdefault(surname, ThingName(surname, surname, ThingNameUse.SHORT))
    links = entity.links
    codes = (links.wikidata, links.iso3166, links.ticker, str(links.geonames) if links.geonames else None)
    for code in filter(None, codes):
        found.setdefault(code.casefold(), ThingName(code.casefold(), code, ThingNameUse.CODE))
    yield from found.values()
