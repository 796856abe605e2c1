"""Words that give the type of a name: titles and trades, first names, nouns that replace a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wiredesk.nlp.knowledge.nicknames import nicknames
from wiredesk.nlp.knowledge.tsv_rows import package_lines, rows, values

Gender = Literal["m", "f", ""]
"""Empty where a word or name is used for both genders, or the gender is unknown."""


@dataclass(frozen=True, slots=True)
class EntityLexicon:
    """The word lists of the knowledge base, lower case except first names."""

    roles: dict[str, str]
    """A role of one or more words → its kind: state, post, rank, trade, kin, person."""
    role_words: frozenset[str]
    """Every role of one word."""
    role_genders: dict[str, Gender]
    """Gender of the role's holder, if the word has one."""
    role_first_words: frozenset[str]
    role_last_words: frozenset[str]
    max_role_tokens: int
    """Tokens in the longest role, hyphens counted."""
    first_name_genders: dict[str, Gender]
    nicknames: Mapping[str, frozenset[str]]
    """First name, lower case → its short forms, its other spellings and the names that it is short for."""
    nominal_types: dict[str, str]
    """A noun that can replace a name → type of that name: ``company`` → ORG."""


@cache
def entity_lexicon() -> EntityLexicon:
    """Read the word lists, once a process."""
    roles, genders = _roles()
    single = frozenset(role for role in roles if " " not in role)
    return EntityLexicon(
        roles=roles,
        role_words=single,
        role_genders=genders,
        role_first_words=single | {re.split("[ -]", role)[0] for role in roles},
        role_last_words=single | {re.split("[ -]", role)[-1] for role in roles},
        max_role_tokens=max(len(re.findall(r"[^ -]+|-", role)) for role in roles),
        first_name_genders=_first_name_genders(),
        nicknames=nicknames(),
        nominal_types=_nominal_types(),
    )


def _roles() -> tuple[dict[str, str], dict[str, Gender]]:
    roles: dict[str, str] = {}
    genders: dict[str, Gender] = {}
    for words, kind, gender in rows(package_lines("roles.tsv"), 3, "roles.tsv"):
        for word in values(words):
            roles.setdefault(word.lower(), kind)
            if known := _gender(gender):
                genders[word.lower()] = known
    return roles, genders


def _gender(cell: str) -> Gender:
    return "m" if cell == "m" else "f" if cell == "f" else ""


def _first_name_genders() -> dict[str, Gender]:
    found: dict[str, Gender] = {}
    for gender, names in rows(package_lines("first_names.tsv"), 2, "first_names.tsv"):
        known = _gender(gender)
        for name in values(names):
            found[name] = known if found.get(name, known) == known else ""
    return found


def _nominal_types() -> dict[str, str]:
    found: dict[str, str] = {}
    for words, kind, _ in rows(package_lines("nominal_types.tsv"), 3, "nominal_types.tsv"):
        for word in values(words):
            found.setdefault(word, kind)
    return found
