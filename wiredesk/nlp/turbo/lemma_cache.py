"""Lemmas cached by word, part of speech and morphology.

The result of the rule lemmatizer depends on nothing else.  spaCy's own cache does not hold results that need no rule
(base forms, punctuation) and needs two dictionary look-ups a token.  This cache holds the hash of a lemma.  The string
is added to the string store again for every doc, because a memory zone evicts strings, unless it is the word itself.

Stock spaCy needs 70 µs for a new word, because it searches a list of 80,000 nouns.  ``IndexedForms`` adds a set to such
a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, MORPH, ORTH, POS  # type: ignore[import-not-found]
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.tokens import Doc, Token

from wiredesk.nlp.turbo.patch import NotApplicable, component, replace

Key = tuple[int, int, int]

MAX_LEMMAS = 50_000
"""Lemmas in the cache, about 10 MB; the cache is cleared when it is full."""


def apply(nlp: Language) -> str:
    """Replace the pipeline's ``lemmatizer`` with the cache.

    Raises:
        NotApplicable: The lemmatizer has another class or another mode than "rule".
    """
    name, pipe = component(nlp, EnglishLemmatizer, "lemmatizer")
    if pipe.mode != "rule" or pipe.lemmatize != pipe.rule_lemmatize:
        raise NotApplicable(f"mode {pipe.mode!r}")
    replace(nlp, name, LemmaCache(pipe))
    index_base_forms(pipe)
    return "cached by word, part of speech and morphology"


class IndexedForms(list[str]):
    """A list of word forms with a set for ``in``."""

    def __init__(self, forms: Iterable[str]) -> None:
        super().__init__(forms)
        self._set = frozenset(self)

    def __contains__(self, form: object) -> bool:
        return form in self._set


def index_base_forms(stock: Any) -> None:
    """Replace the lemmatizer's lists of known base forms with ``IndexedForms``."""
    table = stock.lookups.get_table("lemma_index", {})
    for part_of_speech, forms in table.items():
        if type(forms) is list:
            table[part_of_speech] = IndexedForms(forms)


class LemmaCache:
    """Sets the lemmas that a stock ``EnglishLemmatizer`` in mode "rule" would set."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        self._strings = stock.vocab.strings
        self._cache: dict[Key, tuple[int, str | None]] = {}

    def __call__(self, doc: Doc) -> bool:
        """Set the missing lemmas, or all of them if the component overwrites; return False for an empty doc."""
        if not self._stock._validated or not len(doc):
            return False
        values: Any = doc.to_array([ORTH, POS, MORPH, LEMMA])
        lemmas = values[:, 3]
        wanted = np.arange(len(doc)) if self._stock.overwrite else np.flatnonzero(lemmas == 0)
        keys = list(map(tuple, values[wanted, :3].tolist()))
        lemmas[wanted] = list(map(self._lemma, keys, wanted.tolist(), repeat(doc)))
        doc.from_array([LEMMA], lemmas)
        return True

    def _lemma(self, key: Key, position: int, doc: Doc) -> int:
        cached = self._cache.get(key)
        if cached is None:
            cached = self._add(doc[position], key)
        elif cached[1] is not None:
            self._strings.add(cached[1])
        return cached[0]

    def _add(self, token: Token, key: Key) -> tuple[int, str | None]:
        if len(self._cache) >= MAX_LEMMAS:
            self._cache.clear()
            self._stock.cache.clear()
        lemma = self._stock.lemmatize(token)[0]
        number = self._strings.add(lemma)
        self._cache[key] = cached = (number, None if number == key[0] else lemma)
        return cached
