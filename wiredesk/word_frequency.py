"""How frequent a word is in English at large, and how rare: the weight of a word in keyphrases and threads.

No frequency of the stored stories goes in: the weight of a word is the same in every store and on every day.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

UNKNOWN_WORD = 3.0
"""Zipf frequency of a word that the table lacks and that is no name: a misspelling, a code or a new word is not as
rare as it looks."""
UNKNOWN_NAME = 1.0
"""Zipf frequency of a word of a name that the table lacks."""
MOST_FREQUENT = 7.0
"""Zipf frequency from which on a word has no weight: those of "of", "to" and "and" are above it."""


@cache
def zipf_frequencies() -> Mapping[str, float]:
    """Return the Zipf frequency of each word of the table, in small letters.

    The Zipf frequency is the base-10 logarithm of the occurrences in a billion words: 7.7 for "the", 3.5 for "quake".
    The table takes 6 MB and 15 ms.  Its source and licence stand in its file, ``word_frequency.tsv``.
    """
    frequencies: dict[str, float] = {}
    for line in files("wiredesk").joinpath("word_frequency.tsv").read_text("ascii").splitlines():
        if not line.startswith("#"):
            zipf, words = line.split("\t")
            frequencies.update(dict.fromkeys(words.split(), float(zipf)))
    return frequencies


def rarity(word: str, *, in_name: bool = False) -> float:
    """Return how rare a word is: 0 for the most frequent words, 6 for an unknown one in a name.

    Args:
        word: in small letters.
        in_name: whether it stands in a name.
    """
    unknown = UNKNOWN_NAME if in_name else UNKNOWN_WORD
    return max(0.0, MOST_FREQUENT - zipf_frequencies().get(word, unknown))
