"""Known names by their text: the type of each, and the one name that all its variants share."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge.countries import Country, countries
from wiredesk.nlp.knowledge.entity_lexicon import entity_lexicon
from wiredesk.nlp.knowledge.known_entities import known_entities
from wiredesk.nlp.knowledge.tsv_rows import package_lines, rows, values
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_answers import WordAnswers

NEXT_CHARS = 2
"""Characters behind the first word that index the longer names: most words begin one name or few."""

FIRST_CHARS = 3
"""First characters of a word by which the names are found: about three names have the same."""


class KnownName(NamedTuple):
    """A name's entry in the knowledge base."""

    type: EntityType
    name: str
    """The name that all variants of one entity share."""
    wikidata: str | None
    country: str | None
    """ISO 3166-1 alpha-2: the code of the country or people itself, else that of the country it belongs to."""
    kind: str
    """country, demonym, capital, seat, region, entity"""
    unambiguous: bool
    """Whether the word alone identifies the entity: ``Kremlin``, not ``Apple`` or ``Jordan``."""
    title: str | None = None
    """Title in office, for a person."""


class Beginnings(NamedTuple):
    """The known names that begin with one word of a text."""

    alone: tuple[str, ...]
    """The word itself, if it is a name."""
    almost_alone: tuple[str, ...]
    """Names that are longer by less than :data:`NEXT_CHARS` characters."""
    by_next: Mapping[str, tuple[str, ...]]
    """The others by the next characters, longest first."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """All known names by exact text, and by the word of a text that they begin with."""

    by_text: dict[str, KnownName]
    by_first_word: Mapping[str, Beginnings | None]
    """None for the words that no name begins with."""
    by_upper_text: dict[str, KnownName]
    """The same indexes for text that is set in capitals."""
    by_first_upper_word: Mapping[str, Beginnings | None]
    lower_words: frozenset[str]
    """First words of the names that begin in lower case: the "al" of al-Qaeda, dengue."""
    without_capital: frozenset[str]
    """Words, in lower case, that names without a capital in front begin with: eBay, al, 10."""


def load_known_names(more: Sequence[Path] = ()) -> KnownNames:
    """Read the knowledge base and the user's files. The first row of a text wins; the user's rows come first.

    Raises:
        ConfigError: a user's file cannot be read, or a row of it is malformed.
    """
    return _load(more) if more else _own_names()


@cache
def _own_names() -> KnownNames:
    return _load(())


def _load(more: Sequence[Path]) -> KnownNames:
    by_text: dict[str, KnownName] = {}
    ambiguous = word_set("ambiguous_names", "words", "phrases")
    first_names = entity_lexicon().first_name_genders
    for known, texts in _rows(more):
        for text in texts:
            if text and text not in by_text:
                doubtful = text in ambiguous or (text in first_names and known.type != "PERSON")
                by_text[text] = known._replace(unambiguous=not doubtful)
    upper = {text.upper(): known for text, known in by_text.items() if len(text) > 3}
    lower_words = frozenset(re.split("[ -]", text)[0] for text in by_text if text[:1].islower())
    by_word, by_upper_word = _by_first_word(by_text), _by_first_word(upper)
    parts = (text[:end] for text in (*by_text, *upper) if not text[:1].isupper() for end in range(1, len(text) + 1))
    without_capital = frozenset(part.lower() for part in parts if not part.islower() or part in lower_words)
    return KnownNames(by_text, by_word, upper, by_upper_word, lower_words, without_capital)


def _by_first_word(texts: Iterable[str]) -> WordAnswers[Beginnings | None]:
    """Return for a word of a text which of the names begin with it.

    Nearly every word begins none: the names with its first letters, mostly none, are found by one look-up.
    """
    ordered = sorted(texts)
    by_letters: dict[str, list[str]] = {}
    for text in ordered:
        by_letters.setdefault(text[:FIRST_CHARS], []).append(text)

    def beginnings(word: str) -> Beginnings | None:
        group: Sequence[str] = ordered if len(word) < FIRST_CHARS else by_letters.get(word[:FIRST_CHARS], ())
        if not group:
            return None
        alone: list[str] = []
        almost_alone: list[str] = []
        by_next: dict[str, list[str]] = {}
        for text in islice(group, bisect_left(group, word), None):
            if not text.startswith(word):
                break
            rest = text[len(word) :]
            if len(rest) >= NEXT_CHARS:
                by_next.setdefault(rest[:NEXT_CHARS], []).append(text)
            else:
                (almost_alone if rest else alone).append(text)
        if not (alone or almost_alone or by_next):
            return None
        longest_first = {key: tuple(sorted(group, key=len, reverse=True)) for key, group in by_next.items()}
        return Beginnings(tuple(alone), tuple(almost_alone), longest_first)

    return WordAnswers(beginnings)


def _rows(more: Sequence[Path]) -> Iterator[tuple[KnownName, tuple[str, ...]]]:
    """Yield each known name with its texts, in the order of precedence."""
    given = known_entities(more)
    own_count = len(known_entities())
    for entity in given[own_count:] + given[:own_count]:
        known = KnownName(entity.type, entity.name, entity.wikidata, entity.country, "entity", True, entity.title)
        yield known, (entity.name, *entity.variants)
    for country in countries():
        yield from _country_rows(country)
    for code, name, short, _ in rows(package_lines("regions.tsv"), 4, "regions.tsv"):
        yield KnownName("GPE", name, None, code, "region", True), (name, *values(short))


def _country_rows(country: Country) -> Iterator[tuple[KnownName, tuple[str, ...]]]:
    state = KnownName("GPE", country.name, country.wikidata, country.code, "country", True)
    yield state, (country.name, *country.variants)
    for demonym in country.demonyms:
        people = KnownName("NORP", country.demonyms[0], country.wikidata, country.code, "demonym", True)
        yield people, (demonym, *_plural(demonym))
    for capital in country.capitals:
        shared = _shared_spelling(country.capitals[0], capital)
        yield KnownName("GPE", shared, None, country.code, "capital", True), (capital,)
    for seat in country.seats:
        yield KnownName("FAC", seat, None, country.code, "seat", True), (seat,)


def _shared_spelling(capital: str, name: str) -> str:
    """Return the name that spellings of one city share: Brasilia and Brasília, Washington and Washington, D.C."""
    return capital if name[:2].lower() == capital[:2].lower() else name


def _plural(demonym: str) -> tuple[str, ...]:
    """Return the plural of a demonym: Germans, Britons; none for the Chinese, the Dutch."""
    without_plural = tuple(word_set("demonyms", "without_plural"))
    return () if demonym.endswith(without_plural) else (demonym + "s",)
