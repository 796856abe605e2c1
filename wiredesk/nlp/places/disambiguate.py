"""Choose one place for each name, for all names of a story together.

Each candidate has a prior score (:mod:`wiredesk.nlp.places.place_priors`). The other names of the story support it
(:mod:`wiredesk.nlp.places.mutual_support`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.index import CITY
from wiredesk.nlp.places.candidate_rows import CandidateRows
from wiredesk.nlp.places.mutual_support import MutualSupport, most_support, probabilities
from wiredesk.nlp.places.place_names import AGENCY_DATELINE, NO_DATELINE, PAPER_DATELINE, PlaceName
from wiredesk.nlp.places.place_priors import MAX_CACHED_PRIORS, PlaceWeights, prior
from wiredesk.nlp.places.story_location import StoryLocation

MIN_DECISIVE_SUPPORT = 1.0
"""Support by the other names of the story that decides between places: as much as ten times the inhabitants."""
_ROUNDING = 0.01
"""More than all rounding errors of scores and support, in powers of ten of inhabitants."""
MIN_WORLD_CITY_POPULATION = 1_000_000
"""Inhabitants of a city that agencies name without its region or country."""


class PlaceChoice(NamedTuple):
    """The place that a name means."""

    row: int
    """Its row in the gazetteer."""
    share: float
    """Its probability among the candidates; 1 where it was chosen without computing any."""
    support: float = 0.0
    """Score that the other names of the story added; 0 for the only candidate."""


def disambiguate(
    gazetteer: Gazetteer,
    names: Sequence[PlaceName],
    location: StoryLocation,
    weights: PlaceWeights,
    *,
    with_shares: bool = True,
) -> list[PlaceChoice | None]:
    """Return the place that each name means; None where a name has no candidates.

    Without ``with_shares`` probabilities and support are computed only where the choice may depend on them.
    """
    chosen: list[PlaceChoice | None] = [None] * len(names)
    known: list[int] = []
    doubtful: list[int] = []
    for number, name in enumerate(names):
        rows = name.candidates.rows
        if size := len(rows):
            known.append(number)
            if size == 1:
                chosen[number] = PlaceChoice(int(rows[0]), 1.0)
            else:
                doubtful.append(number)
    if not doubtful:
        return chosen

    def order(number: int) -> tuple[int, Span]:
        """The most frequent names come first: the first ones support the others."""
        return -len(names[number].spans), names[number].spans[0]

    doubtful.sort(key=order)
    story = CandidateRows.of([names[number] for number in doubtful])
    scores = prior(gazetteer, story, location, weights)
    known.sort(key=order)
    supporting = [names[number] for number in known]
    factors = _support_factors(gazetteer, story.names, supporting, location, weights)
    if not with_shares and (best_rows := _certain(story, scores.tolist(), supporting, factors)):
        for number, row in zip(doubtful, best_rows, strict=True):
            chosen[number] = PlaceChoice(row, 1.0)
        return chosen
    if len(known) > 1:
        shares, supports = MutualSupport(gazetteer, story, supporting, factors, weights).settle(scores)
        support: list[float] = supports.tolist()
    else:
        shares = probabilities(scores, np.zeros(1, np.intp), np.array(story.sizes))
        support = [0.0] * len(shares)
    share: list[float] = shares.tolist()
    for number, begin, size in zip(doubtful, story.first, story.sizes, strict=True):
        own = share[begin : begin + size]
        best = own.index(most := max(own))
        chosen[number] = PlaceChoice(int(story.rows[begin + best]), most, support[begin + best])
    return chosen


def _certain(
    story: CandidateRows, scores: Sequence[float], supporting: Sequence[PlaceName], factors: Sequence[float]
) -> list[int]:
    """Return the row of each doubtful name's likeliest candidate; nothing if the other names may change a choice.

    They seldom can in a story of an agency: few of its names are doubtful beside that of the dateline, for which they
    hardly count.
    """
    found: list[int] = []
    most = most_support(supporting) if len(supporting) > 1 else 0.0
    for name, factor, first, size in zip(story.names, factors, story.first, story.sizes, strict=True):
        support = factor * most + _ROUNDING
        if support > MIN_DECISIVE_SUPPORT and name.dateline is NO_DATELINE:
            return []
        second, best = sorted(scores[first : first + size])[-2:]
        if best - second <= support:
            return []
        found.append(int(story.rows[scores.index(best, first)]))
    return found


def _support_factors(
    gazetteer: Gazetteer,
    names: Sequence[PlaceName],
    known: Sequence[PlaceName],
    location: StoryLocation,
    weights: PlaceWeights,
) -> list[float]:
    """Return the weight of the support by other names for each of ``names``; ``known`` are all of the story.

    It is less for the place of a dateline, and for the name of a world city in a story of an agency.
    """
    is_wire = any(name.dateline is AGENCY_DATELINE for name in known)
    factors: list[float] = []
    for name in names:
        factor = weights.other_names
        if name.dateline is AGENCY_DATELINE:
            factor *= weights.dateline_support
        elif name.dateline is PAPER_DATELINE and name.key not in location.newspaper_towns:
            factor *= weights.paper_dateline_support
        elif is_wire and not name.is_local and _names_world_city(gazetteer, name.rows.tobytes()):
            factor *= weights.world_city_support
        factors.append(factor)
    return factors


@lru_cache(maxsize=MAX_CACHED_PRIORS)
def _names_world_city(gazetteer: Gazetteer, candidates: bytes) -> bool:
    """Return whether a name is that of a capital or of a city of a million. Agencies write the region after others."""
    col, rows = gazetteer.columns, np.frombuffer(candidates, np.int32)
    large = (col.rank[rows] == CITY) & (col.population[rows] >= MIN_WORLD_CITY_POPULATION)
    return bool((large | gazetteer.is_capital[rows] | gazetteer.is_famous[rows]).any())
