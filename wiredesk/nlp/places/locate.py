"""Put the chosen places on entities: location, links, and a second entity where one name means two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wiredesk.contract import Level, Location, Span
from wiredesk.nlp.gazetteer import Gazetteer, Place, Rank
from wiredesk.nlp.mentions import EntityDraft, MentionDraft
from wiredesk.nlp.places.disambiguate import PlaceChoice
from wiredesk.nlp.places.place_names import PlaceName

Meaning = tuple[PlaceName, PlaceChoice]
Meanings = Mapping[Span, Meaning]
"""What each mention of a place means."""


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
            kept = tuple(mention for mention in entity.mentions if mention.span not in taken)
            entity = replace(entity, mentions=kept)
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
        if mention.kind == "name" and (meaning := meanings.get(mention.span)):
            groups.setdefault(meaning[1].row, ([], meaning))[0].append(mention)
    ordered = sorted(groups.values(), key=lambda group: -len(group[0]))
    # The gazetteer may know variants of a name differently. Two places need a region after each mention.
    named_apart = len(ordered) > 1 and all(name.within >= 0 for _, (name, _) in ordered)
    return ordered if named_apart else ordered[:1]


def _with_place(gazetteer: Gazetteer, entity: EntityDraft, meaning: Meaning) -> EntityDraft:
    """Return the entity with location and links; a part of a place has no id."""
    name, choice = meaning
    place = gazetteer.place(choice.row)
    if name.candidates.part:
        return replace(entity, location=_location(place, "region"))
    country = place.country if place.rank == Rank.COUNTRY else None
    wikidata = entity.wikidata if entity.iso3166 in (None, country) else None
    location = _location(place, place.level)
    return replace(entity, location=location, wikidata=wikidata, geonames=place.geonames, iso3166=country)


def _location(place: Place, level: Level) -> Location:
    return Location(lat=place.lat, lon=place.lon, country=place.country, level=level)


def _link_people(entity: EntityDraft, demonyms: Mapping[str, str]) -> EntityDraft:
    """Link a people or an adjective to its country; it has no location."""
    code = entity.iso3166 or demonyms.get(entity.name.casefold())
    if code is None:
        return entity
    return replace(entity, iso3166=code, location=None)
