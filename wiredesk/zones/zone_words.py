"""The word lists of zones, and the closed vocabulary: text that has no other words than names and those of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from wiredesk.datelines import is_agency
from wiredesk.toml_tables import read_table

WORD = re.compile(r"[^\W_][^\s,;:/|&()\[\]<>\"“”•·—–]*+|@\w+")
"""A word: letters with what is inside them, such as a hyphen, an apostrophe or the stop of an initial."""
_FIRST_WORD = re.compile(r"[^\W_]+")
_EDGES = " \t\r\n.,:;!?…·•|<>»«›‹→←▶►▼▲*#_=~+–—-()[]{}\"'“”‘’"


@cache
def words(key: str) -> frozenset[str]:
    """Return the words or phrases under a key of ``zone_words.toml``."""
    value = read_table("wiredesk.zones", "zone_words")[key]
    return frozenset(value.split() if isinstance(value, str) else value)


def alternatives(phrases: Iterable[str]) -> str:
    """Return a regular expression of phrases, the longest first; one blank stands for any run of blanks."""
    return "|".join(re.escape(one).replace(r"\ ", r"\s") for one in sorted(phrases, key=len, reverse=True))


def first_word(text: str) -> str:
    """Return the first letters and digits of a text in small letters, without the marks before and behind them."""
    found = _FIRST_WORD.search(text)
    return found.group().casefold() if found else ""


def first_words(*keys: str) -> frozenset[str]:
    """Return the :func:`first_word` of each phrase under some keys of ``zone_words.toml``.

    No line begins with one of the phrases, behind marks or not, unless its own first word is among these.
    """
    return frozenset(first_word(phrase) for key in keys for phrase in words(key))


def plain(line: str) -> str:
    """Return a line in small letters without the marks at its ends and with single blanks."""
    return " ".join(line.strip(_EDGES).casefold().split())


def is_capitalised(word: str) -> bool:
    """Return whether a word begins with a capital, or has one behind an elided article: ``d'Estaing``, ``al-Masri``."""
    return word[0].isupper() or (word[0].isalpha() and any(map(str.isupper, word[1:4])))


def only_names(text: str, vocabulary: frozenset[str], max_words: int) -> bool:
    """Return whether a text has only capitalised words, numbers and words of a vocabulary, and at least one word."""
    found = WORD.findall(text)
    if not 0 < len(found) <= max_words:
        return False
    return all(
        is_capitalised(word) or word[0].isdigit() or word[0] == "@" or word.rstrip(".").casefold() in vocabulary
        for word in found
    )


def is_picture_agency(text: str) -> bool:
    """Return whether a text is the name of an agency that credits of pictures name, or of a news agency."""
    name = plain(text)
    return name in words("picture_agencies") or (" " not in name and bool(name) and is_agency(name))
