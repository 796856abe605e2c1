"""The strings of a parse by spaCy's hashes, kept from story to story: most tokens occur in the stories before.

A dictionary costs a look-up for each token, and most of these wait for memory. Here arrays are read for all tokens of a
story at once: the last bits of a hash give a slot, the slot a number, and the number the string.
"""

from __future__ import annotations

from collections.abc import Container
from threading import local
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore

MAX_STRINGS = 100_000
"""Strings kept, about 20 MB; more only while one story has more."""
_SLOTS = 1 << 18
"""More than twice the strings: few share a slot. The one that was read last has it, the other is looked up."""


class Decoded(NamedTuple):
    """A parse's columns of strings."""

    lemma: list[str]
    """In lower case."""
    lower: list[str]
    """The words in lower case."""
    text: list[str]
    labels: list[list[str]]
    """The other columns."""
    length: NDArray[np.int32]
    """Characters of each word."""
    capitals: list[int]
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
        numbers = table.number.take(codes.view(np.int64) & (_SLOTS - 1))
        others = table.code.take(numbers) != codes
        if others.any():
            if len(table.known) + np.count_nonzero(others) > min(MAX_STRINGS, len(table.code) - 1):
                table = self._table = _Table(max(MAX_STRINGS, codes.size))
                others[:] = True
            numbers[others] = [self._number(store, code) for code in codes[others].tolist()]
        lemma, lower = table.lower.take(numbers[:2]).tolist()
        text, *labels = table.text.take(numbers[1:]).tolist()
        words = numbers[1]
        capitals, marked = (flags.take(words).nonzero()[0].tolist() for flags in (table.is_capital, table.is_marked))
        return Decoded(lemma, lower, text, labels, table.length.take(words), capitals, marked)

    def _number(self, store: StringStore, code: int) -> int:
        """Return the number of a string, which has the slot from now on."""
        table = self._table
        number = table.known.setdefault(code, len(table.known))
        if table.code[number] != code:
            table.add(number, code, text := store[code], text.lower() in self._marked)
        table.number[code & (_SLOTS - 1)] = number
        return number


class _Table:
    """The strings by number; the number 0 is that of the empty string, whose hash is 0."""

    def __init__(self, size: int) -> None:
        self.known = {0: 0}
        """Numbers by hash."""
        self.number = np.zeros(_SLOTS, np.int32)
        """Numbers by slot."""
        self.code = np.zeros(size + 1, np.uint64)
        self.text = np.empty(size + 1, object)
        self.lower = np.empty(size + 1, object)
        self.length = np.zeros(size + 1, np.int32)
        self.is_capital = np.zeros(size + 1, bool)
        self.is_marked = np.zeros(size + 1, bool)
        self.text[0] = self.lower[0] = ""

    def add(self, number: int, code: int, text: str, is_marked: bool) -> None:
        """Add a string."""
        lower = text.lower()
        self.code[number] = code
        self.text[number] = text
        self.lower[number] = text if lower == text else lower  # one string for both: half as much memory to read
        self.length[number] = len(text)
        self.is_capital[number] = text[:1].isupper()
        self.is_marked[number] = is_marked
