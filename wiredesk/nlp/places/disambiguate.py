"""Choose one place for each name, for all names of a story together.

Each candidate has a prior score (:mod:`wiredesk.nlp.places.place_priors`). The other names of the story support it:
places that it contains, that contain it or that are near, more if they are near in the text, too. The meaning of the
other names is itself uncertain. Therefore the choice is repeated with the probabilities of the round before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.index import Floats, Ints
from wiredesk.nlp.places.place_names import PlaceName
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


def disambiguate(
    gazetteer: Gazetteer, names: Sequence[PlaceName], location: StoryLocation, weights: PlaceWeights
) -> list[PlaceChoice | None]:
    """Return the place that each name means; None where a name has no candidates."""
    known = [number for number, name in enumerate(names) if len(name.rows)]
    priors = {number: prior(gazetteer, names[number], location, weights) for number in known}
    shares = {number: _softmax(priors[number]) for number in known}
    support: dict[int, Array] = {}
    if len(known) > 1 and any(len(names[number].rows) > 1 for number in known):
        supporting = sorted(known, key=lambda number: (-len(names[number].spans), names[number].spans[0]))
        supporting = supporting[:MAX_SUPPORTING_NAMES]
        for turn in range(weights.rounds):
            # Only the supporting names need more than the last round.
            supported = known if turn == weights.rounds - 1 else supporting
            anchors = _Anchors.select(gazetteer, names, supporting, shares)
            for batch in _batches(supported, names):
                for number, gain in zip(batch, anchors.support(gazetteer, names, batch, weights), strict=True):
                    support[number] = weights.other_names * gain
                    shares[number] = _softmax(priors[number] + support[number])
    chosen: list[PlaceChoice | None] = [None] * len(names)
    for number in known:
        best = int(np.argmax(shares[number]))
        added = float(support[number][best]) if number in support else 0.0
        chosen[number] = PlaceChoice(int(names[number].rows[best]), float(shares[number][best]), added)
    return chosen


def _softmax(scores: Array) -> Array:
    if len(scores) == 1:
        return np.ones(1, np.float32)
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), np.float32)


def _batches(numbers: Sequence[int], names: Sequence[PlaceName]) -> list[list[int]]:
    """Split names into batches of about :data:`MAX_BATCH_CANDIDATES` candidates."""
    batches: list[list[int]] = [[]]
    size = 0
    for number in numbers:
        if size > MAX_BATCH_CANDIDATES:
            batches.append([])
            size = 0
        batches[-1].append(number)
        size += len(names[number].rows)
    return batches


@dataclass(frozen=True, slots=True)
class _Anchors:
    """The most likely candidates of the supporting names."""

    rows: Ints
    share: Array
    """Probability of each."""
    first: NDArray[np.intp]
    """Index of each name's first candidate."""
    stems: tuple[str, ...]
    weight: Array
    """Weight of each name: more for a frequent one."""
    positions: Floats
    """Offsets of each name's mentions, shape (names, :data:`MAX_POSITIONS`)."""

    @classmethod
    def select(
        cls, gazetteer: Gazetteer, names: Sequence[PlaceName], supporting: Sequence[int], shares: Mapping[int, Array]
    ) -> _Anchors:
        """Select the most likely candidates of the supporting names."""
        rows: list[Ints] = []
        share: list[Array] = []
        for number in supporting:
            best = np.argsort(-shares[number], kind="stable")[:MAX_SUPPORTING_CANDIDATES]
            rows.append(names[number].rows[best])
            share.append(shares[number][best])
        sizes = [len(part) for part in rows]
        return cls(
            rows=np.concatenate(rows),
            share=np.concatenate(share),
            first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp),
            stems=tuple(names[number].stem for number in supporting),
            weight=np.array([1.0 + np.log(len(names[number].spans)) for number in supporting], np.float32),
            positions=_positions([names[number] for number in supporting], -_FAR),
        )

    def support(
        self, gazetteer: Gazetteer, names: Sequence[PlaceName], batch: Sequence[int], weights: PlaceWeights
    ) -> list[Array]:
        """Return the support of each candidate of each name of a batch."""
        sizes = [len(names[number].rows) for number in batch]
        rows = np.concatenate([names[number].rows for number in batch])
        support = _affinity(gazetteer, rows, self.rows, weights) * self.share
        in_county = _county_pairs(gazetteer, rows, self.rows)
        support = np.maximum(support, in_county * self.share**weights.county_share_exponent)
        votes = np.maximum.reduceat(support, self.first, axis=1)
        here = _positions([names[number] for number in batch], _FAR)
        gaps = np.abs(here[:, None, :, None] - self.positions[None, :, None, :]).min(axis=(2, 3))
        other = np.array([[stem != names[number].stem for stem in self.stems] for number in batch], np.float32)
        factor = other * self.weight * (MIN_TEXT_FACTOR + np.exp(-gaps / weights.reach_characters))
        factor /= np.sqrt(factor.sum(axis=1, keepdims=True) + 1.0)
        lines = np.repeat(np.arange(len(batch)), sizes)
        return np.split((votes * factor[lines]).sum(axis=1), np.cumsum(sizes)[:-1])


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
