"""Where the tokens of each story of a group stand in the columns of all."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from wiredesk.nlp.parse_tree import Indices


class StoryRanges(NamedTuple):
    """The ranges of the stories of a group."""

    bounds: list[int]
    """The first token of each story, and one past the last of all."""
    slices: list[slice]
    begins: list[int]
    """First tokens, of the stories that have any."""
    first: Indices
    """For each token the first one of its story."""

    @classmethod
    def of(cls, sizes: Iterable[int]) -> StoryRanges:
        """Return the ranges of stories that follow each other, by their numbers of tokens."""
        sizes = list(sizes)
        bounds = [0, *accumulate(sizes)]
        slices = [slice(begin, end) for begin, end in pairwise(bounds)]
        begins = [begin for begin, size in zip(bounds, sizes, strict=False) if size]
        return cls(bounds, slices, begins, np.repeat(np.array(bounds[:-1], np.int64), sizes))

    def split(self, tokens: Indices) -> list[list[int]]:
        """Return for each story those of the tokens, given in order, that are its own, counted from its first one."""
        local: list[int] = (tokens - self.first.take(tokens)).tolist()
        return [local[begin:end] for begin, end in pairwise(tokens.searchsorted(self.bounds).tolist())]
