"""The words of a language in and beside its names, from its ``names.toml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from wiredesk.contract import ENTITY_TYPES, EntityType
from wiredesk.nlp.knowledge.entity_lexicon import entity_lexicon
from wiredesk.nlp.languages.time.time_vocabulary import table_of

Sex = Literal["m", "f", ""]


@dataclass(frozen=True, slots=True)
class LocalNameWords:
    """Words of one language. Those in small letters are compared in small letters."""

    honorifics: Mapping[str, Sex]
    """"M." is said of men, "Mme" of women, "Me" of both."""
    particles: frozenset[str]
    """Small words inside names: "de", "van"."""
    articles: Mapping[str, Sex]
    """Articles and possessives with their gender."""
    indefinite: frozenset[str]
    """Articles of somebody who is new."""
    possessives: frozenset[str]
    before_objects: frozenset[str]
    """Prepositions: what follows one is no subject."""
    heads: Mapping[str, EntityType]
    """First words of names that tell the type."""
    before: Mapping[str, EntityType]
    """Nouns before names that tell the type."""

    companies_after: frozenset[str]
    named_after: frozenset[str]
    departments: frozenset[str]
    """Nouns whose business is no name: "ministre de la Défense"."""
    outside_places: frozenset[str]
    """Nouns before the name of a place that belong to no name: "quartier"."""
    no_names: frozenset[str]
    roles: Mapping[str, Sex]
    """Heads of titles."""
    people: re.Pattern[str]
    """A whole word in small letters that names people by where they come from; matches nothing without a pattern."""
    persons: Mapping[str, Sex]
    """Nouns for a person who was named before, beside the roles."""
    before_roles: frozenset[str]
    """Adjectives before the head of a title: "premier ministre"."""
    former: frozenset[str]
    """Words before a title that its holder has no more."""


@cache
def name_words(language: str) -> LocalNameWords:
    """Return the words of a language by its code; empty tables where it has no ``names.toml``."""
    data = table_of(language, "names")
    honorifics: dict[str, Sex] = dict.fromkeys(words_of(data.get("honorifics", [])), "")
    honorifics |= dict.fromkeys(words_of(data.get("honorifics_male", [])), "m")
    honorifics |= dict.fromkeys(words_of(data.get("honorifics_female", [])), "f")
    articles: dict[str, Sex] = dict.fromkeys(words_of(data.get("articles", "")), "")
    articles |= dict.fromkeys(words_of(data.get("masculine_articles", "")), "m")
    articles |= dict.fromkeys(words_of(data.get("feminine_articles", "")), "f")
    return LocalNameWords(
        honorifics=honorifics,
        particles=frozenset(words_of(data.get("particles", ""))),
        articles=articles,
        indefinite=frozenset(words_of(data.get("indefinite", ""))),
        possessives=frozenset(words_of(data.get("possessives", ""))),
        before_objects=frozenset(words_of(data.get("before_objects", ""))),
        heads=_types(data.get("heads", {})),
        before=_types(data.get("before", {})),
        companies_after=frozenset(words_of(data.get("companies_after", ""))),
        named_after=frozenset(words_of(data.get("named_after", ""))),
        departments=frozenset(words_of(data.get("departments", ""))),
        outside_places=frozenset(words_of(data.get("outside_places", ""))),
        no_names=frozenset(words_of(data.get("no_names", ""))),
        roles=_sexes(data.get("roles", {}), both=True),
        people=re.compile(data.get("people", "(?!)")),
        persons=_sexes(data.get("persons", {})),
        before_roles=frozenset(words_of(data.get("before_roles", ""))),
        former=frozenset(words_of(data.get("former", ""))),
    )


def words_of(value: str | list[str]) -> list[str]:
    """Return the words of an entry: a string is split at blanks, a list has its entries."""
    return value.split() if isinstance(value, str) else value


def _sexes(rows: Mapping[str, Any], *, both: bool = False) -> dict[str, Sex]:
    """Return words with their sex; ``both`` says that the masculine is used for women, too: "la ministre"."""
    found: dict[str, Sex] = dict.fromkeys(words_of(rows.get("female", "")), "f")
    found |= dict.fromkeys(words_of(rows.get("either", "")), "")
    return found | dict.fromkeys(words_of(rows.get("male", "")), "" if both else "m")


def _types(rows: Mapping[str, Any]) -> dict[str, EntityType]:
    return {word: label for label in ENTITY_TYPES for word in words_of(rows.get(label, ""))}


@cache
def _first_names() -> Mapping[str, Sex]:
    return {without_accents(name): sex for name, sex in entity_lexicon().first_name_genders.items()}


def first_name_sex(word: str) -> Sex | None:
    """Return the sex that a first name tells; None for a word that is no first name. "Jean-Yves" is read as "Jean"."""
    names = _first_names()
    folded = without_accents(word)
    found = names.get(folded)
    return found if found is not None or "-" not in folded else names.get(folded.partition("-")[0])


def without_accents(word: str) -> str:
    """Return a word in small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(sign))
