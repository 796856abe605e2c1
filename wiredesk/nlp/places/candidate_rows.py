"""The candidates of all names of a story, one name's after the other's, so that one operation reads them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp.gazetteer.index import Ints
from wiredesk.nlp.places.place_names import PlaceName


@dataclass(frozen=True, slots=True)
class CandidateRows:
    """The rows of the gazetteer that the names of a story may mean; every name has at least one."""

    names: Sequence[PlaceName]
    rows: Ints
    sizes: list[int]
    """Number of each name's candidates."""
    first: list[int]
    """Index of each name's first candidate."""

    @classmethod
    def of(cls, names: Sequence[PlaceName]) -> CandidateRows:
        """Join the candidates of the names."""
        sizes: list[int] = []
        first: list[int] = []
        count = 0
        for name in names:
            size = len(name.candidates.rows)
            sizes.append(size)
            first.append(count)
            count += size
        return cls(names, np.concatenate([name.candidates.rows for name in names]), sizes, first)

    def repeat(self, values: Iterable[float]) -> NDArray[np.float64]:
        """Return the value of each name once for each of its candidates."""
        return np.array(list(values), np.float64).repeat(self.sizes)
