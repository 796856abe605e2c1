"""Words that tell what a name is: titles and trades, first names, nouns that stand for a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wiredesk.nlp.knowledge.tsv_rows import own, rows, values

Sex = Literal["m", "f", ""]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists, lower case except first names."""

    roles: dict[str, str]
    """A role of one or more words → its kind: state, post, rank, trade, kin, person."""
    role_words: frozenset[str]
    """Every role of one word."""
    role_sex: dict[str, Sex]
    """Sex of those who bear the role, where the word tells."""
    role_starts: frozenset[str]
    """First words of the roles."""
    role_ends: frozenset[str]
    """Last words of the roles."""
    longest: int
    """Tokens in the longest role, hyphens counted."""
    sexes: dict[str, Sex]
    """First name → m, f, or empty where it is borne by both."""
    nicknames: dict[str, frozenset[str]]
    """First name, lower case → its short forms and the names it is short for."""
    groups: dict[str, str]
    """A noun that names again → type of what it stands for: ``company`` → ORG."""


@cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    roles: dict[str, str] = {}
    role_sex: dict[str, Sex] = {}
    for words, kind, sex in rows(own("roles.tsv"), 3, "roles.tsv"):
        for word in values(words):
            roles.setdefault(word.lower(), kind)
            if sex in ("m", "f"):
                role_sex[word.lower()] = sex  # type: ignore[assignment]
    groups: dict[str, str] = {}
    for words, kind, _ in rows(own("groups.tsv"), 3, "groups.tsv"):
        for word in values(words):
            groups.setdefault(word, kind)
    return Lexicon(
        roles=roles,
        role_words=frozenset(role for role in roles if " " not in role),
        role_sex=role_sex,
        role_starts=frozenset(re.split("[ -]", role)[0] for role in roles)
        | {role for role in roles if " " not in role},
        role_ends=frozenset(re.split("[ -]", role)[-1] for role in roles) | {role for role in roles if " " not in role},
        longest=max(len(re.findall(r"[^ -]+|-", role)) for role in roles),
        sexes=_sexes(),
        nicknames=_nicknames(),
        groups=groups,
    )


def _sexes() -> dict[str, Sex]:
    found: dict[str, Sex] = {}
    for sex, names in rows(own("first_names.tsv"), 2, "first_names.tsv"):
        for name in values(names):
            known: Sex = sex if sex in ("m", "f") else ""  # type: ignore[assignment]
            found[name] = known if found.get(name, known) == known else ""
    return found


def _nicknames() -> dict[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for full, short in rows(own("nicknames.tsv"), 2, "nicknames.tsv"):
        for name in values(short):
            pairs.setdefault(full.lower(), set()).add(name.lower())
            pairs.setdefault(name.lower(), set()).add(full.lower())
    return {name: frozenset(others) for name, others in pairs.items()}
