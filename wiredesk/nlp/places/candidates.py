"""From a name as it stands in a story to the places that bear it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import Ints
from wiredesk.nlp.lexicon import word_set

MOST = 40
"""Candidates kept of one name, the most populous ones; "San José" has 500."""
ACRONYM = 4
"""Letters up to which a word in capitals may be an acronym."""
KNOWN = 200_000

_POSSESSIVE = re.compile(r"(?:['’]s?|[.,;:]+)$")
_OF = re.compile(
    r"^(?:the )?(?:city|town|village|county|parish|state|province|republic|borough|port|township) of ", re.I
)
_SIDE = re.compile(
    r"^(?:the )?((?:north|south|east|west|central|upper|lower|mid|inner|outer|greater|northern|southern|eastern|"
    r"western|north ?east(?:ern)?|north ?west(?:ern)?|south ?east(?:ern)?|south ?west(?:ern)?|downtown|old|"
    r"metropolitan|metro|suburban|rural|mainland|occupied|historic)[ -])+",
    re.I,
)
_AREA = re.compile(
    r" (?:(?P<town>city|town|township|twp|village|metropolitan area|area)|"
    r"(?P<county>county|co|parish|borough|district)|"
    r"(?P<region>province|state|region|prefecture|oblast|governorate|department|republic))$"
)
_AREA_RANKS = {
    "town": (Rank.CITY,),
    "county": (Rank.COUNTY, Rank.REGION),
    "region": (Rank.REGION, Rank.COUNTY),
}
_COUNTY_FIRST = re.compile(r"^(?:county|co) ")
_NOT_ALONE = word_set("places", "not_alone")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of the gazetteer that a name may mean.  ``part``: the name says only a part of them ("northern Iraq")."""

    rows: Ints
    part: bool = False


NOBODY = Candidates(np.empty(0, np.int32))


@lru_cache(maxsize=8192)
def bare(surface: str) -> str:
    """A mention's text without article, possessive and closing punctuation: ``the Hague's`` is ``Hague``."""
    text = surface.strip()
    while True:
        shorter = _POSSESSIVE.sub("", text) if not _initials(text) else re.sub(r"['’]s?$", "", text)
        if shorter == text:
            return text
        text = shorter


def _initials(text: str) -> bool:
    return bool(re.search(r"\b[A-Za-z]{1,5}\.$", text))


@lru_cache(maxsize=8192)
def candidates(gazetteer: Gazetteer, surface: str) -> Candidates:
    """The places that a name may mean; abbreviations of states, "City of X", "X County", "northern X" included."""
    name = bare(surface)
    letters = name.lower().replace(" ", "")
    short = gazetteer.abbreviations.get(letters)
    if short is None and "." in letters[:-1]:
        short = gazetteer.abbreviations.get(letters + ".")
    if short is None and name.isupper() and name in gazetteer.postal and len(name) == 2:
        short = gazetteer.postal[name]
        if name == "US":
            short = None
    if short is not None:
        return Candidates(np.array([short], np.int32))
    folded = fold_name(name)
    if folded in _NOT_ALONE:
        return NOBODY
    rows = gazetteer.rows_of_folded(folded)
    if len(name) <= ACRONYM and name.isupper():
        rows = _known_by_letters(gazetteer, rows)
    if len(rows):
        return Candidates(_most(rows))
    return _derived(gazetteer, name, folded)


def _known_by_letters(gazetteer: Gazetteer, rows: Ints) -> Ints:
    """Of a short name in capitals ("EU", "ROME") the places that everybody knows: it may be an acronym."""
    col = gazetteer.columns
    small = (col.rank[rows] == Rank.COUNTY) | ((col.rank[rows] == Rank.CITY) & (col.population[rows] < KNOWN))
    return np.asarray(rows[~small | gazetteer.is_capital[rows]], np.int32)


def _derived(gazetteer: Gazetteer, name: str, folded: str) -> Candidates:
    """Names that hold the gazetteer's name and a word about it."""
    inner = _OF.sub("", name)
    if inner != name:
        return Candidates(_most(gazetteer.rows(inner)))
    inner = _COUNTY_FIRST.sub("", folded)
    if inner != folded:
        return Candidates(_of_rank(gazetteer, gazetteer.rows_of_folded(inner), (Rank.COUNTY, Rank.REGION)))
    inner = _SIDE.sub("", name)
    if inner != name:
        rows = gazetteer.rows(inner)
        return Candidates(_most(rows), part=True)
    area = _AREA.search(folded)
    if area and area.lastgroup:
        return Candidates(
            _of_rank(gazetteer, gazetteer.rows_of_folded(folded[: area.start()]), _AREA_RANKS[area.lastgroup])
        )
    return NOBODY


def _of_rank(gazetteer: Gazetteer, rows: Ints, ranks: tuple[Rank, ...]) -> Ints:
    return _most(rows[np.isin(gazetteer.columns.rank[rows], ranks)])


def _most(rows: Ints) -> Ints:
    return rows[:MOST]
