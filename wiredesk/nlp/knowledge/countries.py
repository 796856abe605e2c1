"""Countries and territories: ISO 3166-1 code, names, demonyms, capitals, seats of government."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from wiredesk.nlp.knowledge.tsv_rows import package_lines, rows, values


class Country(NamedTuple):
    """One row of ``countries.tsv``."""

    code: str
    """ISO 3166-1 alpha-2; ``XK`` is Kosovo."""
    wikidata: str | None
    name: str
    variants: tuple[str, ...]
    """Other names in news: ``U.S.``, ``Holland``; without a leading "the"."""
    demonyms: tuple[str, ...]
    """Adjectives and names of the people, singular; the adjective first."""
    capitals: tuple[str, ...]
    """The capital first, then a second seat or a former name."""
    seats: tuple[str, ...]
    """Places that stand for the government: ``Kremlin``, ``Downing Street``."""


@cache
def countries() -> tuple[Country, ...]:
    """Return every country, in the order of the codes."""
    return tuple(_country(row) for row in rows(package_lines("countries.tsv"), 7, "countries.tsv"))


def _country(row: tuple[str, ...]) -> Country:
    code, wikidata, name, variants, demonyms, capitals, seats = row
    names = dict.fromkeys(bare for value in values(variants) if (bare := _bare(value)) != name)
    return Country(code, wikidata or None, name, tuple(names), values(demonyms), values(capitals), values(seats))


def _bare(name: str) -> str:
    return name[4:] if name[:4].lower() == "the " else name
