"""What tells a story's subject: its strongest words, the names in it, its length and its share of figures.

Terms are words, and pairs of words that follow each other in a name.  The weight of a term is (1 + ln of its
occurrences) × its rarity in English × (1 + a bonus for each: early in the story, in a name, in the headline).  The
strongest are kept and scaled to a vector of length 1.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from wiredesk.contract import OUTSIDE_NEWS, PLACE_TYPES, Article, Entity, EntityType, Extraction
from wiredesk.datelines import is_agency
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.word_frequency import rarity, zipf_frequencies

MAX_TERMS = 48
"""Terms that are kept of a story: two thirds of its weight; more of them change no thread."""
MAX_KEYS = 20
"""Strongest terms by which stories find each other."""
EARLY_CHARS = 350
"""Characters of the body that count as early: the first two paragraphs, which tell what happened."""
EARLY, IN_NAME, IN_HEADLINE = 1.5, 2.5, 0.8
"""Bonuses of a term that is early or in the headline, is in a name, and is in the headline besides."""
MIN_RARITY = 2.0
"""Rarity that a word has at least: one that is more frequent than one in ten thousand tells no subject."""
PAIR_RARITY = 4.0
"""Rarity of a pair of words in a name, that of a word of one in a million: "maurice cheeks" tells more than "maurice"
and "cheeks" do."""
MAX_NAMES = 40
"""Names that are kept of a story, in the order of the text; a list of a hundred names is no story about them."""
MAX_NAME_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+(?:['’´`][^\W\d_]+)*|\d[\d.,/:-]*")
_APOSTROPHES = str.maketrans("’´`", "'''")
_ACTOR_TYPES: frozenset[EntityType] = frozenset({"PERSON", "ORG", "FAC", "EVENT", "PRODUCT"})

Name = tuple[str, ...]
"""The words of a name in small letters, without legal forms and other words that many names have."""


@dataclass(frozen=True, slots=True)
class ThreadTerms:
    """What the comparison of two stories needs of each."""

    terms: Mapping[str, float]
    """Weight of each term, the heaviest first; the sum of their squares is 1."""
    names: frozenset[Name]
    """Persons, organisations, facilities, events and products."""
    places: frozenset[Name]
    """Places below a country."""
    words: int
    figures: float
    """Share of figures among the words."""
    day: int = 0
    """The day of the story, in days since 1970; stories without one count as of one day."""

    @property
    def keys(self) -> list[str]:
        """The strongest terms, by which the story is found."""
        return list(self.terms)[:MAX_KEYS]


_EARLY, _IN_NAME, _IN_HEADLINE, _OUTSIDE = 1, 2, 4, 8
"""Bits of how a term is used in a story, the last one of what tells no news."""
_ONCE = 8
"""What one occurrence of a term adds to the number in which its uses are the lower bits."""
_WITH = {bits: bytes(one | bits for one in range(16)).ljust(256) for bits in (_EARLY, _IN_NAME, _IN_HEADLINE, _OUTSIDE)}
"""Tables that set bits of many characters at once."""
_BONUS = tuple(
    1 + EARLY * bool(use & _EARLY) + IN_NAME * bool(use & _IN_NAME) + IN_HEADLINE * bool(use & _IN_HEADLINE)
    for use in range(8)
)
"""Factor of the weight of a term by its bits."""


def thread_terms(article: Article, extraction: Extraction) -> ThreadTerms:
    """Return what tells the subject of a story, from its text and the entities that were found in it."""
    marks = _marks(article, extraction)
    of_no_name = _words_of_no_name()
    seen: dict[str, int] = {}  # term to its occurrences × 8 + bits of its uses
    words = figures = 0
    before = ""
    for found in _WORD.finditer(extraction.text):
        start = found.start()
        mark = marks[start]
        if mark & _OUTSIDE:
            continue
        words += 1
        word, is_term = _word_read(found[0])
        if not mark & _IN_NAME:
            before = ""
            if is_term:
                seen[word] = seen.get(word, 0) + _ONCE | mark
            elif not word:
                figures += 1
            continue
        if not word:
            figures += 1
            before = ""
            continue
        if is_term:
            seen[word] = seen.get(word, 0) + _ONCE | mark
        if word in of_no_name:
            before = ""
            continue
        if before and marks[start - 1] & _IN_NAME:
            pair = f"{before} {word}"  # a letter is no term, but part of a pair: "t mobile"
            seen[pair] = seen.get(pair, 0) + _ONCE | mark
        before = word
    names, places = _names(extraction)
    share = round(figures / words, 4) if words else 0.0
    return ThreadTerms(_strongest(seen), names, places, words, share)


@lru_cache(maxsize=20_000)
def _word_read(written: str) -> tuple[str, bool]:
    """Return a word folded, empty for a figure, and whether it is rare enough to tell a subject."""
    if written[0].isdigit():
        return "", False
    word = folded(written)
    return word, len(word) > 1 and word not in _frequent_words()


@lru_cache(maxsize=20_000)  # most words of a story are in the stories before
def folded(word: str) -> str:
    """Return a word in small letters, without a possessive ending and apostrophes."""
    return word.lower().translate(_APOSTROPHES).removesuffix("'s").replace("'", "")


@cache
def _frequent_words() -> frozenset[str]:
    """Return the words that are too frequent to tell a subject; half of a story's words are among them."""
    return frozenset(word for word in zipf_frequencies() if rarity(word) < MIN_RARITY)


def _strongest(seen: Mapping[str, int]) -> dict[str, float]:
    weighted = []
    for term, found in seen.items():
        use = found % _ONCE
        rare = PAIR_RARITY if " " in term else _rarity(term, use & _IN_NAME)
        if rare >= MIN_RARITY:
            weighted.append((_of_count(found // _ONCE) * rare * _BONUS[use], term))
    weighted.sort()
    kept = weighted[:MAX_TERMS]
    length = math.sqrt(sum(weight * weight for weight, _ in kept))
    return {term: round(-weight / length, 4) for weight, term in kept}


@lru_cache(maxsize=20_000)
def _rarity(term: str, in_name: int) -> float:
    return rarity(term, in_name=bool(in_name))


@lru_cache(maxsize=256)
def _of_count(count: int) -> float:
    """Return the factor of a term that occurs so often, below 0: the strongest are sorted to the front."""
    return -(1 + math.log(count))


def _marks(article: Article, extraction: Extraction) -> bytearray:
    """Return for each character the bits of the use of a word that begins there."""
    length, headline = len(extraction.text) + 1, len(article.headline)
    early = (extraction.dateline.span[1] if extraction.dateline else headline) + EARLY_CHARS
    marks = bytearray(length)

    def mark(start: int, end: int, bits: bytes) -> None:
        marks[start:end] = marks[start:end].translate(bits)

    mark(0, early, _WITH[_EARLY])
    mark(0, headline, _WITH[_IN_HEADLINE])
    if extraction.dateline:
        mark(*extraction.dateline.span, _WITH[_OUTSIDE])
    for entity in extraction.entities:
        for mention in entity.mentions:
            if mention.kind == "name":
                mark(*mention.span, _WITH[_OUTSIDE if mention.zone in OUTSIDE_NEWS else _IN_NAME])
    return marks


def _names(extraction: Extraction) -> tuple[frozenset[Name], frozenset[Name]]:
    """Return the names by which two stories can have an actor in common, and those of places."""
    counts: tuple[Counter[Name], Counter[Name]] = Counter(), Counter()
    for entity in extraction.entities:
        if _is_actor(entity):
            for name in _written_names(entity, extraction.text):
                counts[entity.type in PLACE_TYPES - _ACTOR_TYPES][name] += 1
    names, places = (frozenset(name for name, _ in found.most_common(MAX_NAMES)) for found in counts)
    return names, places


def _is_actor(entity: Entity) -> bool:
    if entity.type in _ACTOR_TYPES:
        return True
    is_country = entity.links.iso3166 is not None or (entity.location and entity.location.level == "country")
    return entity.type in PLACE_TYPES and entity.location is not None and not is_country


def _written_names(entity: Entity, text: str) -> Iterator[Name]:
    for mention in entity.mentions:
        if mention.kind == "name" and mention.zone != "dateline" and mention.zone not in OUTSIDE_NEWS:
            start, end = mention.span
            if name := _name_read(text[start:end]):
                yield name


@lru_cache(maxsize=20_000)  # most names of a story come several times, and in the stories before
def _name_read(written: str) -> Name:
    """Return the words of a name; none of one that tells nobody."""
    words = (folded(word) for word in _WORD.findall(written) if not word[0].isdigit())
    name = tuple(word for word in words if len(word) > 1 and word not in _words_of_no_name())
    return () if len(name) == 1 and is_agency(name[0]) else name[:MAX_NAME_WORDS]


@cache
def _words_of_no_name() -> frozenset[str]:
    """Return words that do not tell one name from another: legal forms, months, abbreviations of tables."""
    listed = (
        word_set("org_names", "legal_forms")
        | word_set("calendar", "months", "weekdays")
        | frozenset(table("calendar")["month_forms"])
        | word_set("never_names", "markets")
    )
    return frozenset(word.strip(".").lower() for word in listed) | {"the", "of", "and", "for", "in", "on", "at", "to"}
