"""How frequent each written form of a word is, by the order of the model's word vectors.

The table of vectors has its words in the order of their frequency in the corpus that they were trained on, each form of
case apart: "Paris" is the 1,447th, "paris" the 47,856th. A model without vectors has no such table.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.strings import hash_string  # type: ignore[attr-defined]

UNKNOWN = 10_000_000
"""Rank of a form that the table does not have; larger than any."""
MAX_CACHED_FORMS = 20_000
"""Look-ups kept, about 2 MB; headlines in capitals have the same words day by day."""


class WordRanks:
    """Ranks of forms: 0 for the most frequent one."""

    def __init__(self, keys: NDArray[np.uint64]) -> None:
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]
        self.rank = lru_cache(MAX_CACHED_FORMS)(self._rank)
        """Returns the rank of a form, :data:`UNKNOWN` for one that the table does not have."""

    @classmethod
    def of(cls, nlp: Language) -> WordRanks:
        """Take the forms from the model's vectors. It takes 16 bytes a form, 8 MB in the default model."""
        keys = np.fromiter(nlp.vocab.vectors.keys(), dtype=np.uint64)
        return cls(keys)

    def __len__(self) -> int:
        return len(self._keys)

    def _rank(self, form: str) -> int:
        key = np.uint64(hash_string(form))
        at = int(self._keys.searchsorted(key))
        return int(self._order[at]) if at < len(self._keys) and self._keys[at] == key else UNKNOWN
