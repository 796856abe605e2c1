"""One place for each name, chosen for all names of a story together.

Each candidate starts from how readily writers mean it (its population and rank), and gains from the other names of the
story: places that lie in it, that it lies in, or that are near, the nearer in the text the more.  What the other names
mean is itself uncertain, so the choice is repeated with the probabilities of the round before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.index import Floats, Ints
from wiredesk.nlp.places.place_names import Name, inside

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """Tuned on local newspapers' stories; every number is a rate of exchange to powers of ten of inhabitants."""

    population: float = 0.8
    country: float = 3.0
    region: float = 0.7
    county: float = -3.0
    county_said: float = 3.0
    feature: float = 1.0
    capital: float = 1.6
    namesake: float = -3.0
    within: float = 12.0
    evidence: float = 9.0
    reach_km: float = 100.0
    text_reach: float = 800.0
    rounds: int = 3
    local: float = 1.8
    """How much more the story's whereabouts count for a place that it speaks of as its own."""
    abroad: float = 0.45
    """How much less its choice of words counts for any other place: American papers mean the great London."""
    press: float = 1.8
    """For such a place in a country whose press is in the story's language."""
    press_town: float = 3.0
    """The same for the town whose name the newspaper bears."""
    inhabited: float = 0.5
    """Power of a county's probability with which it speaks for a town in it: few towns lie in a county by chance."""


CONTEXT = 40
"""So many names of a story, the most frequent first, speak for the others."""
ANCHORS = 12
"""Candidates of each that do."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What the story says of its whereabouts besides place names: rows of regions or countries, with a weight."""

    rows: Mapping[int, float]
    cues: Mapping[int, float] = field(default_factory=dict)
    """The same, of its choice of words, which is weaker evidence."""
    press: frozenset[int] = frozenset()
    """Countries one of which the newspaper is from, where its address tells no country."""
    home: int = -1
    """The row of the country that the newspaper's address tells, -1 where it tells none."""
    towns: frozenset[str] = frozenset()
    """The folded names of the towns whose newspaper it is."""


@dataclass(slots=True)
class Choice:
    row: int
    share: float
    """Probability among the candidates."""


def choose(gazetteer: Gazetteer, names: Sequence[Name], hints: Hints, weights: Weights) -> list[Choice | None]:
    """The place that each name means, None where the gazetteer knows nobody of the name."""
    known = [number for number, name in enumerate(names) if len(name.rows)]
    chosen: list[Choice | None] = [None] * len(names)
    if not known:
        return chosen
    priors = {number: _prior(gazetteer, names[number], hints, weights) for number in known}
    context = sorted(known, key=lambda number: (-len(names[number].spans), names[number].spans[0]))[:CONTEXT]
    shares = {number: _softmax(priors[number]) for number in known}
    open_questions = any(len(names[number].rows) > 1 for number in known) and len(known) > 1
    for turn in range(weights.rounds if open_questions else 0):
        # Only the names that speak for others need more than the last round.
        heard = known if turn == weights.rounds - 1 else context
        anchors = _Anchors.of(gazetteer, names, context, shares)
        for batch in _batches(heard, names):
            gains = anchors.gains(gazetteer, names, batch, weights)
            for number, gain in zip(batch, gains, strict=True):
                shares[number] = _softmax(priors[number] + weights.evidence * gain)
    for number in known:
        best = int(np.argmax(shares[number]))
        chosen[number] = Choice(int(names[number].rows[best]), float(shares[number][best]))
    return chosen


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), np.float32)


def _prior(gazetteer: Gazetteer, name: Name, hints: Hints, weights: Weights) -> Array:
    """How readily a writer means each candidate, whatever else the story is about."""
    col = gazetteer.columns
    rows = name.rows
    rank = col.rank[rows]
    score = weights.population * np.log10(col.population[rows].astype(np.float32) + 10)
    county = weights.county_said if name.key.endswith(("county", "parish", " co", "borough")) else weights.county
    for each, bonus in (
        (Rank.COUNTRY, weights.country),
        (Rank.REGION, weights.region),
        (Rank.COUNTY, county),
        (Rank.FEATURE, weights.feature),
        (Rank.SITE, weights.feature),
    ):
        score = score + bonus * (rank == each)
    crowned = gazetteer.is_capital[rows]
    regions, cities = rank == Rank.REGION, rank == Rank.CITY
    if regions.any() and cities.any():
        holds_namesake = (rows[:, None] == col.region[rows[cities]][None, :]).any(axis=1)
        shares_with_capital = (col.country[rows][:, None] == col.country[rows[crowned]][None, :]).any(axis=1)
        score = score + weights.namesake * (regions & (holds_namesake | shares_with_capital))
    score = score + weights.capital * crowned
    if name.within >= 0:
        score = score + weights.within * inside(gazetteer, rows, name.within)
    at_home = name.key in hints.towns
    own = name.local or at_home
    for told, elsewhere in ((hints.rows, 1.0), (hints.cues, weights.abroad)):
        for outer, weight in told.items():
            factor = 0.0 if name.filed else weights.local if own else elsewhere
            score = score + factor * weight * inside(gazetteer, rows, outer)
    if own and hints.press and not name.filed:
        weight = weights.press_town if at_home else weights.press
        near = (col.country[rows][:, None] == np.array(sorted(hints.press))).any(axis=1)
        score = score + weight * near * (rank == Rank.CITY)
    return np.asarray(score, np.float32)


def _batches(known: Sequence[int], names: Sequence[Name]) -> list[list[int]]:
    """Names in lots of some 4,000 candidates, so that memory stays small in a list of 5,000 places."""
    lots: list[list[int]] = [[]]
    size = 0
    for number in known:
        if size > 4000:
            lots.append([])
            size = 0
        lots[-1].append(number)
        size += len(names[number].rows)
    return lots


@dataclass(frozen=True, slots=True)
class _Anchors:
    """The likeliest candidates of the names that speak for the others."""

    rows: Ints
    share: Array
    first: NDArray[np.intp]
    """Where each name's anchors begin."""
    keys: tuple[str, ...]
    weight: Array
    positions: Floats
    """One line a name: where it is mentioned first, up to eight times; far away where less often."""

    @classmethod
    def of(
        cls, gazetteer: Gazetteer, names: Sequence[Name], context: Sequence[int], shares: Mapping[int, Array]
    ) -> _Anchors:
        rows: list[Ints] = []
        share: list[Array] = []
        for number in context:
            best = np.argsort(-shares[number], kind="stable")[:ANCHORS]
            rows.append(names[number].rows[best])
            share.append(shares[number][best])
        sizes = [len(part) for part in rows]
        return cls(
            rows=np.concatenate(rows),
            share=np.concatenate(share),
            first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp),
            keys=tuple(names[number].stem for number in context),
            weight=np.array([1.0 + np.log(len(names[number].spans)) for number in context], np.float32),
            positions=_positions([names[number] for number in context], -_FAR),
        )

    def gains(self, gazetteer: Gazetteer, names: Sequence[Name], batch: Sequence[int], weights: Weights) -> list[Array]:
        """What the anchors say for each candidate of each name of a batch."""
        rows = np.concatenate([names[number].rows for number in batch])
        bond = _bond(gazetteer, rows, self.rows, weights) * self.share
        bond = np.maximum(bond, _holds(gazetteer, rows, self.rows) * self.share**weights.inhabited)
        votes = np.maximum.reduceat(bond, self.first, axis=1)
        here = _positions([names[number] for number in batch], _FAR)
        gaps = np.abs(here[:, None, :, None] - self.positions[None, :, None, :]).min(axis=(2, 3))
        other = np.array([[key != names[number].stem for key in self.keys] for number in batch], np.float32)
        heard = other * self.weight * (0.3 + np.exp(-gaps / weights.text_reach))
        heard /= np.sqrt(heard.sum(axis=1, keepdims=True) + 1.0)
        lines = np.repeat(np.arange(len(batch)), [len(names[number].rows) for number in batch])
        gains = (votes * heard[lines]).sum(axis=1)
        return np.split(gains, np.cumsum([len(names[number].rows) for number in batch])[:-1])


_MENTIONS = 8
_FAR = 1e9


def _positions(names: Sequence[Name], far: float) -> Floats:
    """Where each name is mentioned; ``far``, another one on each side of a comparison, where it is not."""
    places = np.full((len(names), _MENTIONS), far, np.float32)
    for line, name in zip(places, names, strict=True):
        starts = [start for start, _ in name.spans[:_MENTIONS]]
        line[: len(starts)] = starts
    return places


def _holds(gazetteer: Gazetteer, rows: Ints, others: Ints) -> NDArray[np.bool_]:
    """Whether a town lies in a county, or the other way round."""
    col = gazetteer.columns
    within = (col.county[rows][:, None] == others[None, :]) & (col.rank[rows] == Rank.CITY)[:, None]
    around = (rows[:, None] == col.county[others][None, :]) & (col.rank[others] == Rank.CITY)[None, :]
    return np.asarray(within | around)


def _bond(gazetteer: Gazetteer, rows: Ints, others: Ints, weights: Weights) -> Array:
    """How much one place speaks for another: 1 where one holds the other or both are one spot, 0 at the worst."""
    col = gazetteer.columns
    near = np.exp(-gazetteer.distances(rows, others) / weights.reach_km)
    country = (col.country[rows][:, None] == col.country[others][None, :]) & (col.country[rows] >= 0)[:, None]
    region = (col.region[rows][:, None] == col.region[others][None, :]) & (col.region[rows] >= 0)[:, None]
    county = (col.county[rows][:, None] == col.county[others][None, :]) & (col.county[rows] >= 0)[:, None]
    return np.asarray(np.maximum(near, 0.2 * country + 0.4 * region + 0.4 * county), np.float32)
