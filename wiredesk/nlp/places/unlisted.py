"""Fallback locations for places missing from the gazetteer.

A creek, a park or a hamlet has no row. It gets the location of the place that the text puts it in ("Darby Street in
Dublin"), or else of the region or country that contains nearly all places of the story. The level is that of the
other place, and there is no id.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, partial

import numpy as np

from wiredesk.contract import Level, Location, Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import CITY
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidates import NATURAL_NAME
from wiredesk.nlp.places.locate import Meanings, location_at
from wiredesk.nlp.places.place_priors import TIMES_LARGER
from wiredesk.nlp.places.story_location import StoryLocation

MIN_REGION_SHARE = 0.75
"""Share of the story's places that one region must contain to be the region of its unlisted places."""
MIN_COUNTRY_PLACES = 3
"""Places of a story that are in one country, so that a town without a row is there, too."""
MIN_REGION_PLACES = 2
"""Number of places that it must contain."""

MIN_MENTIONS_OF_TOWN = 2
"""Mentions of the town that a story with several towns is about."""

MIN_TOWN_OF_AIRPORT = 100_000
"""Inhabitants of a town that an airport has its name from."""
_AIRPORTS = frozenset({"airport", "airfield", "airbase"})
_BUILDING = re.compile(
    r"(?:the )?(?P<town>[^ ]++(?: [^ ]++){0,2}?)(?: (?:international|central|regional|city|municipal|general))?"
    rf" (?P<kind>{'|'.join(sorted(_AIRPORTS | word_set('type_words', 'buildings')))})\Z"
)
"""A town and the noun of a building."""

_UNLISTED_TYPES = frozenset({"GPE", "LOC", "FAC"})
_VAGUE = word_set("places", "vague_names")
_NEVER = word_set("places", "never_places", "court_districts") | word_set("never_names", "adjectives")
_BEFORE_CONTAINER = re.compile(r",? (?:in )?(?:downtown |nearby )?")
_BEFORE_COUNTRY = re.compile(r",? in (?:(?:(?:north|south)(?:east|west)?|east|west)(?:ern)? |central |rural )?")


def locate_unlisted(
    gazetteer: Gazetteer,
    text: str,
    entities: Sequence[EntityDraft],
    meanings: Meanings,
    story_location: StoryLocation,
    features: Collection[Span] = (),
) -> Iterator[tuple[EntityDraft, str, Location]]:
    """Yield the entities of unlisted places that get a location: the entity, the rule and the location.

    Mentions at the spans ``features`` are those of rivers and the like, by the article before them.
    """
    unlisted = [entity for entity in entities if entity.location is None and _is_unlisted(gazetteer, entity)]
    if not unlisted:
        return
    located, countries = _located_spans(entities, {"city", "region"}), _located_spans(entities, {"country"})
    region, is_only_country = _common_region(gazetteer, meanings, story_location)
    only_town = cache(partial(_only_town, entities, region))
    towns = {
        fold_name(entity.name): entity.location
        for entity in entities
        if entity.type == "GPE" and entity.location and entity.location.level == "city"
    }
    home = gazetteer.columns.codes[story_location.home] if story_location.home >= 0 else None
    for entity in unlisted:
        is_feature = _is_feature(entity, features)
        where = _container(text, entity, located, _BEFORE_CONTAINER)
        if where is None and (country := _container(text, entity, countries, _BEFORE_COUNTRY)):
            where = country if region is None or region.country != country.country else None
        if where is not None:
            rule = "unlisted, place written after it"
        elif is_feature and (region is None or region.level == "country") and (town := only_town()):
            where, rule = town, "unlisted, town of the story"
        elif where := _town_inside(gazetteer, entity, towns):
            rule = "unlisted, town in its name"
        elif entity.type == "FAC" and not is_feature:
            continue
        elif region and (
            region.level != "country"
            or region.country == home
            or is_feature
            or (is_only_country and entity.decision.has_reason)
        ):
            where, rule = region, f"unlisted, {region.level} of the story"
        else:
            continue
        yield entity, rule, where.model_copy(update={"rule": rule})


def _is_feature(entity: EntityDraft, features: Collection[Span]) -> bool:
    """Return whether an entity is a river, a park, a part of a town or the like: on the map even if no list has it."""
    name = fold_name(entity.name)
    return bool(NATURAL_NAME.match(name)) or name in _VAGUE or entity.type == "LOC" or _is_among(entity, features)


def _is_among(entity: EntityDraft, features: Collection[Span]) -> bool:
    """Return whether every mention by name is among the spans."""
    spans = [mention.span for mention in entity.mentions if mention.kind == "name"]
    return bool(features) and bool(spans) and all(span in features for span in spans)


def _only_town(entities: Sequence[EntityDraft], region: Location | None) -> Location | None:
    """Return the town that the story is about: the only one, or the one named most often, at least twice.

    It must be in the country that most places of the story are in.
    """
    counts: Counter[Location] = Counter()
    for entity in entities:
        if entity.location and entity.location.level in {"city", "region"} and entity.location.country:
            counts[entity.location] += sum(mention.kind == "name" for mention in entity.mentions)
    towns = [(place, count) for place, count in counts.most_common() if place.level == "city"]
    if not towns:
        return None
    town, most = towns[0]
    if region is not None and town.country != region.country:
        return None
    others = [count for place, count in counts.items() if place != town and not _contains(place, town)]
    return town if not others or (most >= MIN_MENTIONS_OF_TOWN and most > max(others)) else None


def _contains(outer: Location, town: Location) -> bool:
    return outer.level == "region" and outer.admin1 is not None and outer.admin1 == town.admin1


def _located_spans(entities: Sequence[EntityDraft], levels: Collection[Level]) -> dict[int, Location]:
    """Map the start of each mention of a place of some levels to the location."""
    return {
        mention.span[0]: entity.location
        for entity in entities
        if entity.location and entity.location.level in levels
        for mention in entity.mentions
        if mention.kind == "name"
    }


def _is_unlisted(gazetteer: Gazetteer, entity: EntityDraft) -> bool:
    """Return whether an entity without a location is a place all the same."""
    if entity.wikidata or entity.iso3166 or entity.type not in _UNLISTED_TYPES:
        return False
    name = fold_name(entity.name)
    if name in _NEVER:
        return False
    if entity.type == "GPE":
        return True
    if entity.type == "LOC":
        return bool(NATURAL_NAME.match(name)) or name in _VAGUE or len(gazetteer.rows_of_folded(name)) > 0
    return True


def _container(
    text: str, entity: EntityDraft, located: Mapping[int, Location], before: re.Pattern[str]
) -> Location | None:
    """Return the location written after a mention: "Darby Street in Dublin", "Kish River, Ohio"."""
    spans: list[Span] = [mention.span for mention in entity.mentions if mention.kind == "name"]
    for _, end in spans:
        gap = before.match(text, end)
        if gap and (gap[0].startswith(",") or "in" in gap[0]) and (where := located.get(gap.end())):
            return where
    return None


def _town_inside(gazetteer: Gazetteer, entity: EntityDraft, towns: Mapping[str, Location]) -> Location | None:
    """Return the location of the town in a building's name: "Fairview prison" in a story that names Fairview.

    An airport has the name of its town also where the story does not name the town, if one large town has the name.
    """
    if entity.type != "FAC" or not (match := _BUILDING.match(fold_name(entity.name))):
        return None
    town = match["town"]
    if town in towns or match["kind"] not in _AIRPORTS:
        return towns.get(town)
    rows, col = gazetteer.rows_of_folded(town), gazetteer.columns
    rows = rows[col.rank[rows] == CITY]
    if not len(rows) or col.population[rows[0]] < MIN_TOWN_OF_AIRPORT:
        return None
    others = col.population[rows[1:]].max(initial=0)
    is_clear = others * TIMES_LARGER <= col.population[rows[0]]
    return location_at(gazetteer, int(rows[0]), "") if is_clear else None


def _common_region(
    gazetteer: Gazetteer, meanings: Meanings, story_location: StoryLocation
) -> tuple[Location | None, bool]:
    """Return the centre of the region, or else of the country, that contains nearly all places of the story.

    Also return whether it is a country that contains all of them, and more than two.
    """
    col = gazetteer.columns
    rows = {name.key: choice.row for name, choice in meanings.values()}
    rows |= {str(row): row for row in (story_location.home, *story_location.word_countries) if row >= 0}
    found = np.array(list(rows.values()), np.intp)
    regions: Counter[int] = Counter(col.region[found[col.rank[found] <= CITY]].tolist())
    countries: Counter[int] = Counter(col.country[found].tolist())
    del regions[-1], countries[-1]
    is_only = len(countries) == 1 and countries.total() >= MIN_COUNTRY_PLACES
    for where in (_majority(regions), _majority(countries)):
        if where is not None:
            return location_at(gazetteer, where, ""), is_only
    return None, False


def _majority(counts: Counter[int]) -> int | None:
    """Return the value that nearly all have; None if too few have one."""
    if not counts:
        return None
    (value, count), total = counts.most_common(1)[0], sum(counts.values())
    return value if count >= MIN_REGION_PLACES and count >= MIN_REGION_SHARE * total else None
