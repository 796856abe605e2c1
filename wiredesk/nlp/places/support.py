"""Decide which doubtful choices of a place the story supports.

A small town is seldom meant by its bare name far from what the story is about: the name is that of a bridge, a river, a
club or a person, or of a village that the gazetteer lacks. The same holds for names that many towns have for a part of
them ("the West End"), and for the name of a river or a park that is also a town's. Such a place needs support:
another place of the story near it, its country and "in" before it, or the region written after it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wiredesk.contract import EntityType, Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.index import CITY, COUNTRY, COUNTY, FEATURE, REGION, SITE
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.places.candidates import NATURAL_NAME, TYPE_OF
from wiredesk.nlp.places.disambiguate import MIN_WORLD_CITY_POPULATION, PlaceChoice
from wiredesk.nlp.places.place_context import Evidence, context_evidence
from wiredesk.nlp.places.place_names import NO_DATELINE, PlaceName
from wiredesk.nlp.tokens import Tokens

MAX_SMALL_POPULATION = 5_000
"""Inhabitants of a town below which its bare name is doubtful; GeoNames has 180,000 such towns."""
MAX_POPULATION_OF_LANDFORM = 50_000
"""Inhabitants of a town below which a name such as "Twin Lakes" may be that of the lakes. Above, it is the town's."""
MAX_POPULATION_WITH_ARTICLE = 100_000
"""Inhabitants of a town below which a name after "the" is that of a river or a ship."""
NEAR_KM = 200.0
"""Distance of another place of its country that supports a doubtful one: the reach of a regional newspaper."""
WORLD_CITY_SHARE = 0.5
"""Probability of a world city that a village far away gave way to."""
MAX_ANCHORS = 60
"""Places of a story that may support the doubtful ones, the most frequent first."""
MIN_TOWNS_ELSEWHERE = 3
"""Towns in another country, and none in the doubtful one's, that outweigh "in" before a name."""

_VAGUE = word_set("places", "vague_names")
_NEVER = word_set("places", "never_places", "court_districts")
_WITH_ARTICLE = frozenset(word.casefold() for word in word_set("place_names", "with_article"))
_MODIFIERS = frozenset({"compound", "nmod", "amod", "poss"})
_AREAS = (COUNTRY, REGION, FEATURE, SITE)


@dataclass(frozen=True, slots=True)
class StoryPlaces:
    """The story that the choices are for."""

    gazetteer: Gazetteer
    tokens: Tokens
    types: Mapping[Span, EntityType]
    """The type of the entity of each mention."""
    countries: Collection[str]
    """Codes of the countries and peoples that the story names, and that of its address."""
    newspaper_towns: Collection[str]


def drop_unsupported(
    story: StoryPlaces, names: Sequence[PlaceName], choices: Sequence[PlaceChoice | None]
) -> list[PlaceChoice | None]:
    """Return the choices without the doubtful ones that the story does not support.

    A village far from all places of the story that has the name of a world city gives way to it: "studied in Montreal"
    in a story from California is not the Montreal in Wisconsin.
    """
    doubtful = {
        number
        for number, (name, choice) in enumerate(zip(names, choices, strict=True))
        if choice and _is_doubtful(story, name, choice)
    }
    if not doubtful:
        return list(choices)
    anchors = _anchors(story.gazetteer, names, choices, doubtful)
    return [
        _supported(story, names[number], choice, anchors) if choice and number in doubtful else choice
        for number, choice in enumerate(choices)
    ]


def _supported(story: StoryPlaces, name: PlaceName, choice: PlaceChoice, anchors: _Anchors) -> PlaceChoice | None:
    """Return a doubtful choice if the story supports it, else the world city of the name, if there is one."""
    is_near = _is_near(story.gazetteer, choice.row, anchors)
    if not is_near and (city := _world_city(story.gazetteer, name)) is not None:
        return PlaceChoice(city, WORLD_CITY_SHARE)
    return choice if _is_supported(story, name, choice, anchors, is_near=is_near) else None


def _world_city(gazetteer: Gazetteer, name: PlaceName) -> int | None:
    """Return the row of the largest city of a million of a name; None without one."""
    col, rows = gazetteer.columns, name.rows
    large = rows[(col.rank[rows] == CITY) & (col.population[rows] >= MIN_WORLD_CITY_POPULATION)]
    return int(large[np.argmax(col.population[large])]) if len(large) else None


def _is_doubtful(story: StoryPlaces, name: PlaceName, choice: PlaceChoice) -> bool:
    """Return whether a bare name probably means something else than the town that was chosen."""
    if name.within >= 0 or name.contains >= 0 or name.dateline is not NO_DATELINE:
        return False
    if name.key in story.newspaper_towns or name.spans[0] == (0, 0) or TYPE_OF.match(name.key):
        return False
    if name.key in _VAGUE or name.key in _NEVER:
        return True
    col = story.gazetteer.columns
    rank = int(col.rank[choice.row])
    kind, population = story.types.get(name.spans[0]), int(col.population[choice.row])
    if kind == "FAC":
        return rank not in (SITE, FEATURE)
    if rank in _AREAS or name.candidates.part:
        return False
    if rank == CITY and population < MAX_SMALL_POPULATION and not name.is_local:
        return True
    if kind == "LOC" and population < MAX_POPULATION_OF_LANDFORM and NATURAL_NAME.match(name.key):
        return True
    return rank == CITY and population < MAX_POPULATION_WITH_ARTICLE and has_article(story, name)


def has_article(story: StoryPlaces, name: PlaceName) -> bool:
    """Return whether "the" and no noun stand around each mention, as around rivers and ships: "over the Lagan"."""
    tokens = story.tokens
    if name.key in _WITH_ARTICLE:
        return False
    for span in name.spans:
        first, last = tokens.covering(span)
        if not first or tokens.lower[first - 1] != "the" or tokens.dep[last - 1] in _MODIFIERS:
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Anchors:
    """The places of the story that are certain."""

    rows: np.ndarray
    regions: frozenset[int]
    """Rows of the regions and counties among them."""
    countries: frozenset[int]
    """Countries of the towns among them."""
    towns: int


def _anchors(
    gazetteer: Gazetteer, names: Sequence[PlaceName], choices: Sequence[PlaceChoice | None], doubtful: Collection[int]
) -> _Anchors:
    certain = [
        (len(name.spans), choice.row)
        for number, (name, choice) in enumerate(zip(names, choices, strict=True))
        if choice and number not in doubtful
    ]
    certain.sort(key=lambda pair: -pair[0])
    rows = np.array([row for _, row in certain[:MAX_ANCHORS]], np.int32)
    rank = gazetteer.columns.rank[rows]
    towns = rows[(rank == CITY) | (rank == COUNTY)]
    regions = rows[(rank == REGION) | (rank == COUNTY)]
    return _Anchors(
        rows=towns,
        regions=frozenset(regions.tolist()),
        countries=frozenset(gazetteer.columns.country[towns].tolist()),
        towns=len(towns),
    )


def _is_near(gazetteer: Gazetteer, row: int, anchors: _Anchors) -> bool:
    """Return whether a place is in a region of the story, or near a town of it in the same country."""
    col = gazetteer.columns
    if int(col.region[row]) in anchors.regions or int(col.county[row]) in anchors.regions:
        return True
    neighbours = anchors.rows[col.country[anchors.rows] == col.country[row]]
    return len(neighbours) > 0 and float(gazetteer.distances(np.array([row]), neighbours).min()) <= NEAR_KM


def _is_supported(
    story: StoryPlaces, name: PlaceName, choice: PlaceChoice, anchors: _Anchors, *, is_near: bool
) -> bool:
    """Return whether the story supports a doubtful choice."""
    col, row = story.gazetteer.columns, choice.row
    if is_near:
        is_in_region = int(col.region[row]) in anchors.regions or int(col.county[row]) in anchors.regions
        return is_in_region or name.key not in _NEVER
    if name.key in _NEVER or name.key in _VAGUE:
        return False
    country = int(col.country[row])
    if anchors.towns >= MIN_TOWNS_ELSEWHERE and country not in anchors.countries:
        return False
    is_home = col.codes[country] in story.countries
    if story.countries and not is_home:
        return False
    return _is_used_as_place(story, name, Evidence.WEAK if is_home else Evidence.STRONG)


def _is_used_as_place(story: StoryPlaces, name: PlaceName, needed: Evidence) -> bool:
    """Return whether "in", "near" or the like stands before one of the mentions, and no article."""
    tokens = story.tokens
    if has_article(story, name):
        return False
    return any(context_evidence(tokens, *tokens.covering(span)) >= needed for span in name.spans)
