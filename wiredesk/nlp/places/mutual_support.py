"""The support that the names of a story give to each other's candidates.

A name supports the places that contain one of its candidates, that one contains or that are near, more if it is near in
the text, too. The meaning of the other names is itself uncertain. Therefore the support is computed several times, with
the probabilities of the round before.

A story has some ten names with thirty candidates: what counts is the number of array operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.index import CITY, Floats, Ints
from wiredesk.nlp.places.candidate_rows import CandidateRows
from wiredesk.nlp.places.place_names import PlaceName
from wiredesk.nlp.places.place_priors import Array, PlaceWeights

MAX_SUPPORTING_NAMES = 40
"""Names of a story that support the others, the most frequent ones."""
MAX_SUPPORTING_CANDIDATES = 12
"""Candidates of each supporting name that are considered, the most likely ones."""
MAX_BATCH_CANDIDATES = 4000
"""Candidates of a batch after which the next begins; limits the memory for a list of 5,000 places."""
MAX_POSITIONS = 8
"""Mentions of a name whose positions in the text are considered."""
MIN_TEXT_FACTOR = 0.3
"""Factor of the support of a name that is far away in the text."""
SAME_COUNTRY, SAME_REGION, SAME_COUNTY = 0.2, 0.4, 0.4
"""Affinity of two places in one country, region, county; they add up to 1."""
_SHARED = np.array([SAME_COUNTRY, SAME_REGION, SAME_COUNTY], np.float32)


class MutualSupport:
    """The candidates of a story's names, the most frequent names first, with what they have to do with each other."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        story: CandidateRows,
        scores: Array,
        factors: Sequence[float],
        weights: PlaceWeights,
    ) -> None:
        """Prepare the rounds.

        Args:
            gazetteer: The gazetteer.
            story: The candidates.
            scores: The prior score of each candidate.
            factors: The weight of the other names' support for each name.
            weights: Weights of the evidence.
        """
        self._gazetteer, self._story, self._scores, self._weights = gazetteer, story, scores, weights
        self._factor = np.array(factors, np.float32).repeat(story.sizes)
        self._first, self._sizes = np.array(story.first, np.intp), np.array(story.sizes, np.intp)
        self._supporting = min(len(story.names), MAX_SUPPORTING_NAMES)
        self._all_anchors = max(story.sizes[: self._supporting]) <= MAX_SUPPORTING_CANDIDATES

    def settle(self) -> tuple[Array, Array]:
        """Return the probability of each candidate after all rounds, and the support by the other names."""
        first, sizes, scores = self._first, self._sizes, self._scores
        share, support = probabilities(scores, first, sizes), np.zeros(len(scores), np.float32)
        count, rounds = len(sizes), self._weights.rounds
        pairs: _Pairs | None = None
        for turn in range(rounds):
            anchors, first_anchor = self._anchors(share)
            anchor_share = share[anchors]
            # Only the supporting names need more than the last round.
            for begin, end in self._batches(count if turn == rounds - 1 else self._supporting):
                if pairs is None or not pairs.are_for(begin, end, anchors):
                    pairs = self._pairs(begin, end, anchors)
                low, high = first[begin], first[end] if end < count else len(scores)
                support[low:high] = pairs.support(anchor_share, first_anchor, self._weights) * self._factor[low:high]
                share[low:high] = probabilities(
                    scores[low:high] + support[low:high], first[begin:end] - low, sizes[begin:end]
                )
        return share, support

    def _anchors(self, share: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the indices of the most likely candidates of the supporting names, and where each name's begin."""
        count, first, sizes = self._supporting, self._story.first, self._story.sizes
        if self._all_anchors:
            return np.arange(first[count - 1] + sizes[count - 1]), self._first[:count]
        parts: list[NDArray[np.intp]] = []
        for begin, size in zip(first[:count], sizes[:count], strict=True):
            if size <= MAX_SUPPORTING_CANDIDATES:
                parts.append(np.arange(begin, begin + size))
            else:
                best = np.argsort(-share[begin : begin + size], kind="stable")[:MAX_SUPPORTING_CANDIDATES]
                parts.append(begin + np.sort(best))
        return np.concatenate(parts), np.cumsum([0, *(len(part) for part in parts[:-1])])

    def _batches(self, count: int) -> list[tuple[int, int]]:
        """Split the first ``count`` names into batches of about :data:`MAX_BATCH_CANDIDATES` candidates."""
        first, cuts = self._story.first, [0]
        for number in range(1, count):
            if first[number] - first[cuts[-1]] > MAX_BATCH_CANDIDATES:
                cuts.append(number)
        return list(pairwise([*cuts, count]))

    def _pairs(self, begin: int, end: int, anchors: NDArray[np.intp]) -> _Pairs:
        """Compare the candidates of a batch of names with the anchors."""
        names, first, sizes = self._story.names, self._story.first, self._sizes
        rows = self._story.rows[first[begin] : first[end - 1] + int(sizes[end - 1])]
        others = self._story.rows[anchors]
        affinity, in_county = _compare(self._gazetteer, rows, others, self._weights)
        if begin == 0:
            factor = _name_factors(names[:end], self._supporting, self._weights)
        else:
            supporting = names[: self._supporting]
            factor = _name_factors([*supporting, *names[begin:end]], len(supporting), self._weights)[len(supporting) :]
        return _Pairs((begin, end), anchors, affinity, in_county, factor.repeat(sizes[begin:end], axis=0))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """What does not depend on probabilities: a batch of candidates (lines) compared with the anchors (columns)."""

    batch: tuple[int, int]
    anchors: NDArray[np.intp]
    affinity: Array
    in_county: NDArray[np.bool_] | None
    """Whether one is a town in the county that the other is; None where no two are."""
    factor: Array
    """Factor of the support of each anchor's name; one column for each name."""

    def are_for(self, begin: int, end: int, anchors: NDArray[np.intp]) -> bool:
        """Return whether these are the pairs of that batch and those anchors."""
        return self.batch == (begin, end) and self.anchors.tobytes() == anchors.tobytes()

    def support(self, anchor_share: Array, first_anchor: NDArray[np.intp], weights: PlaceWeights) -> NDArray[Any]:
        """Return the support of each candidate of the batch, given the probabilities of the anchors."""
        support = self.affinity * anchor_share
        if self.in_county is not None:
            np.maximum(support, self.in_county * anchor_share**weights.county_share_exponent, out=support)
        votes = np.maximum.reduceat(support, first_anchor, axis=1)
        votes *= self.factor
        return np.asarray(np.add.reduce(votes, axis=1))


def probabilities(scores: Array, first: NDArray[np.intp], sizes: NDArray[np.intp]) -> Array:
    """Return the probabilities within groups of scores; ``first`` is where each group begins, ``sizes`` its length."""
    powers = np.exp(scores - np.maximum.reduceat(scores, first).repeat(sizes))
    powers /= np.add.reduceat(powers, first).repeat(sizes)
    return np.asarray(powers, np.float32)


def _name_factors(names: Sequence[PlaceName], supporting: int, weights: PlaceWeights) -> Array:
    """Return the factor of each supporting name for each name: more for a frequent and a near one, 0 for one stem.

    The supporting names are the first ones.
    """
    weight = np.array([1.0 + log(len(name.spans)) for name in names[:supporting]], np.float32)
    nearness = np.exp(_gaps(names, supporting) / -weights.reach_characters)
    nearness += MIN_TEXT_FACTOR
    stems: dict[str, int] = {}
    stem = np.array([stems.setdefault(name.stem, len(stems)) for name in names])
    factor = (stem[:, None] != stem[:supporting]) * weight * nearness
    factor /= np.sqrt(np.add.reduce(factor, axis=1, keepdims=True) + 1.0)
    return np.asarray(factor)


def _gaps(names: Sequence[PlaceName], supporting: int) -> Floats:
    """Return the least distance between mentions of each name and of each supporting one, in characters."""
    starts = [start for name in names for start, _ in name.spans[:MAX_POSITIONS]]
    counts = [min(len(name.spans), MAX_POSITIONS) for name in names]
    first = [0, *accumulate(counts)]
    own = np.array(starts, np.float32)
    gaps = own[:, None] - own[: first[supporting]]
    np.abs(gaps, out=gaps)
    if len(starts) == len(names):
        return gaps
    gaps = np.minimum.reduceat(gaps, first[:-1], axis=0)
    return np.asarray(np.minimum.reduceat(gaps, first[:supporting], axis=1))


def _compare(
    gazetteer: Gazetteer, rows: Ints, others: Ints, weights: PlaceWeights
) -> tuple[Array, NDArray[np.bool_] | None]:
    """Compare each pair of places; both results have the shape (rows, others).

    Returns:
        How much they support each other, 0 to 1; and whether one is a town in the county that the other is, None where
        that is so of no two.
    """
    distances = gazetteer.distances(rows, others)
    distances /= -weights.reach_km
    near = np.exp(distances, out=distances)
    within, around = gazetteer.containers.take(rows, axis=1), gazetteer.containers.take(others, axis=1)
    same = (within[:, :, None] == around[:, None, :]) & (within >= 0)[:, :, None]
    shared = _SHARED @ same.reshape(3, -1).astype(np.float32)
    np.maximum(near, shared.reshape(near.shape), out=near)
    if set(within[2].tolist()).isdisjoint(others.tolist()) and set(around[2].tolist()).isdisjoint(rows.tolist()):
        return near, None
    rank = gazetteer.columns.rank
    inside = (within[2][:, None] == others) & (rank[rows] == CITY)[:, None]
    outside = (rows[:, None] == around[2]) & (rank[others] == CITY)
    return near, inside | outside
