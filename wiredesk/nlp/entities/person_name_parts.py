"""A person's name in parts, and whether two names can be one person's."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import lru_cache
from typing import NamedTuple

from wiredesk.nlp.gazetteer.fold import fold
from wiredesk.nlp.lexicon import word_map, word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import GENERATIONS, HONORIFICS, PARTICLES
from wiredesk.nlp.tokens import Tokens

_ELIDED = frozenset({"o", "d"})
"""First letters of surnames before an apostrophe: O'Brien, d'Estaing."""
ARABIC_ARTICLES = word_set("transliteration", "arabic_articles")
"""Articles before a hyphen, which news writes in several ways or leaves out: al-Sisi, El-Sisi, Sisi."""
_SOUNDS = tuple(word_map("transliteration", "sounds").items())
_ENDING = re.compile(r"(?:iy|ij|yi|ii|ey|i|y)$")
_DOUBLED = re.compile(r"(.)\1")
MAX_CACHED_SURNAMES = 4096
"""Surnames whose spelling is kept, about 1 MB: each is looked at several times in its story."""
_MIN_LETTERS_OF_SPELLING = 4
_MIN_LETTERS_OF_SLIP = 6
"""Letters of a surname in which one wrong letter is taken for a slip: Kim and Kin are two names."""


class NameParts(NamedTuple):
    """A person's name in parts, lower case: ``Dr George W. Bush Jr`` is (george, w, bush), jr."""

    words: tuple[str, ...]
    generation: str


def without_accents(word: str) -> str:
    """Return a word as agencies write it: ``Erdogan`` for ``Erdoğan``."""
    return word if word.isascii() else fold(word)


def split_name(tokens: Tokens, name: Name) -> NameParts:
    """Split a name into its parts."""
    return _split(tuple(tokens.text[name.start : name.end]))


@lru_cache(MAX_CACHED_SURNAMES)
def _split(words: tuple[str, ...]) -> NameParts:
    """Split a name: initials lose their full stop, honorifics and Arabic articles go, hyphens and elisions join.

    A word such as King is an honorific only before other words of the name.
    """
    kept: list[str] = []
    generation = ""
    joins = False
    for text in words:
        if text == "-" or (kept and kept[-1] in _ELIDED and text in {"'", "’"}):
            joins = bool(kept)
            continue
        word = without_accents(text.lower().strip(".'’‘\"“”`"))
        if word in GENERATIONS:
            generation = word
        elif word and any(map(str.isalnum, word)):
            if joins and kept[-1] in ARABIC_ARTICLES:
                kept[-1] = word
            elif joins:
                kept[-1] += "-" + word
            elif len(word) == 3 and word[1] == "." and word[0].isalpha():
                kept += [word[0], word[2]]
            else:
                kept.append(_without_article(word))
        joins = False
    while len(kept) > 1 and kept[0] in HONORIFICS:
        del kept[0]
    return NameParts(tuple(kept), generation)


def _without_article(word: str) -> str:
    article, mark, rest = word.partition("-")
    return rest if mark and rest and article in ARABIC_ARTICLES else word


def surname(name: NameParts) -> str:
    """Return the last word that is not a particle."""
    for word in reversed(name.words):
        if word not in PARTICLES:
            return word
    return ""


def may_be_one_person(one: NameParts, two: NameParts, nicknames: Mapping[str, frozenset[str]]) -> bool:
    """Return whether two full names of one surname can be one person's: ``Bob Dole``, ``Robert J. Dole``."""
    if one.generation and two.generation and one.generation.rstrip(".") != two.generation.rstrip("."):
        return False
    if one.words == two.words:
        return True
    shorter, longer = sorted((one.words, two.words), key=len)
    if not same_first_name(shorter[0], longer[0], nicknames):
        return 1 < len(shorter) < len(longer) and set(shorter) <= set(longer)
    middle, other = shorter[1:-1], longer[1:-1]
    if not middle or not other:
        return True
    if len(middle[0]) == len(other[0]) == 1:
        return middle[0] == other[0]
    return all(any(x[0] == y[0] for y in other) for x in middle)


def same_first_name(one: str, two: str, nicknames: Mapping[str, frozenset[str]]) -> bool:
    """Return whether two first names are the same, a nickname or an initial of each other: ``R.``, Bob, Robert."""
    if one == two or one in nicknames.get(two, ()):
        return True
    if 1 not in (len(one), len(two)):
        return False
    initial, name = sorted((one, two), key=len)
    return name[0] == initial or any(other[0] == initial for other in nicknames.get(name, ()))


def is_full_name(name: NameParts, first_names: Container[str]) -> bool:
    """Return whether a name has two words besides particles: ``van Dam`` is a surname, ``Al Dam`` a full name."""
    words = name.words
    if len(words) < 2:
        return False
    return words[0] not in PARTICLES or words[0].capitalize() in first_names or len(words) > 2 + (words[1] in PARTICLES)


def flattened(name: NameParts) -> str:
    """Return the letters of a name: Kim Jong Un and Kim Jong-un are one."""
    return "".join(name.words).replace("-", "")


@lru_cache(MAX_CACHED_SURNAMES)
def spelling_key(surname: str) -> str:
    """Return what spellings of a surname from another alphabet share: Zelensky, Zelenskiy; Sissi, Sisi.

    Empty for surnames that are too short to tell.
    """
    key = surname
    for letters, sound in _SOUNDS:
        key = key.replace(letters, sound)
    key = _DOUBLED.sub(r"\1", _ENDING.sub("y", key))
    return key if len(key) >= _MIN_LETTERS_OF_SPELLING else ""


def differ_in_one_letter(one: str, two: str) -> bool:
    """Return whether two long words differ in one letter, or by one that only one of them has."""
    if abs(len(one) - len(two)) > 1 or min(len(one), len(two)) < _MIN_LETTERS_OF_SLIP:
        return False
    first = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest, other = one[first:], two[first:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
