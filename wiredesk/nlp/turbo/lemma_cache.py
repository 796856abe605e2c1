"""Lemmas cached by word, part of speech and morphology.

The result of the rule lemmatizer depends on nothing else.  spaCy's own cache does not hold results that need no rule
(base forms, punctuation) and needs two dictionary look-ups a token; it is kept empty.  This cache holds the hash of a
lemma.  The string is added to the string store again for every doc, because a memory zone evicts strings, unless it is
the word itself.

Stock spaCy needs 70 µs for a new word, because it searches a list of 80,000 nouns.  ``IndexedForms`` adds a set to such
a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, MORPH, ORTH, POS  # type: ignore[import-not-found]
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.tokens import Doc, Token

from wiredesk.nlp.turbo.patch import NotApplicable, component, replace

MAX_LEMMAS = 50_000
"""Lemmas in the cache, about 7 MB; the cache is cleared when it is full."""


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
        self._lemmas: dict[bytes, int] = {}
        """The lemma's hash by the 24 bytes of word, part of speech and morphology: a third of a tuple's memory."""
        self._texts: dict[int, str] = {}
        """The lemmas that are not the word itself."""

    def __call__(self, doc: Doc) -> bool:
        """Set the missing lemmas, or all of them if the component overwrites; return False for an empty doc."""
        if not self._stock._validated or not len(doc):
            return False
        values: Any = doc.to_array([ORTH, POS, MORPH, LEMMA])
        lemmas = values[:, 3]
        wanted = np.arange(len(doc)) if self._stock.overwrite else np.flatnonzero(lemmas == 0)
        keys: list[bytes] = values[wanted, :3].view("V24").ravel().tolist()
        found = list(map(self._lemmas.get, keys))
        for lemma in self._texts.keys() & set(found):
            self._strings.add(self._texts[lemma])
        if None in found:
            for at in [at for at, lemma in enumerate(found) if lemma is None]:
                found[at] = self._add(doc[int(wanted[at])], keys[at])
        lemmas[wanted] = found
        doc.from_array([LEMMA], lemmas)
        return True

    def _add(self, token: Token, key: bytes) -> int:
        if len(self._lemmas) >= MAX_LEMMAS:
            self._lemmas.clear()
            self._texts.clear()
        text = self._stock.lemmatize(token)[0]
        self._stock.cache.clear()
        lemma: int = self._strings.add(text)
        self._lemmas[key] = lemma
        if lemma != token.orth:
            self._texts[lemma] = text
        return lemma
