"""What a source says of a thing, before it is written into a knowledge base."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from wiredesk.contract import EntityType

PLAIN_PRIOR = 10
"""How well-known a thing is whose source has no figure: as one with ten articles in encyclopedias.  Someone who is in a
list of the user's own is more likely to be in the news than most."""
_YEAR = re.compile(r"([+-]?)0*(\d{1,6})(?:-|$)")
_WIKIDATA = re.compile(r"Q[1-9]\d{0,11}")


@dataclass(frozen=True, slots=True)
class KbRecord:
    """One thing."""

    id: str
    """Wikidata's id where it has one, else the id of its source."""
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    about: str = ""
    """A few words that say who or what it is."""
    prior: int = PLAIN_PRIOR
    """How often it is written about: articles of encyclopedias, or links."""
    country: str | None = None
    """ISO 3166-1 alpha-2; while a dump is read also the id of the country's thing."""
    born: int | None = None
    """Year, negative before the common era; of a body when it was founded."""
    died: int | None = None
    words: tuple[str, ...] = ()
    """Further words for what it is and does, such as occupations; while a dump is read also ids of things that have
    them as names."""
    geonames: int | None = None
    related: tuple[str, ...] = ()
    """Ids, as the source has them, of things that it belongs to: party, club, employer, office, place."""
    ref: str = ""
    """The id by which other rows of the source refer to it; empty if that is its id."""


class KbRelation(NamedTuple):
    """Two things of the source that belong together, by the ids that it has for them."""

    one: str
    other: str


class KbCountryCode(NamedTuple):
    """The ISO code of the country that a thing of the source is."""

    id: str
    code: str


class KbWord(NamedTuple):
    """The name of an occupation or office of the source."""

    id: str
    name: str


KbRow = KbRecord | KbRelation | KbCountryCode | KbWord


def year_of(text: str) -> int | None:
    """Return the year with which a date begins: 1952 of ``1952-03-11`` and of ``+1952-00-00T00:00:00Z``."""
    found = _YEAR.match(text.strip())
    return int(found[1] + found[2]) if found else None


def is_wikidata(id: str) -> bool:
    """Return whether an id is one of Wikidata's: ``Q42``."""
    return _WIKIDATA.fullmatch(id) is not None
