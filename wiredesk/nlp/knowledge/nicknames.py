"""Short forms and spellings of first names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wiredesk.nlp.knowledge.tsv_rows import package_lines, rows, values


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Return first names, lower case → their short forms, other spellings and the names that they are short for."""
    pairs: dict[str, set[str]] = {}
    for full, short in rows(package_lines("nicknames.tsv"), 2, "nicknames.tsv"):
        for name in values(short):
            pairs.setdefault(full.lower(), set()).add(name.lower())
            pairs.setdefault(name.lower(), set()).add(full.lower())
    for (spellings,) in rows(package_lines("given_name_spellings.tsv"), 1, "given_name_spellings.tsv"):
        names = {name.lower() for name in values(spellings)}
        for name in names:
            pairs.setdefault(name, set()).update(names - {name})
    return {name: frozenset(others) for name, others in pairs.items()}
