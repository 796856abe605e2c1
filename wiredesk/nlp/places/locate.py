"""Put the chosen places on entities: location, links, and a second entity where one name means two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from wiredesk.contract import Level, Location, Region, Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.index import COUNTRY
from wiredesk.nlp.mentions import EntityDraft, MentionDraft
from wiredesk.nlp.places.disambiguate import MIN_DECISIVE_SUPPORT, PlaceChoice
from wiredesk.nlp.places.place_names import NO_DATELINE, PlaceName

Meaning = tuple[PlaceName, PlaceChoice]
Meanings = Mapping[Span, Meaning]
"""What each mention of a place means."""

MAX_CACHED_LOCATIONS = 4096
"""Locations kept, about 1 kB each. News names the same places every day."""


def locate(
    gazetteer: Gazetteer, entities: Sequence[EntityDraft], meanings: Meanings, demonyms: Mapping[str, str]
) -> list[EntityDraft]:
    """Return the entities with their places; those that were split off come last, under new ids."""
    result: list[EntityDraft] = []
    split_off: list[EntityDraft] = []
    number = next_entity_number(entities)
    for entity in entities:
        if entity.type == "NORP":
            result.append(_link_people(entity, demonyms))
            continue
        groups = _group_by_meaning(entity, meanings)
        if not groups:
            result.append(entity)
            continue
        (_, meaning), *others = groups
        if others:
            taken = {mention.span for mentions, _ in others for mention in mentions}
            entity = entity._replace(
                mentions=tuple(mention for mention in entity.mentions if mention.span not in taken)
            )
        result.append(_with_place(gazetteer, entity, meaning))
        for mentions, meaning in others:
            other = EntityDraft(id=f"e{number}", type=entity.type, name=entity.name, mentions=tuple(mentions))
            split_off.append(_with_place(gazetteer, other, meaning))
            number += 1
    return result + split_off


def next_entity_number(entities: Sequence[EntityDraft]) -> int:
    """Return the number after the highest one in the ids of the entities (``e1``, ``e2``, …)."""
    return 1 + max((int(digits) for entity in entities if (digits := entity.id.lstrip("e")).isdigit()), default=0)


def _group_by_meaning(entity: EntityDraft, meanings: Meanings) -> list[tuple[list[MentionDraft], Meaning]]:
    """Group the mentions of an entity by place, the most frequent first; only one group unless the text names two."""
    groups: dict[int, tuple[list[MentionDraft], Meaning]] = {}
    for mention in entity.mentions:
        if mention.span in meanings and mention.kind == "name":
            meaning = meanings[mention.span]
            groups.setdefault(meaning[1].row, ([], meaning))[0].append(mention)
    if len(groups) < 2:
        return list(groups.values())
    ordered = sorted(groups.values(), key=lambda group: -len(group[0]))
    # The gazetteer may know variants of a name differently. Two places need a region after each mention.
    named_apart = all(name.within >= 0 for _, (name, _) in ordered)
    return ordered if named_apart else [_fullest(ordered)]


def _fullest(groups: Sequence[tuple[list[MentionDraft], Meaning]]) -> tuple[list[MentionDraft], Meaning]:
    """Return the first group; or that of the name which its name is short for: the "Gulf" of the "Gulf of Mexico"."""
    key = groups[0][1][0].key
    return next((group for group in groups if group[1][0].key.startswith(f"{key} of ")), groups[0])


def _with_place(gazetteer: Gazetteer, entity: EntityDraft, meaning: Meaning) -> EntityDraft:
    """Return the entity with location and links; a part of a place has no id."""
    name, choice = meaning
    rule = location_rule(meaning)
    if name.candidates.part:
        return entity._replace(location=location_at(gazetteer, choice.row, rule, "region"))
    place = gazetteer.place(choice.row)
    country = place.country if place.rank == COUNTRY else None
    return entity._replace(
        location=location_at(gazetteer, choice.row, rule),
        wikidata=entity.wikidata if entity.iso3166 in (None, country) else None,
        geonames=place.geonames,
        iso3166=country,
    )


def location_rule(meaning: Meaning) -> str:
    """Return the name of the rule that chose a place: what decided among the places of its name."""
    name, choice = meaning
    if name.within >= 0:
        return "region written after the name"
    if name.contains >= 0:
        return "region written after a place in it"
    if name.candidates.part:
        return "part of a place"
    if name.dateline is not NO_DATELINE:
        return "dateline"
    if len(name.rows) == 1:
        return "only candidate"
    return "other names of the story" if choice.support > MIN_DECISIVE_SUPPORT else "likeliest candidate"


@lru_cache(maxsize=MAX_CACHED_LOCATIONS)
def location_at(gazetteer: Gazetteer, row: int, rule: str, level: Level | None = None) -> Location:
    """Return the location of a place of the gazetteer, at its own level unless another one is given."""
    place = gazetteer.place(row)
    return Location(
        lat=place.lat,
        lon=place.lon,
        country=place.country,
        level=level or place.level,
        admin1=Region(id=place.division[0], name=place.division[1]) if place.division else None,
        rule=rule,
    )


def _link_people(entity: EntityDraft, demonyms: Mapping[str, str]) -> EntityDraft:
    """Link a people or an adjective to its country; it has no location."""
    code = entity.iso3166 or demonyms.get(entity.name.casefold())
    if code is None:
        return entity
    return entity._replace(iso3166=code, location=None)
