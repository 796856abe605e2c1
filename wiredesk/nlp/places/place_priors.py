"""How likely a writer means each candidate of a place name, before the other names of the story are considered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.index import CITY, COUNTRY, COUNTY, FEATURE, REGION, SITE, Ints
from wiredesk.nlp.places.candidate_rows import CandidateRows
from wiredesk.nlp.places.place_names import AGENCY_DATELINE, PlaceName
from wiredesk.nlp.places.region_after import lies_inside
from wiredesk.nlp.places.story_location import StoryLocation

Array = NDArray[np.float32]

COUNTY_ENDINGS = ("county", "parish", " co", "borough")
"""Ends of names that can only mean a county or a region."""
MIN_STANDING_ALONE = 100_000
"""Inhabitants of an American city that a dateline may name without its state. The Associated Press lists thirty such
cities, the smallest has 200,000; other agencies are less strict."""
STATE_WRITING_COUNTRY = "US"
COUNTRY_OF_BARE_COUNTIES = "GB"
MIN_LEADING, TIMES_LARGER = 1_000_000, 10
"""Inhabitants of a city, and times by which it is larger than its namesakes, so that it is meant without a region."""
MAX_CACHED_PRIORS = 4096
"""Sets of candidates whose prior is kept; at most 2 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceWeights:
    """Weights of the evidence, in powers of ten of inhabitants. Tuned on stories of local newspapers.

    They are compared by identity, so that a cache need not compare them.
    """

    population: float = 0.8
    """For each power of ten of inhabitants."""
    country: float = 3.0
    region: float = 0.7
    county: float = -3.0
    """A county whose name does not have the word "county"."""
    named_county: float = 3.0
    bare_county: float = 0.0
    """A county of Britain, whose name has no such word, unless it has a town of the name: Kent, but not Leeds."""
    feature: float = 1.0
    capital: float = 1.6
    namesake: float = -3.0
    """A region that contains a city of the same name, or is in a country whose capital has the name."""
    within: float = 12.0
    """In the region that the text writes after the name."""
    other_names: float = 9.0
    """Full support by the other names of the story."""
    dateline_not_city: float = -2.0
    """A region or county as the place of such a dateline: stories are filed from cities."""
    dateline_small_town: float = -1.0
    """An American town of fewer than :data:`MIN_STANDING_ALONE` inhabitants as the place of such a dateline."""
    dateline_support: float = 0.1
    """Factor of the support for the place of a dateline without a region: the other names tell what the story is about,
    and not where its writer is. Agencies write the region after every town that is not the first of its name."""
    paper_dateline_support: float = 0.3
    """The same in a newspaper's dateline, except for the towns in its own name."""
    world_city_support: float = 0.3
    """The same for the name of a world city in the story of an agency, wherever the story is."""
    reach_km: float = 100.0
    """Distance on the map at which support falls to 1/e."""
    reach_characters: float = 800.0
    """Distance in the text at which support falls to 1/e."""
    rounds: int = 3
    """Rounds of mutual support; more do not change the choice."""
    local: float = 1.8
    """Factor of the story's location for a place that the story treats as its own."""
    not_local: float = 0.45
    """Factor of the story's words for any other place: American papers mean the London in England."""
    listed: float = 4.0
    """A region or a country in a list with regions or countries of its kind: "Oregon, Utah and Washington"."""
    overshadowed: float = -6.0
    """A town with the name of a city of a million in its country that has ten times its inhabitants. Not an American
    one: American papers name the small Philadelphias of their own states."""
    famous: float = 1.5
    """The town that the world means by a name which a more populous one has, too."""
    press: float = 1.8
    """A local place in a country whose newspapers are in English."""
    press_town: float = 3.0
    """The same for the town in the newspaper's name."""
    county_share_exponent: float = 0.5
    """Exponent of a county's probability as support for a town in it: few towns lie in a named county by chance."""


def prior(gazetteer: Gazetteer, story: CandidateRows, location: StoryLocation, weights: PlaceWeights) -> Array:
    """Return the score of each candidate of some names of a story, in powers of ten of inhabitants."""
    score = np.concatenate(
        [
            _general_prior(gazetteer, name.candidates.rows.tobytes(), name.key.endswith(COUNTY_ENDINGS), weights)
            for name in story.names
        ]
    )
    for _, where, term in story_terms(gazetteer, story, location, weights):
        score[where] += term
    return score.astype(np.float32)


@lru_cache(maxsize=MAX_CACHED_PRIORS)
def _dateline_term(gazetteer: Gazetteer, candidates: bytes, weights: PlaceWeights) -> NDArray[Any]:
    """Return the score of each candidate as the place of a dateline without a region."""
    col, rows = gazetteer.columns, np.frombuffer(candidates, np.int32)
    rank = col.rank[rows]
    american = col.country[rows] == col.codes.index(STATE_WRITING_COUNTRY)
    small = american & (rank == CITY) & (col.population[rows] < MIN_STANDING_ALONE)
    not_city = (rank == REGION) | (rank == COUNTY)
    return np.asarray(weights.dateline_small_town * small + weights.dateline_not_city * not_city)


@lru_cache(maxsize=MAX_CACHED_PRIORS)
def _general_prior(gazetteer: Gazetteer, rows: bytes, is_county: bool, weights: PlaceWeights) -> NDArray[np.float64]:
    """Return the part of the prior that does not depend on the story."""
    score: NDArray[Any] | float = 0.0
    for _, term in general_terms(gazetteer, np.frombuffer(rows, np.int32), is_county, weights):
        score = score + term
    return np.asarray(score, np.float64)


def general_terms(
    gazetteer: Gazetteer, rows: Ints, is_county: bool, weights: PlaceWeights
) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the evidence that does not depend on the story: a name for it and the score of each candidate."""
    col = gazetteer.columns
    rank = col.rank[rows]
    yield "population", weights.population * np.log10(col.population[rows].astype(np.float32) + 10)
    bonus = np.zeros(len(Rank))
    bonus[COUNTRY] = weights.country
    bonus[REGION] = weights.region
    bonus[COUNTY] = weights.named_county if is_county else weights.county
    bonus[FEATURE] = bonus[SITE] = weights.feature
    kinds = bonus[rank]
    counties, cities = rank == COUNTY, rank == CITY
    if not is_county and counties.any():
        bare = counties & (col.country[rows] == col.codes.index(COUNTRY_OF_BARE_COUNTIES))
        has_town = (rows[:, None] == col.county[rows[cities]]).any(axis=1)
        kinds[bare & ~has_town] = weights.bare_county
    yield "kind of place", kinds
    is_capital = gazetteer.is_capital[rows]
    if cities.any() and (regions := rank == REGION).any():
        contains_namesake = (rows[:, None] == col.region[rows[cities]][None, :]).any(axis=1)
        country_of_capital = (col.country[rows][:, None] == col.country[rows[is_capital]][None, :]).any(axis=1)
        yield "region with a namesake", weights.namesake * (regions & (contains_namesake | country_of_capital))
    yield "capital", weights.capital * is_capital
    if len(rows) > 1 and cities.any():
        yield "a far larger namesake in its country", weights.overshadowed * _is_overshadowed(gazetteer, rows)
    yield "famous town", weights.famous * gazetteer.is_famous[rows]


def _is_overshadowed(gazetteer: Gazetteer, rows: Ints) -> NDArray[np.bool_]:
    """Return for each candidate whether a far larger city of a million in its country has the name, too."""
    col = gazetteer.columns
    people, is_city = col.population[rows], col.rank[rows] == CITY
    is_large = is_city & (people >= MIN_LEADING) & (col.country[rows] != col.codes.index(STATE_WRITING_COUNTRY))
    if not is_large.any():
        return np.zeros(len(rows), bool)
    same = (col.country[rows][:, None] == col.country[rows][None, :]) & is_large[None, :]
    largest = (same * people[None, :]).max(axis=1)
    return np.asarray(is_city & (people * TIMES_LARGER <= largest))


def story_terms(
    gazetteer: Gazetteer, story: CandidateRows, location: StoryLocation, weights: PlaceWeights
) -> Iterator[tuple[str, slice, NDArray[Any]]]:
    """Yield the evidence of the story except its other place names: its name, for which candidates, and their scores.

    The place of an agency's dateline has no evidence but that it stands there.
    """
    for name, first, size in zip(story.names, story.first, story.sizes, strict=True):
        for rule, term in _name_terms(gazetteer, name, weights):
            yield rule, slice(first, first + size), term
    if not (location.regions or location.word_countries or location.press_countries):
        return
    rows, all_rows = story.rows, slice(0, len(story.rows))
    in_paper = [name.key in location.newspaper_towns for name in story.names]
    local = [name.is_local or own for name, own in zip(story.names, in_paper, strict=True)]
    counts = [name.dateline is not AGENCY_DATELINE for name in story.names]
    if location.regions:
        factor = story.repeat(count * (weights.local if own else 1.0) for count, own in zip(counts, local, strict=True))
        for outer, weight in location.regions.items():
            yield "telephone number or address", all_rows, factor * weight * lies_inside(gazetteer, rows, outer)
    col = gazetteer.columns
    if location.word_countries:
        # A story names the states of its own country without the country, and foreign ones seldom.
        factor = story.repeat(weights.local if own else weights.not_local for own in local)
        factor[col.rank[rows] == REGION] = weights.local
        factor *= story.repeat(counts)
        for outer, weight in location.word_countries.items():
            yield "words of one country", all_rows, factor * weight * lies_inside(gazetteer, rows, outer)
    if location.press_countries and any(local):
        factor = story.repeat(
            count * own * (weights.press_town if paper else weights.press)
            for count, own, paper in zip(counts, local, in_paper, strict=True)
        )
        in_country = (col.country[rows][:, None] == np.array(sorted(location.press_countries))).any(axis=1)
        yield "newspaper in English", all_rows, factor * in_country * (col.rank[rows] == CITY)


def _name_terms(gazetteer: Gazetteer, name: PlaceName, weights: PlaceWeights) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the evidence of the words around a name."""
    if name.within >= 0:
        yield "region written after the name", weights.within * lies_inside(gazetteer, name.rows, name.within)
    if name.contains >= 0:
        yield "written after a place in it", weights.within * (name.rows == name.contains)
    if name.dateline is AGENCY_DATELINE:
        yield "dateline without a region", _dateline_term(gazetteer, name.rows.tobytes(), weights)
    elif name.listed_with:
        yield "listed with its like", weights.listed * _listed_with_like(gazetteer, name)


def _listed_with_like(gazetteer: Gazetteer, name: PlaceName) -> NDArray[np.bool_]:
    """Return for each candidate whether it is a region (country) and the likeliest meaning of a name next to it is one.

    Of regions only those of the same country count.
    """
    col = gazetteer.columns
    found = np.zeros(len(name.rows), bool)
    for key in name.listed_with:
        rank, country = _likeliest(gazetteer, key)
        if rank == REGION:
            found |= (col.rank[name.rows] == REGION) & (col.country[name.rows] == country)
        elif rank == COUNTRY:
            found |= col.rank[name.rows] == COUNTRY
    return found


@lru_cache(maxsize=MAX_CACHED_PRIORS)
def _likeliest(gazetteer: Gazetteer, key: str) -> tuple[int, int]:
    """Return the rank and the country of the likeliest place of a folded name; -1 for an unknown name."""
    rows = gazetteer.rows_of_folded(key)
    if not len(rows):
        return -1, -1
    best = rows[np.argmax(_general_prior(gazetteer, rows.tobytes(), key.endswith(COUNTY_ENDINGS), DEFAULT))]
    return int(gazetteer.columns.rank[best]), int(gazetteer.columns.country[best])


DEFAULT = PlaceWeights()
"""The weights for names next to a name."""
