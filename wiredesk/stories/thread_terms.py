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


_EARLY, _IN_NAME, _IN_HEADLINE = 1, 2, 4
"""Bits of how a term is used in a story."""
_BONUS = tuple(
    1 + EARLY * bool(use & _EARLY) + IN_NAME * bool(use & _IN_NAME) + IN_HEADLINE * bool(use & _IN_HEADLINE)
    for use in range(8)
)
"""Factor of the weight of a term by its bits."""


def thread_terms(article: Article, extraction: Extraction) -> ThreadTerms:
    """Return what tells the subject of a story, from its text and the entities that were found in it."""
    headline = len(article.headline)
    early = (extraction.dateline.span[1] if extraction.dateline else headline) + EARLY_CHARS
    in_name, outside = _marks(extraction)
    of_no_name = _words_of_no_name()
    counts: dict[str, int] = {}
    uses: dict[str, int] = {}
    words = figures = 0
    before = ""
    for found in _WORD.finditer(extraction.text):
        start = found.start()
        if outside[start]:
            continue
        words += 1
        word, is_term = _word_read(found[0])
        if not in_name[start]:
            before = ""
            if is_term:
                counts[word] = counts.get(word, 0) + 1
                uses[word] = uses.get(word, 0) | (_EARLY * (start < early) | _IN_HEADLINE * (start < headline))
            elif not word:
                figures += 1
            continue
        if not word:
            figures += 1
            before = ""
            continue
        terms = [word] if is_term else []
        if word in of_no_name:
            before = ""
        else:
            if before and in_name[start - 1]:
                terms.append(f"{before} {word}")  # a letter is no term, but part of a pair: "t mobile"
            before = word
        use = _IN_NAME | _EARLY * (start < early) | _IN_HEADLINE * (start < headline)
        for term in terms:
            counts[term] = counts.get(term, 0) + 1
            uses[term] = uses.get(term, 0) | use
    names, places = _names(extraction)
    share = round(figures / words, 4) if words else 0.0
    return ThreadTerms(_strongest(counts, uses), names, places, words, share)


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


def _strongest(counts: Mapping[str, int], uses: Mapping[str, int]) -> dict[str, float]:
    weighted = []
    for term, count in counts.items():
        use = uses[term]
        rare = PAIR_RARITY if " " in term else rarity(term, in_name=bool(use & _IN_NAME))
        if rare >= MIN_RARITY:
            weighted.append((-(1 + math.log(count)) * rare * _BONUS[use], term))
    weighted.sort()
    kept = weighted[:MAX_TERMS]
    length = math.sqrt(sum(weight * weight for weight, _ in kept))
    return {term: round(-weight / length, 4) for weight, term in kept}


def _marks(extraction: Extraction) -> tuple[bytearray, bytearray]:
    """Return two marks for each character: whether it is in a name, and whether it tells no news."""
    in_name, outside = bytearray(len(extraction.text) + 1), bytearray(len(extraction.text) + 1)

    def mark(marks: bytearray, start: int, end: int) -> None:
        marks[start:end] = b"\1" * (min(end, len(marks)) - start)

    if extraction.dateline:
        mark(outside, *extraction.dateline.span)
    for entity in extraction.entities:
        for mention in entity.mentions:
            if mention.kind == "name":
                mark(outside if mention.zone in OUTSIDE_NEWS else in_name, *mention.span)
    return in_name, outside


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
            words = (folded(word) for word in _WORD.findall(text[slice(*mention.span)]) if not word[0].isdigit())
            name = tuple(word for word in words if len(word) > 1 and word not in _words_of_no_name())
            if name and not (len(name) == 1 and is_agency(name[0])):
                yield name[:MAX_NAME_WORDS]


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
