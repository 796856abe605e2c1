"""Choose one place for each name, for all names of a story together.

Each candidate has a prior score (:mod:`wiredesk.nlp.places.place_priors`). The other names of the story support it:
places that it contains, that contain it or that are near, more if they are near in the text, too. The meaning of the
other names is itself uncertain. Therefore the choice is repeated with the probabilities of the round before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.index import Floats, Ints
from wiredesk.nlp.places.place_names import BareDateline, PlaceName
from wiredesk.nlp.places.place_priors import Array, PlaceWeights, prior
from wiredesk.nlp.places.story_location import StoryLocation

MAX_SUPPORTING_NAMES = 40
"""Names of a story that support the others, the most frequent ones."""
MAX_SUPPORTING_CANDIDATES = 12
"""Candidates of each supporting name that are considered, the most likely ones."""
MAX_BATCH_CANDIDATES = 4000
"""Candidates of a batch after which the next begins; limits the memory for a list of 5,000 places."""
MAX_POSITIONS = 8
"""Mentions of a name whose positions in the text are considered."""
MIN_WORLD_CITY_POPULATION = 1_000_000
"""Inhabitants of a city that agencies name without its region or country."""
MIN_TEXT_FACTOR = 0.3
"""Factor of the support of a name that is far away in the text."""
SAME_COUNTRY, SAME_REGION, SAME_COUNTY = 0.2, 0.4, 0.4
"""Affinity of two places in one country, region, county; they add up to 1."""
_FAR = 1e9
"""Position of a mention that does not exist, in characters."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """The place that a name means."""

    row: int
    """Its row in the gazetteer."""
    share: float
    """Its probability among the candidates."""
    support: float = 0.0
    """Score that the other names of the story added."""
    margin: float = 1.0
    """Its probability less that of the next candidate."""


def disambiguate(
    gazetteer: Gazetteer, names: Sequence[PlaceName], location: StoryLocation, weights: PlaceWeights
) -> list[PlaceChoice | None]:
    """Return the place that each name means; None where a name has no candidates."""
    known = [number for number, name in enumerate(names) if len(name.rows)]
    chosen: list[PlaceChoice | None] = [None] * len(names)
    if not known:
        return chosen
    # The most frequent names come first: the first ones support the others.
    known.sort(key=lambda number: (-len(names[number].spans), names[number].spans[0]))
    story = _StoryCandidates.collect(gazetteer, [names[number] for number in known], location, weights)
    share, support = story.prior_share(), np.zeros(len(story.rows), np.float32)
    if len(known) > 1 and len(story.rows) > len(known):
        share, support = story.support_each_other(gazetteer, weights, share)
    for number, begin, end in zip(known, story.first.tolist(), story.end.tolist(), strict=True):
        best = begin + int(np.argmax(share[begin:end]))
        next_best = max((value for at, value in enumerate(share[begin:end].tolist(), begin) if at != best), default=0.0)
        chosen[number] = PlaceChoice(
            int(story.rows[best]), float(share[best]), float(support[best]), float(share[best]) - next_best
        )
    return chosen


@dataclass(frozen=True, slots=True)
class _StoryCandidates:
    """The candidates of all names of a story, one after the other."""

    names: Sequence[PlaceName]
    """The names; the supporting ones come first."""
    rows: Ints
    prior: Array
    first: NDArray[np.intp]
    """Index of each name's first candidate."""
    end: NDArray[np.intp]
    """One past the index of its last candidate."""
    factor: Array
    """Weight of the other names' support for each candidate."""

    @classmethod
    def collect(
        cls, gazetteer: Gazetteer, names: Sequence[PlaceName], location: StoryLocation, weights: PlaceWeights
    ) -> _StoryCandidates:
        """Collect the candidates with their priors."""
        end = np.cumsum([len(name.rows) for name in names])
        is_wire = any(name.dateline is BareDateline.AGENCY for name in names)
        factors = [_support_factor(gazetteer, name, location, weights, is_wire=is_wire) for name in names]
        return cls(
            names,
            rows=np.concatenate([name.rows for name in names]),
            prior=np.concatenate([prior(gazetteer, name, location, weights) for name in names]),
            first=np.concatenate([[0], end[:-1]]).astype(np.intp),
            end=end,
            factor=np.concatenate(
                [np.full(len(name.rows), factor, np.float32) for name, factor in zip(names, factors, strict=True)]
            ),
        )

    def prior_share(self) -> Array:
        """Return the probability of each candidate by its prior."""
        return _softmax(self.prior, self.first, self.end - self.first)

    def support_each_other(self, gazetteer: Gazetteer, weights: PlaceWeights, share: Array) -> tuple[Array, Array]:
        """Return the probability of each candidate after all rounds, and the support by the other names."""
        supporting = min(len(self.names), MAX_SUPPORTING_NAMES)
        share, support = share.copy(), np.zeros(len(self.rows), np.float32)
        pairs: _Pairs | None = None
        for turn in range(weights.rounds):
            anchors, first_anchor = self._anchors(supporting, share)
            anchor_share = share[anchors]
            # Only the supporting names need more than the last round.
            for begin, end in self._batches(len(self.names) if turn == weights.rounds - 1 else supporting):
                low, high = self.first[begin], self.end[end - 1]
                if pairs is None or not pairs.are_for(begin, end, anchors):
                    pairs = self._pairs(gazetteer, weights, (begin, end), anchors, supporting)
                support[low:high] = self.factor[low:high] * pairs.support(anchor_share, first_anchor, weights)
                scores = self.prior[low:high] + support[low:high]
                first = self.first[begin:end]
                share[low:high] = _softmax(scores, first - low, self.end[begin:end] - first)
        return share, support

    def _anchors(self, supporting: int, share: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the indices of the most likely candidates of the supporting names, and where each name's begin."""
        sizes = (self.end - self.first)[:supporting]
        if sizes.max() <= MAX_SUPPORTING_CANDIDATES:
            return np.arange(self.end[supporting - 1]), self.first[:supporting]
        parts: list[NDArray[np.intp]] = []
        for begin, end in zip(self.first[:supporting].tolist(), self.end[:supporting].tolist(), strict=True):
            if end - begin <= MAX_SUPPORTING_CANDIDATES:
                parts.append(np.arange(begin, end))
            else:
                best = np.argsort(-share[begin:end], kind="stable")[:MAX_SUPPORTING_CANDIDATES]
                parts.append(begin + np.sort(best))
        first = np.cumsum([0, *(len(part) for part in parts[:-1])])
        return np.concatenate(parts), first

    def _batches(self, count: int) -> list[tuple[int, int]]:
        """Split the first ``count`` names into batches of about :data:`MAX_BATCH_CANDIDATES` candidates."""
        cuts = [0]
        for number in range(1, count):
            if self.first[number] - self.first[cuts[-1]] > MAX_BATCH_CANDIDATES:
                cuts.append(number)
        return list(pairwise([*cuts, count]))

    def _pairs(
        self,
        gazetteer: Gazetteer,
        weights: PlaceWeights,
        batch: tuple[int, int],
        anchors: NDArray[np.intp],
        supporting: int,
    ) -> _Pairs:
        """Compare the candidates of a batch of names with the anchors."""
        begin, end = batch
        rows, others = self.rows[self.first[begin] : self.end[end - 1]], self.rows[anchors]
        sizes = (self.end - self.first)[begin:end]
        factor = _name_factors(self.names[begin:end], self.names[:supporting], weights)
        return _Pairs(
            batch,
            anchors,
            affinity=_affinity(gazetteer, rows, others, weights),
            in_county=_county_pairs(gazetteer, rows, others),
            factor=np.repeat(factor, sizes, axis=0),
        )


@dataclass(frozen=True, slots=True)
class _Pairs:
    """What does not depend on probabilities: a batch of candidates (lines) compared with the anchors (columns)."""

    batch: tuple[int, int]
    anchors: NDArray[np.intp]
    affinity: Array
    in_county: NDArray[np.bool_]
    factor: Array
    """Factor of the support of each anchor's name; one column for each name."""

    def are_for(self, begin: int, end: int, anchors: NDArray[np.intp]) -> bool:
        """Return whether these are the pairs of that batch and those anchors."""
        return self.batch == (begin, end) and np.array_equal(self.anchors, anchors)

    def support(self, anchor_share: Array, first_anchor: NDArray[np.intp], weights: PlaceWeights) -> Array:
        """Return the support of each candidate of the batch, given the probabilities of the anchors."""
        support = self.affinity * anchor_share
        if self.in_county.any():
            support = np.maximum(support, self.in_county * anchor_share**weights.county_share_exponent)
        votes = np.maximum.reduceat(support, first_anchor, axis=1)
        return np.asarray((votes * self.factor).sum(axis=1))


def _support_factor(
    gazetteer: Gazetteer, name: PlaceName, location: StoryLocation, weights: PlaceWeights, *, is_wire: bool
) -> float:
    """Return the weight of the other names' support for a name.

    It is less for the place of a dateline, and for the name of a world city in a story of an agency (``is_wire``).
    """
    if name.dateline is BareDateline.AGENCY:
        return weights.other_names * weights.dateline_support
    if name.dateline is BareDateline.PAPER and name.key not in location.newspaper_towns:
        return weights.other_names * weights.paper_dateline_support
    if is_wire and not name.is_local and _names_world_city(gazetteer, name):
        return weights.other_names * weights.world_city_support
    return weights.other_names


def _names_world_city(gazetteer: Gazetteer, name: PlaceName) -> bool:
    """Return whether a name is that of a capital or of a city of a million. Agencies write the region after others."""
    col, rows = gazetteer.columns, name.rows
    large = (col.rank[rows] == Rank.CITY) & (col.population[rows] >= MIN_WORLD_CITY_POPULATION)
    return bool((large | gazetteer.is_capital[rows] | gazetteer.is_famous[rows]).any())


def _softmax(scores: Array, first: NDArray[np.intp], sizes: NDArray[np.intp]) -> Array:
    """Return the probabilities within groups of scores; ``first`` is where each group begins, ``sizes`` its length."""
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
    return np.asarray(powers / np.repeat(np.add.reduceat(powers, first), sizes), np.float32)


def _name_factors(names: Sequence[PlaceName], supporting: Sequence[PlaceName], weights: PlaceWeights) -> Array:
    """Return the factor of each supporting name for each name: more for a frequent and a near one, 0 for one stem."""
    weight = np.array([1.0 + np.log(len(name.spans)) for name in supporting], np.float32)
    gaps = _positions(names, _FAR)[:, None, :, None] - _positions(supporting, -_FAR)[None, :, None, :]
    nearness = MIN_TEXT_FACTOR + np.exp(-np.abs(gaps).min(axis=(2, 3)) / weights.reach_characters)
    stems = [name.stem for name in supporting]
    other = np.array([[stem != name.stem for stem in stems] for name in names], np.float32)
    factor = other * weight * nearness
    factor /= np.sqrt(factor.sum(axis=1, keepdims=True) + 1.0)
    return np.asarray(factor)


def _positions(names: Sequence[PlaceName], missing: float) -> Floats:
    """Return the offsets of the names' mentions, ``missing`` where a name has fewer."""
    places = np.full((len(names), MAX_POSITIONS), missing, np.float32)
    for line, name in zip(places, names, strict=True):
        starts = [start for start, _ in name.spans[:MAX_POSITIONS]]
        line[: len(starts)] = starts
    return places


def _county_pairs(gazetteer: Gazetteer, rows: Ints, others: Ints) -> NDArray[np.bool_]:
    """Return for each pair whether one is a town in the county that the other is; shape (rows, others)."""
    col = gazetteer.columns
    within = (col.county[rows][:, None] == others[None, :]) & (col.rank[rows] == Rank.CITY)[:, None]
    around = (rows[:, None] == col.county[others][None, :]) & (col.rank[others] == Rank.CITY)[None, :]
    return np.asarray(within | around)


def _affinity(gazetteer: Gazetteer, rows: Ints, others: Ints, weights: PlaceWeights) -> Array:
    """Return how much each pair of places supports each other, 0 to 1; shape (rows, others)."""
    col = gazetteer.columns
    near = np.exp(-gazetteer.distances(rows, others) / weights.reach_km)
    country = (col.country[rows][:, None] == col.country[others][None, :]) & (col.country[rows] >= 0)[:, None]
    region = (col.region[rows][:, None] == col.region[others][None, :]) & (col.region[rows] >= 0)[:, None]
    county = (col.county[rows][:, None] == col.county[others][None, :]) & (col.county[rows] >= 0)[:, None]
    shared = SAME_COUNTRY * country + SAME_REGION * region + SAME_COUNTY * county
    return np.asarray(np.maximum(near, shared), np.float32)
