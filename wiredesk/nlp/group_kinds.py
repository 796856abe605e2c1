"""The kinds of the words of a group of stories.

Each extractor asks for the same kinds in one story after the other, and a call of NumPy costs about as much for all
stories as for one. So the first question about a kind is answered for the whole group.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wiredesk.nlp.lexicon.word_kinds import Kinds, kinds_of, kinds_version
from wiredesk.nlp.story_ranges import StoryRanges


class GroupKinds:
    """Which tokens of each story are of a kind."""

    __slots__ = ("_bits", "_found", "_stories", "_version", "_words")

    def __init__(self, stories: StoryRanges, bits: NDArray[np.int64], words: NDArray[np.object_], version: int) -> None:
        """Take the kinds of all words, and keep no answers yet.

        Args:
            stories: where the words of each story stand.
            bits: the kinds of each word and its lemma, among other bits.
            words: the lemma and the word of each token, to read them again when a kind is named later.
            version: that of the kinds which the bits are of.
        """
        self._stories, self._bits, self._words, self._version = stories, bits, words, version
        self._found: dict[int | tuple[Kinds, int], list[list[int]]] = {}

    def of_kind(self, story: int, kind: int) -> Sequence[int]:
        """Return the tokens of a story that are of a kind, in order, counted from its first one."""
        if self._version != kinds_version():
            self._read_again()
        found = self._found.get(kind)
        if found is None:
            found = self._found[kind] = self._stories.split((self._bits & kind).nonzero()[0])
        return found[story]

    def of_kinds(self, story: int, kinds: Kinds, between: int) -> Sequence[int]:
        """Return the tokens of a story that say something by themselves or with the next one, as :meth:`Kinds.find`."""
        if self._version != kinds_version():
            self._read_again()
        found = self._found.get((kinds, between))
        if found is None:
            last = np.array(self._stories.bounds[1:], np.int64) - 1
            found = self._found[kinds, between] = self._stories.split(kinds.find(self._bits, last, between))
        return found[story]

    def _read_again(self) -> None:
        """Read the kinds of the words again: one was named after the stories were read."""
        self._found, self._version = {}, kinds_version()
        self._bits = np.array([kinds_of(lemma) | kinds_of(word) for lemma, word in self._words.T.tolist()], np.int64)
