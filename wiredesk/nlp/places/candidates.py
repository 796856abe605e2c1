"""Look up the places that a name in a story may mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name, fold_new
from wiredesk.nlp.gazetteer.index import CITY, COUNTY, FEATURE, REGION, Ints
from wiredesk.nlp.lexicon import word_list, word_set

MAX_CANDIDATES = 40
"""Candidates kept for one name, the most populous first. "San José" has 500."""
MAX_ACRONYM_LETTERS = 4
"""Letters of a word in capitals that may be an acronym instead of a place."""
MIN_KNOWN_POPULATION = 200_000
"""Inhabitants of a city that an all-capitals word of that length may still mean."""
MAX_CACHED_NAMES = 8192
"""Names kept with their candidates. News names the same places every day."""

_POSSESSIVE_OR_STOP = re.compile(r"(?:['’]s?|[.,;:]+)$")
_POSSESSIVE = re.compile(r"['’]s?$")
_APOSTROPHES = frozenset("'’")
_ABBREVIATION = re.compile(r"\b[A-Za-z]{1,5}\.$")


def _any_of(*keys: str) -> str:
    return "|".join(re.escape(word) for key in keys for word in word_list("places", key))


COMPASS = rf"(?:{_any_of('compass')})(?:ern)?"
"""Pattern of a point of the compass as noun or adjective."""
TYPE_OF = re.compile(rf"^(?:the )?(?:{_any_of('types_before_of')}) of ", re.I)
"""Beginning of a name that says what kind of place it is: "the city of"."""
_PART = re.compile(rf"^(?:the )?((?:{COMPASS}|{_any_of('part_words', 'area_words')})[ -])+", re.I)
_TYPE_AFTER = re.compile(
    rf" (?:(?P<town>{_any_of('town_types')})|(?P<county>{_any_of('county_types')})"
    rf"|(?P<region>{_any_of('region_types')}))$"
)
_FEATURES = "|".join(re.escape(word.lower().rstrip(".")) for word in word_list("places", "feature_nouns"))
NATURAL_NAME = re.compile(rf"(?:(?:{_FEATURES}) \w.*|.*\w (?:{_FEATURES}))$")
"""Folded names of rivers, parks, islands and the like."""
_RANKS_OF_TYPE = {
    "town": (CITY,),
    "county": (COUNTY, REGION),
    "region": (REGION, COUNTY, FEATURE),
}
_COUNTY_FIRST = ("county ", "co ")
_NOT_ALONE = word_set("places", "not_alone")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of the gazetteer that a name may mean, the most populous first."""

    rows: Ints
    part: bool = False
    """Whether the name means only a part of the place ("northern Iraq")."""


NO_CANDIDATES = Candidates(np.empty(0, np.int32))

Lookup = Callable[[Gazetteer, str, str], Candidates | None]
"""Takes the bare name and its folded form; returns None where the step does not apply."""


@lru_cache(maxsize=MAX_CACHED_NAMES)
def bare(surface: str) -> str:
    """Return a mention's text without possessive and closing punctuation: "Fairview" for "Fairview's"."""
    return bare_new(surface)


def bare_new(surface: str) -> str:
    """Do the same and keep nothing."""
    text = surface.strip()
    while not text[-1:].isalnum() or (text[-1] == "s" and text[-2:-1] in _APOSTROPHES):
        shorter = (_POSSESSIVE if _ABBREVIATION.search(text) else _POSSESSIVE_OR_STOP).sub("", text)
        if shorter == text:
            return text
        text = shorter
    return text


@lru_cache(maxsize=MAX_CACHED_NAMES)
def find_candidates(gazetteer: Gazetteer, surface: str) -> Candidates:
    """Return the places that a name may mean. The first step of :data:`LOOKUPS` that applies decides."""
    name = bare_new(surface)
    folded = fold_new(name)
    for lookup in LOOKUPS:
        found = lookup(gazetteer, name, folded)
        if found is not None:
            return found
    return NO_CANDIDATES


def _abbreviated_region(gazetteer: Gazetteer, name: str, _folded: str) -> Candidates | None:
    """Look up "Calif.", "N.Y." and "TX". "US" is not an abbreviation of a region."""
    letters = name.lower().replace(" ", "")
    row = gazetteer.abbreviations.get(letters)
    if row is None and "." in letters[:-1]:
        row = gazetteer.abbreviations.get(letters + ".")
    if row is None and len(name) == 2 and name.isupper() and name != "US":
        row = gazetteer.postal.get(name)
    return None if row is None else Candidates(np.array([row], np.int32))


def _incomplete_name(_gazetteer: Gazetteer, _name: str, folded: str) -> Candidates | None:
    """Reject "East", "County" and the like."""
    return NO_CANDIDATES if folded in _NOT_ALONE else None


def _whole_name(gazetteer: Gazetteer, name: str, folded: str) -> Candidates | None:
    """Look up the name itself; what may be an acronym only among places that everybody knows."""
    rows = gazetteer.rows_of_folded(folded)
    if len(name) <= MAX_ACRONYM_LETTERS and name.isupper():
        rows = _well_known(gazetteer, rows)
    return Candidates(rows[:MAX_CANDIDATES]) if len(rows) else None


def _type_of_name(gazetteer: Gazetteer, name: str, folded: str) -> Candidates | None:
    """Look up X of "the city of X"."""
    if " of " not in folded:
        return None
    inner = TYPE_OF.sub("", name)
    return None if inner == name else Candidates(gazetteer.rows(inner)[:MAX_CANDIDATES])


def _county_before_name(gazetteer: Gazetteer, _name: str, folded: str) -> Candidates | None:
    """Look up X of the Irish "County X" among counties and regions."""
    if not folded.startswith(_COUNTY_FIRST):
        return None
    return Candidates(_with_rank(gazetteer, folded.partition(" ")[2], (COUNTY, REGION)))


def _part_of_place(gazetteer: Gazetteer, name: str, _folded: str) -> Candidates | None:
    """Look up X of "northern X", "central X", as a part of X."""
    inner = _PART.sub("", name)
    return None if inner == name else Candidates(gazetteer.rows(inner)[:MAX_CANDIDATES], part=True)


def _type_after_name(gazetteer: Gazetteer, _name: str, folded: str) -> Candidates | None:
    """Look up X of "X County", "X province", "X township" among places of that kind."""
    match = _TYPE_AFTER.search(folded)
    if match is None or match.lastgroup is None:
        return None
    return Candidates(_with_rank(gazetteer, folded[: match.start()], _RANKS_OF_TYPE[match.lastgroup]))


LOOKUPS: tuple[Lookup, ...] = (
    _abbreviated_region,
    _incomplete_name,
    _whole_name,
    _type_of_name,
    _county_before_name,
    _part_of_place,
    _type_after_name,
)
"""Steps of the look-up in their order."""


def _well_known(gazetteer: Gazetteer, rows: Ints) -> Ints:
    """Leave out counties and cities that are neither large nor a capital."""
    col = gazetteer.columns
    rank = col.rank[rows]
    small = (rank == COUNTY) | ((rank == CITY) & (col.population[rows] < MIN_KNOWN_POPULATION))
    return np.asarray(rows[~small | gazetteer.is_capital[rows]], np.int32)


def counties_named(gazetteer: Gazetteer, surface: str) -> Ints:
    """Return the counties of a name without the word: the Nassau of "Clay and Nassau counties"."""
    return _with_rank(gazetteer, fold_name(bare(surface)), (COUNTY,))


def _with_rank(gazetteer: Gazetteer, folded: str, ranks: tuple[int, ...]) -> Ints:
    """Return the rows of a folded name that have one of these ranks."""
    rows = gazetteer.rows_of_folded(folded)
    return rows[np.isin(gazetteer.columns.rank[rows], ranks)][:MAX_CANDIDATES]
