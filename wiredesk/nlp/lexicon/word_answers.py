"""Answers about words that hold in every story, kept from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MAX_WORDS_KEPT = 50_000
"""Words kept, about 5 MB. Most words of a story occur in the stories before."""

MAX_LETTERS_KEPT = 1_000
"""Letters of the longest word kept: what a broken text joins does not fill the memory."""


class WordAnswers(dict[str, T]):
    """What a function answers for a word; asked like a dict, computed at the first question.

    The function must depend on nothing but the word. When the table is full it begins again.
    """

    def __init__(
        self, answer: Callable[[str], T], *, words: int = MAX_WORDS_KEPT, letters: int = MAX_LETTERS_KEPT
    ) -> None:
        """Begin without words.

        Args:
            answer: the function.
            words: the most words that are kept.
            letters: letters of the longest word that is kept.
        """
        self._answer, self._words, self._letters = answer, words, letters

    def __missing__(self, word: str) -> T:
        answer = self._answer(word)
        if len(word) <= self._letters:
            if len(self) >= self._words:
                self.clear()
            self[word] = answer
        return answer
