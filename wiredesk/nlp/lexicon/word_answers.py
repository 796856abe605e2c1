"""Answers about words that hold in every story, kept from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MAX_WORDS_KEPT = 50_000
"""Words kept, about 5 MB. Most words of a story occur in the stories before."""


class WordAnswers(dict[str, T]):
    """What a function answers for a word; asked like a dict, computed at the first question.

    The function must depend on nothing but the word. When the table is full, further words are computed each time.
    """

    def __init__(self, answer: Callable[[str], T]) -> None:
        self._answer = answer

    def __missing__(self, word: str) -> T:
        answer = self._answer(word)
        if len(self) < MAX_WORDS_KEPT:
            self[word] = answer
        return answer
