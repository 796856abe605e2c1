"""Lemmas kept by word, part of speech and morphology.

The rule lemmatizer's answer depends on nothing else, and spaCy's own cache misses what it finds at once (base forms,
punctuation), after two dictionaries a token.  The answer is kept as a hash; its string is interned again for every
doc, since a memory zone evicts strings, unless it is the word itself.

A word that is new costs stock spaCy 70 µs, for it searches a list of 80,000 nouns from end to end: the lists get a set
beside them.
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

from wiredesk.nlp.turbo.patch import Unfit, component, replace

Key = tuple[int, int, int]

KEPT = 50_000
"""Lemmas kept, about 10 MB; when there are more, all are forgotten."""


def install(nlp: Language) -> str:
    """Put the kept lemmas in the place of the pipeline's ``lemmatizer``.

    Raises:
        Unfit: it is not what this was written for.
    """
    name, pipe = component(nlp, EnglishLemmatizer, "lemmatizer")
    if pipe.mode != "rule" or pipe.lemmatize != pipe.rule_lemmatize:
        raise Unfit(f"mode {pipe.mode!r}")
    replace(nlp, name, Lemmas(pipe))
    index(pipe)
    return "kept by word, part of speech and morphology"


class Forms(list[str]):
    """A list of word forms that finds one without searching from end to end."""

    def __init__(self, forms: Iterable[str]) -> None:
        super().__init__(forms)
        self._set = frozenset(self)

    def __contains__(self, form: object) -> bool:
        return form in self._set


def index(stock: Any) -> None:
    """Give the lists of known base forms a set beside them."""
    table = stock.lookups.get_table("lemma_index", {})
    for part_of_speech, forms in table.items():
        if type(forms) is list:
            table[part_of_speech] = Forms(forms)


class Lemmas:
    """What a stock ``EnglishLemmatizer`` in mode "rule" would set."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock
        self._strings = stock.vocab.strings
        self._kept: dict[Key, tuple[int, str | None]] = {}

    def __call__(self, doc: Doc) -> bool:
        """Set the lemmas that are missing (all of them where the component overwrites)."""
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
        kept = self._kept.get(key)
        if kept is None:
            kept = self._learn(doc[position], key)
        elif kept[1] is not None:
            self._strings.add(kept[1])
        return kept[0]

    def _learn(self, token: Token, key: Key) -> tuple[int, str | None]:
        if len(self._kept) >= KEPT:
            self._kept.clear()
            self._stock.cache.clear()
        lemma = self._stock.lemmatize(token)[0]
        number = self._strings.add(lemma)
        self._kept[key] = kept = (number, None if number == key[0] else lemma)
        return kept
