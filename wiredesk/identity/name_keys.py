"""Names in the form in which names of things are compared, and a person's name in parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from wiredesk.contract import EntityType
from wiredesk.nlp.lexicon import word_set

KEY_CHARACTERS = 300
"""Length to which a key is cut: a row of a PostgreSQL index holds at most 2,704 bytes."""
NAMES_KEPT = 16384
"""Names whose key is kept in memory, some 4 MB: those of a few hundred stories."""
_SEPARATORS = re.compile(r"[-–—/\\,;:()\[\]{}\"“”„«»`*_|+<>?!]+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "ʼ": "'"})
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_UNSPACED_SCRIPTS = "\u2e80"
"""First character of the scripts that write a full name without a space."""
_NUMERAL = re.compile(r"ii|iii|iv|vi{1,3}|ix|x[ivx]{2,5}")
"""Numbers behind a name that tell people of one family apart."""


class PersonKey(NamedTuple):
    """A person's name as it is compared, all in small letters."""

    key: str
    """Without titles, generation, degrees and middle initials: ``george bush``."""
    first: str
    """The first name or its initial; empty where one word of the name stands alone."""
    surname: str
    """The last part without particles; what hyphens join is one part.  Of a name such as John XXIII the whole."""

    @property
    def is_bare(self) -> bool:
        """Whether one word of the name stands alone, so that the name does not tell who it is."""
        return not self.first


@lru_cache(maxsize=NAMES_KEPT)
def name_key(name: str, type: EntityType) -> str:
    """Return a name as names are compared, at most :data:`KEY_CHARACTERS` long; empty only for an empty name.

    Case, accents, "the", punctuation and a possessive do not count; nor does a body's legal form.  See also
    :func:`person_key`.
    """
    if type == "PERSON":
        return person_key(name).key
    words = _words(name)
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    if type == "ORG":
        forms = _legal_forms()
        while len(words) > 1 and words[-1] in forms:
            words.pop()
        if len(words) > 1 and words[-1] == "and":
            words.pop()
    return " ".join(_joined_initials(words))[:KEY_CHARACTERS].strip() or _as_written(name)


@lru_cache(maxsize=NAMES_KEPT)
def person_key(name: str) -> PersonKey:
    """Return a person's name in the parts that are compared."""
    parts = [part for part in (_part(word) for word in _cut(name)) if part]
    honorifics, endings, particles = _honorifics(), _endings(), _particles()
    while len(parts) > 1 and (parts[0] in honorifics or parts[0] == "the"):
        del parts[0]
    while len(parts) > 1 and parts[-1] in endings:
        parts.pop()
    parts = [part for at, part in enumerate(parts) if len(part) > 1 or at in {0, len(parts) - 1}]
    if 1 < len(parts) <= 3 and len(parts[0]) > 1 and parts[0] in particles - _given_particles():
        parts = [part for part in parts if part not in particles] or parts[-1:]
    key = " ".join(parts)[:KEY_CHARACTERS].strip() or _as_written(name)
    if len(parts) > 1:
        last = next((part for part in reversed(parts[1:]) if not _NUMERAL.fullmatch(part)), key)
        return PersonKey(key, parts[0], last)
    return PersonKey(key, key if key[:1] >= _UNSPACED_SCRIPTS else "", key)


def _cut(name: str) -> list[str]:
    """Return the words of a name, folded, with the dots of its initials."""
    plain = name[:KEY_CHARACTERS].translate(_APOSTROPHES)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.casefold())
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _POSSESSIVE.sub("", plain.lower().strip()).replace(".", ". ").split()


def names_a_company(name: str) -> bool:
    """Return whether a name ends with the legal form of a company, which no person's does."""
    word = name.rpartition(" ")[2]
    return word.casefold().strip(".,") in _company_forms() and word != name


def _as_written(name: str) -> str:
    """Return a name that has nothing but marks."""
    return name[:KEY_CHARACTERS].casefold().strip()


def _part(word: str) -> str:
    """Return one word of a person's name without marks and without an Arabic article."""
    plain = " ".join(_SEPARATORS.sub(" ", word.strip(".'")).split())
    article, blank, rest = plain.partition(" ")
    return rest if blank and article in _arabic_articles() else plain


def _words(name: str) -> list[str]:
    plain = _SEPARATORS.sub(" ", " ".join(_cut(name)))
    return ["and" if word == "&" else word.strip("'") for word in plain.replace(".", "").split()]


def _joined_initials(words: Sequence[str]) -> list[str]:
    """Return words in which initials in a row are one: ``u s army`` is ``us army``."""
    return [
        part
        for is_initial, run in groupby(words, key=lambda word: len(word) == 1 and word.isalpha())
        for part in ([("".join(run))] if is_initial else run)
    ]


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(form.replace(".", "") for form in word_set("org_names", "legal_forms"))


@cache
def _company_forms() -> frozenset[str]:
    return word_set("org_names", "forms_of_companies_only")


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(word.strip(".") for word in word_set("honorifics", "before_names"))


@cache
def _endings() -> frozenset[str]:
    endings = word_set("person_names", "generations", "degrees")
    words = (word.replace(".", "") for word in endings)
    return frozenset(word for word in words if not _NUMERAL.fullmatch(word))


@cache
def _particles() -> frozenset[str]:
    return word_set("person_names", "particles")


@cache
def _arabic_articles() -> frozenset[str]:
    return word_set("transliteration", "arabic_articles")


@cache
def _given_particles() -> frozenset[str]:
    return word_set("person_names", "particles_and_first_names")
