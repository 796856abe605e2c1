"""The strings of a parse by spaCy's hashes, kept from story to story: most tokens occur in the stories before.

A dictionary costs a look-up for each token, and most of these wait for memory. Here arrays are read for all tokens of a
story at once: the last bits of a hash give a slot, the slot a number, and the number the string.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from threading import local
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore

from wiredesk.nlp.lexicon.word_kinds import END_BIT, kinds_of_forms, kinds_version

MAX_STRINGS = 100_000
"""Strings kept, about 20 MB; more only while one group of stories has more."""
_SLOTS = 1 << 18
"""More than twice the strings: few share a slot. The one that was read last has it, the other is looked up."""

_MARKED, _CAPITAL = 1, 2
"""Flags among the facts on a string; the kinds of words follow, then the length."""


class Decoded(NamedTuple):
    """Columns of strings of a parse, or of several one after the other."""

    strings: NDArray[np.object_]
    """Lemmas and words in lower case, words, then the other columns; shape (columns + 1, words)."""
    length: NDArray[np.int64]
    """Characters of each word."""
    kinds: NDArray[np.int64]
    """Kinds of each word and its lemma, among other bits."""
    capitals: NDArray[np.int64]
    """Indices of the words that begin with a capital letter."""
    marked: list[int]
    """Indices of the words whose lower case is one of those to be marked."""


class KnownStrings(local):
    """Strings by hash, as they are and in lower case. Each thread has its own.

    The hash depends on nothing but the string, and the strings are Python's own. So they stay valid when a memory zone
    of the vocabulary ends, and for any vocabulary.
    """

    def __init__(self, marked: Container[str] = ()) -> None:
        """Keep no strings yet. Words whose lower case is in ``marked`` will be marked."""
        self._marked = marked
        self._table = _Table(MAX_STRINGS)

    def decode(self, store: StringStore, codes: NDArray[np.uint64]) -> Decoded:
        """Decode columns of hashes: lemmas, words, then labels; ``codes`` has the shape (columns, words)."""
        table = self._table
        if table.kinds_version != kinds_version():
            table = self._table = _Table(len(table.code) - 1)
        numbers = table.number.take(codes.view(np.int64) & (_SLOTS - 1))
        others = table.code.take(numbers) != codes
        if others.any():
            if len(table.known) + np.count_nonzero(others) > min(MAX_STRINGS, len(table.code) - 1):
                table = self._table = _Table(max(MAX_STRINGS, codes.size))
                others[:] = True
            numbers[others] = self._numbers(store, codes[others])
        places = np.concatenate([numbers[:2], numbers[1:]]) << 1
        places[:2] += 1
        of_lemma, facts = table.facts.take(numbers[:2])
        capitals, marked = (facts & _CAPITAL).nonzero()[0], (facts & _MARKED).nonzero()[0].tolist()
        return Decoded(table.strings.take(places), facts >> END_BIT, facts | of_lemma, capitals, marked)

    def _numbers(self, store: StringStore, codes: NDArray[np.uint64]) -> list[int]:
        """Return the numbers of strings, which have their slots from now on; add those that are new."""
        table = self._table
        every, known = codes.tolist(), table.known
        if new := {code: store[code] for code in every if code not in known}:
            table.add(new, self._marked)
        numbers = [known[code] for code in every]
        table.number[codes.view(np.int64) & (_SLOTS - 1)] = numbers
        return numbers


class _Table:
    """The strings by number; the number 0 is that of the empty string, whose hash is 0."""

    def __init__(self, size: int) -> None:
        self.known = {0: 0}
        """Numbers by hash."""
        self.number = np.zeros(_SLOTS, np.int32)
        """Numbers by slot."""
        self.code = np.zeros(size + 1, np.uint64)
        self.strings = np.empty(2 * size + 2, object)
        """Each string and, beside it in memory, its lower case."""
        self.facts = np.zeros(size + 1, np.int64)
        """The length of each string, then bits: its kinds, whether it begins with a capital letter, is marked."""
        self.kinds_version = kinds_version()
        self.strings[:2] = ""

    def add(self, new: Mapping[int, str], marked: Container[str]) -> None:
        """Add strings by their hashes, all at once: a write into an array costs as much for one as for ten."""
        first, last = len(self.known), len(self.known) + len(new)
        self.known.update(zip(new, range(first, last), strict=True))
        self.code[first:last] = np.array(list(new), np.uint64)
        strings: list[str] = []
        facts: list[int] = []
        for text in new.values():
            lower = text.lower()
            flags = (_CAPITAL if text[:1].isupper() else 0) | (_MARKED if lower in marked else 0)
            strings += text, text if lower == text else lower  # one for both: half as much memory to read
            facts.append(len(text) << END_BIT | kinds_of_forms(text, lower) | flags)
        self.strings[2 * first : 2 * last] = strings
        self.facts[first:last] = facts
