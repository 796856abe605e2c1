"""Sets of words written as running text."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a text that stands over several lines."""
    return frozenset(words.split())
