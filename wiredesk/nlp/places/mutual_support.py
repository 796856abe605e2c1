"""The support that the names of a story give to each other's candidates.

A name supports the places that contain one of its candidates, that one contains or that are near, more if it is near in
the text, too. The meaning of the other names is itself uncertain. Therefore the support is computed several times, with
the probabilities of the round before.

A story has some ten names with thirty candidates: what counts is the number of array operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from math import log, sqrt
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
    """The candidates of a story's doubtful names with what all its names have to do with them.

    A name with one candidate supports others and needs no support.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        doubtful: CandidateRows,
        known: Sequence[PlaceName],
        factors: Sequence[float],
        weights: PlaceWeights,
    ) -> None:
        """Prepare the rounds.

        Args:
            gazetteer: The gazetteer.
            doubtful: The candidates of the names with several, the most frequent names first.
            known: All names with candidates in that order, those of ``doubtful`` among them.
            factors: The weight of the other names' support for each doubtful name.
            weights: Weights of the evidence.
        """
        self._gazetteer, self._doubtful, self._weights = gazetteer, doubtful, weights
        self._factor = np.array(factors, np.float32).repeat(doubtful.sizes)
        self._first, self._sizes = np.array(doubtful.first, np.intp), np.array(doubtful.sizes, np.intp)
        self._supporting = known[:MAX_SUPPORTING_NAMES]
        only = [name.candidates.rows for name in self._supporting if len(name.candidates.rows) == 1]
        self._rows = np.concatenate([doubtful.rows, *only])
        """Rows of the gazetteer: the doubtful candidates, then the only ones of names that support them."""
        places = zip(doubtful.first, doubtful.sizes, strict=True)
        after = count(len(doubtful.rows))
        self._places = [
            next(places) if len(name.candidates.rows) > 1 else (next(after), 1) for name in self._supporting
        ]
        """Index of the first candidate of each supporting name in those rows, and number of its candidates."""
        self._doubtful_supporting = len(self._supporting) - len(only)

    def settle(self, scores: Array) -> tuple[Array, Array]:
        """Return the probability of each doubtful candidate after all rounds, and the support by the other names.

        ``scores`` has the prior score of each.
        """
        first, sizes, total = self._first, self._sizes, len(scores)
        share, support = np.ones(len(self._rows), np.float32), np.zeros(total, np.float32)
        pairs: _Pairs | None = None
        rounds = self._rounds()
        if len(rounds) > 1:
            share[:total] = probabilities(scores, first, sizes)
        anchors, first_anchor = self._anchors(share)
        changing = any(size > MAX_SUPPORTING_CANDIDATES for _, size in self._places)
        for number, names in enumerate(rounds):
            if changing and number:
                anchors, first_anchor = self._anchors(share)
            anchor_share = share[anchors]
            for begin, end in self._batches(names):
                if pairs is None or not pairs.are_for(begin, end, anchors):
                    pairs = self._pairs(begin, end, anchors)
                low, high = first[begin], first[end] if end < len(sizes) else total
                support[low:high] = pairs.support(anchor_share, first_anchor, self._weights) * self._factor[low:high]
                share[low:high] = probabilities(
                    scores[low:high] + support[low:high], first[begin:end] - low, sizes[begin:end]
                )
        return share[:total], support

    def _rounds(self) -> list[int]:
        """Return how many doubtful names each round reads: only the last one reads more than the supporting names.

        Names support others and not themselves, so one doubtful name is settled after one round.
        """
        names = len(self._doubtful.names)
        repeated = self._weights.rounds - 1 if names > 1 and self._doubtful_supporting else 0
        return [self._doubtful_supporting] * repeated + [names]

    def _anchors(self, share: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the indices of the most likely candidates of the supporting names, and where each name's begin."""
        found: list[int] = []
        begins: list[int] = []
        for begin, size in self._places:
            begins.append(len(found))
            if size <= MAX_SUPPORTING_CANDIDATES:
                found += range(begin, begin + size)
            else:
                best = np.argsort(-share[begin : begin + size], kind="stable")[:MAX_SUPPORTING_CANDIDATES]
                found += (begin + np.sort(best)).tolist()
        return np.array(found, np.intp), np.array(begins, np.intp)

    def _batches(self, names: int) -> list[tuple[int, int]]:
        """Split the first doubtful names into batches of about :data:`MAX_BATCH_CANDIDATES` candidates."""
        first, cuts = self._doubtful.first, [0]
        for number in range(1, names):
            if first[number] - first[cuts[-1]] > MAX_BATCH_CANDIDATES:
                cuts.append(number)
        return list(pairwise([*cuts, names]))

    def _pairs(self, begin: int, end: int, anchors: NDArray[np.intp]) -> _Pairs:
        """Compare the candidates of a batch of names with the anchors."""
        first, sizes = self._doubtful.first, self._doubtful.sizes
        rows = self._rows[first[begin] : first[end - 1] + sizes[end - 1]]
        affinity, in_county = _compare(self._gazetteer, rows, self._rows[anchors], self._weights)
        factor = _name_factors(self._doubtful.names[begin:end], self._supporting, self._weights)
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
        same = self.anchors is anchors or self.anchors.tobytes() == anchors.tobytes()
        return same and self.batch == (begin, end)

    def support(self, anchor_share: Array, first_anchor: NDArray[np.intp], weights: PlaceWeights) -> NDArray[Any]:
        """Return the support of each candidate of the batch, given the probabilities of the anchors."""
        support = self.affinity * anchor_share
        if self.in_county is not None:
            np.maximum(support, self.in_county * anchor_share**weights.county_share_exponent, out=support)
        votes = np.maximum.reduceat(support, first_anchor, axis=1)
        votes *= self.factor
        return np.asarray(np.add.reduce(votes, axis=1))


def most_support(supporting: Sequence[PlaceName]) -> float:
    """Return what the support of any candidate stays below: that of names which stand beside it and mean its place."""
    weight = sum([1.0 + log(len(name.spans)) for name in supporting[:MAX_SUPPORTING_NAMES]]) * (1.0 + MIN_TEXT_FACTOR)
    return weight / sqrt(weight + 1.0)


def probabilities(scores: Array, first: NDArray[np.intp], sizes: NDArray[np.intp]) -> Array:
    """Return the probabilities within groups of scores; ``first`` is where each group begins, ``sizes`` its length."""
    powers = np.exp(scores - np.maximum.reduceat(scores, first).repeat(sizes))
    powers /= np.add.reduceat(powers, first).repeat(sizes)
    return np.asarray(powers, np.float32)


def _name_factors(names: Sequence[PlaceName], supporting: Sequence[PlaceName], weights: PlaceWeights) -> Array:
    """Return the factor of each supporting name for each name: more for a frequent and a near one, 0 for one stem."""
    weight = np.array([1.0 + log(len(name.spans)) for name in supporting], np.float32)
    nearness = np.exp(_gaps(names, supporting) / -weights.reach_characters)
    nearness += MIN_TEXT_FACTOR
    stems = [name.stem for name in supporting]
    differs = np.array([[stem != other for other in stems] for stem in [name.stem for name in names]])
    factor = differs * weight * nearness
    factor /= np.sqrt(np.add.reduce(factor, axis=1, keepdims=True) + 1.0)
    return np.asarray(factor)


def _gaps(names: Sequence[PlaceName], supporting: Sequence[PlaceName]) -> Floats:
    """Return the least distance between mentions of each name and of each supporting one, in characters."""
    own, first = _positions(names)
    others, first_other = _positions(supporting)
    gaps = own[:, None] - others
    np.abs(gaps, out=gaps)
    if len(own) > len(first):
        gaps = np.minimum.reduceat(gaps, first, axis=0)
    return gaps if len(others) == len(first_other) else np.asarray(np.minimum.reduceat(gaps, first_other, axis=1))


def _positions(names: Sequence[PlaceName]) -> tuple[Floats, list[int]]:
    """Return where the mentions of names begin, and the index of each name's first mention among them."""
    starts: list[int] = []
    first: list[int] = []
    for name in names:
        first.append(len(starts))
        starts += [start for start, _ in name.spans[:MAX_POSITIONS]]
    return np.array(starts, np.float32), first


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
