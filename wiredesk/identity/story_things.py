"""What the directory takes of one story: the thing and the names of each entity, from the story alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from wiredesk.contract import Entity, EntityType, Extraction, Links
from wiredesk.identity.name_keys import KEY_CHARACTERS, name_key, names_a_company, person_key
from wiredesk.identity.thing_evidence import is_sport
from wiredesk.identity.thing_key import ThingKey, ThingKind, kind_of
from wiredesk.identity.ticker_keys import ticker_keys
from wiredesk.nlp.lexicon import word_set

__all__ = [
    "BARE", "FORM_CHARACTERS", "KEY_CHARACTERS", "StoryThing", "ThingName", "ThingNameUse", "name_key",
    "story_things",
]  # fmt: skip

FORM_CHARACTERS = 500
"""Length to which a name is cut where it is shown."""
BARE = "bare"
"""The sense of a name that is not settled yet."""
BARE_SPORT = "bare sport"
"""The same in news of sport: who is called by the surname alone there is seldom a politician."""
_MIN_LETTERS_OF_INITIALS = 3
"""Letters of an acronym that a body's name is found by though no story gives it: two are the initials of too many."""


class ThingNameUse(StrEnum):
    """How a name is used for a thing."""

    FULL = "full"
    SHORT = "short"
    """One word of a person's name."""
    ACRONYM = "acronym"
    """The initials of a body's name, which no story may have used."""
    CODE = "code"
    """An id or a country's code."""
    TICKER = "ticker"
    """The code of a share, with and without the exchange."""
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
    """What it is known by: ``wikidata``, ``geonames``, ``kb``, ``name`` or ``bare``."""
    wikidata: str | None = None
    geonames: int | None = None
    iso3166: str | None = None
    in_news: bool = True
    """Whether the story tells something of it; credits alone may name it."""
    kb: str | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it is known by one word of a person's name, so that the linker has to settle who it is."""
        return self.key.sense.startswith(BARE)


def story_things(extraction: Extraction) -> tuple[StoryThing, ...]:
    """Return the things of a story's entities that have a name, in their order."""
    bare = BARE_SPORT if is_sport(topic.code for topic in extraction.topics) else BARE
    country = _country(extraction)
    return tuple(_story_thing(entity, bare, country) for entity in extraction.entities if entity.name.strip())


def _country(extraction: Extraction) -> str:
    """Return the country where a story happened, else that of its dateline, else an empty string."""
    places = {extraction.focus, extraction.dateline.place if extraction.dateline else None} - {None}
    countries = {one.id: one.location.country for one in extraction.entities if one.id in places and one.location}
    at = [extraction.focus, extraction.dateline.place if extraction.dateline else None]
    return next((country for one in at if one and (country := countries.get(one))), "")


def _type(entity: Entity) -> EntityType:
    """Return the type of an entity: a person with a company's legal form is a company."""
    if entity.type == "PERSON" and any(map(names_a_company, (entity.name, *entity.aliases))):
        return "ORG"
    return entity.type


def _story_thing(entity: Entity, bare: str, country: str) -> StoryThing:
    links, type = _links(entity), _type(entity)
    key, kind = name_key(entity.name, type), kind_of(type)
    if links.geonames and kind is ThingKind.PLACE:
        known = ThingKey(kind, f"geonames:{links.geonames}"), "geonames"
    elif links.wikidata:
        known = ThingKey(kind, f"wikidata:{links.wikidata}"), "wikidata"
    elif links.kb:
        known = ThingKey(kind, f"kb:{links.kb}"[:KEY_CHARACTERS]), "kb"
    elif kind is ThingKind.PERSON and person_key(entity.name).is_bare:
        known = ThingKey(kind, key, bare), "bare"
    elif kind is ThingKind.BODY and key in _of_every_state():
        known = ThingKey(kind, key, country), "name"
    else:
        known = ThingKey(kind, key), "name"
    return StoryThing(
        entity.id, known[0], entity.name[:FORM_CHARACTERS], type, tuple(_names(entity, type, key, links)), known[1],
        links.wikidata, links.geonames, links.iso3166, entity.in_news, links.kb,
    )  # fmt: skip


def _links(entity: Entity) -> Links:
    """Return the ids of an entity; a country's ids are no ids of a body or a product that is named like it."""
    is_country = entity.type in {"GPE", "LOC", "FAC", "NORP"}
    if entity.links.iso3166 and not is_country:
        return entity.links.model_copy(update={"iso3166": None, "wikidata": None, "geonames": None})
    return entity.links


def _names(entity: Entity, type: EntityType, key: str, links: Links) -> Iterator[ThingName]:
    """Yield the names of an entity, each key once, the fullest first.

    One word of a person's name is a short name.  So is the surname, whether the story uses it alone or not.
    """
    is_person = type == "PERSON"
    own = person_key(entity.name) if is_person else None
    is_full = own is None or not own.is_bare
    found = {key: ThingName(key, entity.name[:FORM_CHARACTERS], ThingNameUse.FULL if is_full else ThingNameUse.SHORT)}
    for alias in entity.aliases:
        of_alias = name_key(alias, type)
        is_short = is_person and person_key(alias).is_bare
        use = ThingNameUse.SHORT if is_short else ThingNameUse.FULL
        found.setdefault(of_alias, ThingName(of_alias, alias[:FORM_CHARACTERS], use))
    if own is not None and is_full:
        found.setdefault(own.surname, ThingName(own.surname, own.surname, ThingNameUse.SHORT))
    if type == "ORG":
        letters = initials(key)
        found.setdefault(letters, ThingName(letters, letters.upper(), ThingNameUse.ACRONYM))
    codes = (links.wikidata, links.iso3166, str(links.geonames) if links.geonames else None, links.kb)
    for code in filter(None, codes):
        found.setdefault(code.casefold(), ThingName(code.casefold(), code, ThingNameUse.CODE))
    for of_share in ticker_keys(links.ticker) if links.ticker else ():
        found.setdefault(of_share, ThingName(of_share, links.ticker or of_share, ThingNameUse.TICKER))
    found.pop("", None)
    yield from found.values()


@cache
def _of_every_state() -> frozenset[str]:
    return word_set("org_names", "of_every_state")


@cache
def _small_words() -> frozenset[str]:
    return word_set("org_names", "small_words")


def initials(key: str) -> str:
    """Return the first letters of the words of a body's key, small words left out; empty for fewer than three."""
    words = [word for word in key.split() if word not in _small_words()]
    return "".join(word[0] for word in words) if len(words) >= _MIN_LETTERS_OF_INITIALS else ""
