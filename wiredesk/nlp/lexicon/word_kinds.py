"""Kinds of words that extractors look for, as bits: a word is looked up once, not once for each extractor and story.

An extractor that reads few words of a story names them as a kind before stories are read. The table of known strings
keeps the kinds of each word, and :attr:`wiredesk.nlp.tokens.Tokens.kinds` has them for a story. So the extractor gets
its words from one array, and looks none of the others up in tables of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FIRST_BIT = 2
"""The bits before it are flags of the table of known strings."""
END_BIT = 32
"""One past the last bit of a kind."""

Test = Callable[[str], object]
_KINDS: dict[str, int] = {}
"""The bit of each kind, by name."""
_WORDS: dict[str, int] = {}
"""Words with the bits of their kinds: one look-up answers for all kinds of words."""
_WITH_MARKS: dict[str, int] = {}
"""Marks that may stand behind a word, with the bits of the kinds of which that holds."""
_TESTS: dict[int, Test] = {}
"""Tests of the other kinds, by bit."""
_version = 0


def kind_of_words(name: str, words: Iterable[str], *, marks: str = "") -> int:
    """Return the bit of the words that have one of these forms: as written, in lower case, or as lemma.

    Words under a name that is known are added to its kind. So a kind may have more words than one reader asks for. The
    characters ``marks``, none of them a letter or digit, may stand behind a word: the full stop of an abbreviation.

    Raises:
        OverflowError: there are too many kinds.
    """
    bit = _bit_of(name)
    new = [word for word in words if not _WORDS.get(word, 0) & bit]
    for word in new:
        _WORDS[word] = _WORDS.get(word, 0) | bit
    if marks:
        _WITH_MARKS[marks] = _WITH_MARKS.get(marks, 0) | bit
    if new:
        _changed()
    return bit


def kind_by(name: str, test: Test) -> int:
    """Return the bit of the words of which a form passes a test, which depends on nothing but the form.

    Words of ASCII letters alone are not tested: they are most of the new words, and :func:`kind_of_words` adds those of
    the kind under the same name.

    Raises:
        OverflowError: there are too many kinds.
    """
    bit = _bit_of(name)
    if bit not in _TESTS:
        _TESTS[bit] = test
        _changed()
    return bit


def _bit_of(name: str) -> int:
    if name not in _KINDS:
        if FIRST_BIT + len(_KINDS) == END_BIT:
            raise OverflowError(f"no bit is left for the kind of words {name!r}")
        _KINDS[name] = 1 << FIRST_BIT + len(_KINDS)
    return _KINDS[name]


@lru_cache(maxsize=4096)
def kinds_of(word: str) -> int:
    """Return the kinds of a word, as it is written and in lower case."""
    return kinds_of_forms(word, word.lower())


def kinds_of_forms(word: str, lower: str) -> int:
    """Return the kinds of a word that is given as it is written and in lower case; nothing is kept."""
    bits = _WORDS.get(lower, 0)
    if lower != word:
        bits |= _WORDS.get(word, 0)
    if word.isalpha() and word.isascii():
        return bits
    if not word[-1:].isalnum():
        for marks, kinds in _WITH_MARKS.items():
            bits |= (_WORDS.get(word.rstrip(marks), 0) | _WORDS.get(lower.rstrip(marks), 0)) & kinds
    for bit, test in _TESTS.items():
        if test(word) or (lower != word and test(lower)):
            bits |= bit
    return bits


def kinds_version() -> int:
    """Return a number that changes whenever kinds get more words."""
    return _version


class Kinds(NamedTuple):
    """The kinds of a lexicon of words and phrases."""

    alone: int
    """Words that say something by themselves."""
    first: int
    """First words of phrases."""
    second: int
    """Second words of phrases."""

    def find(self, bits: NDArray[np.int64], last: NDArray[np.int64], between: int = 0) -> NDArray[np.int64]:
        """Return the words that may say something, by themselves or with the next word.

        Args:
            bits: the kinds of each word.
            last: words that none follows.
            between: a kind of words that may stand between the two.
        """
        follows = np.append((bits[1:] & (self.second | between)) != 0, False)
        follows[last] = False
        found: NDArray[np.int64] = (((bits & self.alone) != 0) | (((bits & self.first) != 0) & follows)).nonzero()[0]
        return found


def _changed() -> None:
    global _version
    _version += 1
    kinds_of.cache_clear()
