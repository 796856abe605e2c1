"""Where a story is, from other signs than place names: telephone numbers, words of one country, the story's address."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from wiredesk.contract import Article
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.source import table
from wiredesk.nlp.knowledge.tsv_rows import values
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.tokens import Tokens

PHONE_WEIGHT = 2.5
"""Weight of a telephone area code, in powers of ten of inhabitants, as all weights here."""
ADDRESS_WEIGHT = 2.0
"""Weight of the country of the story's address."""
WORDS_WEIGHT = 2.0
"""Weight of words that only one country uses."""
WORDS_FOR_FULL_WEIGHT = 3
"""Words of one country that carry the full weight."""
SPELLING_FACTOR = 0.5
"""A spelling ("color", "programme"), relative to the name of an institution ("sheriff")."""
ENGLISH_PRESS_COUNTRIES = ("US", "GB", "CA", "AU", "IE", "NZ", "ZA")
"""Countries whose towns have newspapers in English."""
MAX_CHARACTERS_READ = 20_000
"""Characters of a story that are read; a story says early where it is."""

_PHONE = re.compile(r"(?<![\d.])\(?([2-9]\d\d)\)?[-. /]\s?[2-9]\d\d[-.]\d{4}\b")
_PHONE_END = re.compile(r"[-.]\d{4}\b")
_COUNTRY_DOMAIN = re.compile(r"\.([a-z]{2})(?::\d+)?$")
_BRITISH_BODIES = word_set("places", "british_bodies")
_TOKEN = re.compile(r"'s|-|[^\W_]+\.?")
"""Splits the words of the table as the parser splits the text."""

CountryWord = tuple[tuple[str, ...], str, float]
"""Tokens, country and weight."""


@dataclass(frozen=True, slots=True)
class StoryLocation:
    """Where a story is. Keys are rows of the gazetteer, of regions or countries."""

    regions: Mapping[int, float]
    """Area codes and the country of the address, with their weights."""
    word_countries: Mapping[int, float] = field(default_factory=dict)
    """Countries whose words the story uses, with their weights. This is weaker evidence."""
    press_countries: frozenset[int] = frozenset()
    """Countries that the newspaper may be from; empty where its address names the country."""
    home: int = -1
    """The country of the newspaper's address; -1 if unknown."""
    newspaper_towns: frozenset[str] = frozenset()
    """Folded names of the towns in the newspaper's name."""


def locate_story(
    gazetteer: Gazetteer, article: Article, tokens: Tokens, newspaper_towns: Collection[str] = ()
) -> StoryLocation:
    """Collect the signs of where a story is.

    Args:
        gazetteer: The gazetteer.
        article: The story.
        tokens: Its tokens.
        newspaper_towns: Folded names of the towns in the newspaper's name.
    """
    row_of = _country_rows(gazetteer)
    regions: dict[int, float] = {}
    if _PHONE_END.search(text := article.body[:MAX_CHARACTERS_READ]):
        for area in sorted({match[1] for match in _PHONE.finditer(text)} & gazetteer.area_codes.keys()):
            regions[gazetteer.area_codes[area]] = PHONE_WEIGHT
    home = row_of.get(_address_country(article), -1)
    if home >= 0:
        regions[home] = regions.get(home, 0.0) + ADDRESS_WEIGHT
    return StoryLocation(
        regions=regions,
        word_countries={row_of[code]: weight for code, weight in _word_weights(tokens).items()},
        press_countries=frozenset() if home >= 0 else _press_rows(gazetteer),
        home=home,
        newspaper_towns=frozenset(newspaper_towns),
    )


@cache
def _country_rows(gazetteer: Gazetteer) -> Mapping[str, int]:
    """Map ISO 3166-1 codes to rows."""
    return {code: row for row, code in enumerate(gazetteer.columns.codes)}


@cache
def _press_rows(gazetteer: Gazetteer) -> frozenset[int]:
    """Return the rows of the countries with newspapers in English."""
    row_of = _country_rows(gazetteer)
    return frozenset(row_of[code] for code in ENGLISH_PRESS_COUNTRIES)


def _word_weights(tokens: Tokens) -> dict[str, float]:
    """Return the country, or the countries, whose words the story uses most, with their weight."""
    counts = _count_country_words(tokens)
    if len(counts) == 1 and not counts["US"]:
        return {}
    most = max(counts.values())
    weight = WORDS_WEIGHT * min(1.0, most / WORDS_FOR_FULL_WEIGHT)
    return {code: weight for code, count in counts.items() if count and count == most}


def _count_country_words(tokens: Tokens) -> dict[str, float]:
    """Count each country's words in the first part of a story."""
    words, lower, text = _country_words(), tokens.lower, tokens.text
    counts = {"US": 0.0}
    for at in tokens.of_kind(_KIND):
        if tokens.start[at] >= MAX_CHARACTERS_READ:
            break
        word = lower[at]
        for form, code, weight in words.get(word, ()):
            if len(form) == 1 or tuple(lower[at : at + len(form)]) == form:
                counts[code] = counts.get(code, 0.0) + weight
        if word == "county" and at and text[at] == "County" and text[at - 1].istitle():
            # Only American counties have the word after the name, except in the names of British institutions.
            counts["US"] += "".join(lower[at + 1 : at + 2]) not in _BRITISH_BODIES
    return counts


@cache
def _country_words() -> Mapping[str, tuple[CountryWord, ...]]:
    """Return the words that only one country's newspapers use, by their first token, and "county"."""
    found: dict[str, list[CountryWord]] = {}
    for code, *cells in table("cues.tsv", 3):
        for weight, cell in zip((1.0, SPELLING_FACTOR), cells, strict=True):
            for word in values(cell):
                for form in (word, f"{word}s"):
                    tokens = tuple(_TOKEN.findall(form))
                    found.setdefault(tokens[0], []).append((tokens, code, weight))
    return {"county": ()} | {first: tuple(words) for first, words in found.items()}


def _address_country(article: Article) -> str:
    """Return the country of the top-level domain of the story's address or source; empty without one."""
    for address in (urlsplit(article.url or "").netloc, article.source or ""):
        if match := _COUNTRY_DOMAIN.search(address.lower()):
            return "GB" if match[1] == "uk" else match[1].upper()
    return ""


_KIND = kind_of_words("word of one country", _country_words())
