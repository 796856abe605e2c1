"""Putting chosen places on entities: location, links, and a second entity where one name means two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wiredesk.contract import Level, Location, Span
from wiredesk.nlp.gazetteer import Gazetteer, Place, Rank
from wiredesk.nlp.mentions import EntityDraft, MentionDraft
from wiredesk.nlp.places.disambiguate import Choice
from wiredesk.nlp.places.place_names import Name

Chosen = Mapping[Span, tuple[Name, Choice]]


def located(
    gazetteer: Gazetteer, entities: Sequence[EntityDraft], chosen: Chosen, demonyms: Mapping[str, str]
) -> list[EntityDraft]:
    """The entities with their places; those split off stand at the end, under new ids."""
    result: list[EntityDraft] = []
    apart: list[EntityDraft] = []
    fresh = first_free(entities)
    for entity in entities:
        if entity.type == "NORP":
            result.append(_people(entity, demonyms))
            continue
        senses = _senses(entity, chosen)
        if not senses:
            result.append(entity)
            continue
        first, *others = senses
        taken = {mention.span for mentions, _ in others for mention in mentions}
        kept = tuple(mention for mention in entity.mentions if mention.span not in taken)
        result.append(_placed(gazetteer, replace(entity, mentions=kept), first[1]))
        for mentions, choice in others:
            twin = EntityDraft(id=f"e{fresh}", type=entity.type, name=entity.name, mentions=tuple(mentions))
            apart.append(_placed(gazetteer, twin, choice))
            fresh += 1
    return result + apart


def first_free(entities: Sequence[EntityDraft]) -> int:
    """A number that no entity's id has."""
    return 1 + max((int(digits) for entity in entities if (digits := entity.id.lstrip("e")).isdigit()), default=0)


def _senses(entity: EntityDraft, chosen: Chosen) -> list[tuple[list[MentionDraft], tuple[Name, Choice]]]:
    """The entity's name mentions by the place they mean, the most frequent first; one unless the text says two."""
    groups: dict[int, tuple[list[MentionDraft], tuple[Name, Choice]]] = {}
    for mention in entity.mentions:
        if mention.kind == "name" and (found := chosen.get(mention.span)):
            groups.setdefault(found[1].row, ([], found))[0].append(mention)
    ordered = sorted(groups.values(), key=lambda group: -len(group[0]))
    said = [group for group in ordered if group[1][0].within >= 0]
    # Variants of one name may differ in what the gazetteer knows of them; only the text itself makes two places of one.
    return ordered if len(said) > 1 and len(said) == len(ordered) else ordered[:1]


def _placed(gazetteer: Gazetteer, entity: EntityDraft, found: tuple[Name, Choice]) -> EntityDraft:
    name, choice = found
    place = gazetteer.place(choice.row)
    if name.found.part:
        return replace(entity, location=_location(place, "region"))
    country = place.country if place.rank == Rank.COUNTRY else None
    wikidata = entity.wikidata if entity.iso3166 in (None, country) else None
    location = _location(place, place.level)
    return replace(entity, location=location, wikidata=wikidata, geonames=place.geonames, iso3166=country)


def _location(place: Place, level: Level) -> Location:
    return Location(lat=place.lat, lon=place.lon, country=place.country, level=level)


def _people(entity: EntityDraft, demonyms: Mapping[str, str]) -> EntityDraft:
    """Peoples and adjectives are linked to their country; they are nowhere on the map."""
    code = entity.iso3166 or demonyms.get(entity.name.casefold())
    if code is None:
        return entity
    return replace(entity, iso3166=code, location=None)
