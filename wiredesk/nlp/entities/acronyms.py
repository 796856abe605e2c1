"""Acronyms: which names they can stand for, and where a text defines them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from wiredesk.contract import PLACE_TYPES
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_HEADS
from wiredesk.nlp.tokens import Tokens

MAX_CACHED_NAMES = 4096
"""Names whose letters are kept, about 1 MB: each is looked at several times in its story."""
ACRONYM_LETTERS = range(2, 9)
"""Letters of an acronym."""
_NOT_ACRONYMS = word_set("org_names", "not_acronyms")
COUNTRIES_BEFORE_BODIES = {"U.S.": "US", "US": "US", "U.K.": "GB", "UK": "GB"}
"""Short names of countries, with their codes, that a body's acronym leaves out: FDA of the U.S. Food and Drug
Administration."""
_MARKS = re.compile(r"[.'’`\",&]")
_WORD_BREAKS = re.compile(r"[\s-]+")
_ELIDED = re.compile(r"^[ldLD]['’](?=\w)")
"""The article or preposition that French and Italian write before a vowel: l'Energie counts as E."""
_DEFINING_WORDS = word_set("org_names", "before_acronyms")
"""Words between a name and the acronym that they define: ``the Bureau of Mines, or BOM``."""
_MAX_DEFINING_WORDS = max(len(phrase.split()) for phrase in _DEFINING_WORDS)
_BODY_NOUNS = ORG_HEADS - {"club"}
_MIN_SHARED = 0.5
"""Share of an acronym's letters that must be initials of the name before it in brackets, in any order: an acronym may
come from another language, as PKK is the Kurdistan Workers' Party."""


@lru_cache(MAX_CACHED_NAMES)
def letters_of(plain: str) -> str:
    """Return the capitals of an acronym without full stops and a plural's ``s``; empty if the name is no acronym."""
    letters = _MARKS.sub("", plain)
    if len(letters) > 2 and letters[-1] == "s" and letters[:-1].isupper():
        letters = letters[:-1]
    fits = len(letters) in ACRONYM_LETTERS and letters.isupper() and letters.isalnum()
    return letters if fits and letters.lower() not in _NOT_ACRONYMS else ""


@lru_cache(MAX_CACHED_NAMES)
def initials(plain: str) -> frozenset[str]:
    """Return the acronyms of a name.

    ``World Trade Organization`` has WTO; ``Department of Justice`` DJ and DOJ; ``U.S. Food and Drug Administration``
    UFDA and FDA; ``Kohlberg Dunn Inc`` KD and KDI.
    """
    words = [_ELIDED.sub("", word) for word in _WORD_BREAKS.split(plain) if word and word[0].isalnum()]
    found = _letters(words)
    if len(words) > 2:
        if words[0] in COUNTRIES_BEFORE_BODIES or words[0] in {"the", "The"}:
            found |= _letters(words[1:])
        if words[-1].lower() in LEGAL_FORMS:
            found |= _letters(words[:-1])
    return frozenset(found)


def _letters(words: Sequence[str]) -> set[str]:
    capitals = "".join(word[0] for word in words if word[0].isupper())
    every = "".join(word[0] for word in words).upper()
    return {letters for letters in (capitals, every) if len(letters) in ACRONYM_LETTERS}


def definitions(tokens: Tokens, names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield pairs of a name and the acronym that the text defines for it, people left out.

    ``North Atlantic Treaty Organisation (NATO)``, ``NATO (North Atlantic Treaty Organisation)``, ``the Bureau of
    Mines, or BOM``.
    """
    outside: Counter[str] | None = None
    for one, two in pairwise(names):
        if not 0 < two.start - one.end <= _MAX_DEFINING_WORDS or one.type == "PERSON" or two.type == "PERSON":
            continue
        gap = tokens.text[one.end : two.start]
        in_brackets = gap == ["("] and tokens.text[two.end : two.end + 1] == [")"]
        if not in_brackets and " ".join(tokens.lower[one.end : two.start]) not in _DEFINING_WORDS:
            continue
        long, short = (one, two) if one.end - one.start > two.end - two.start else (two, one)
        letters = _defined_letters(tokens.string(short.start, short.end))
        if not letters or long.end - long.start < 2:
            continue
        if outside is None:
            outside = _acronyms_outside_brackets(tokens, names)
        plain, used_later = tokens.string(long.start, long.end), len(letters) > 2 and outside[letters] > 0
        if letters in initials(plain) or (long.type not in PLACE_TYPES and _is_acronym_of(letters, plain, used_later)):
            yield long, short


def _acronyms_outside_brackets(tokens: Tokens, names: Sequence[Name]) -> Counter[str]:
    return Counter(
        letters_of(tokens.string(name.start, name.end))
        for name in names
        if name.end - name.start == 1 and tokens.text[name.start - 1 : name.start] != ["("]
    )


def _defined_letters(plain: str) -> str:
    """Return the capitals of what may be an acronym if the text defines it, small letters inside allowed: ``AfDB``."""
    letters = letters_of(plain)
    if not letters and " " not in plain and len(plain) <= ACRONYM_LETTERS.stop:
        capitals = "".join(filter(str.isupper, plain))
        return capitals if len(capitals) > 1 and capitals.lower() not in _NOT_ACRONYMS else ""
    return letters


def _is_acronym_of(letters: str, plain: str, used_later: bool) -> bool:
    """Return whether letters in brackets are an acronym of a name, not a country's code or a ticker.

    Half of the letters must be initials of the name. An acronym that the story goes on to use may be of another
    language: ``Doctors Without Borders (MSF)``; so may that of a party or a union.
    """
    words = [word for word in _WORD_BREAKS.split(plain) if word and word[0].isalpha()]
    available = Counter("".join(word[0] for word in words).upper())
    shared = sum((Counter(letters) & available).values())
    body = words[-1].lower() in _BODY_NOUNS and len(letters) > 2
    return used_later or body or letters[0] == words[0][0].upper() or shared >= max(2, _MIN_SHARED * len(letters))
