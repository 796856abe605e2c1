"""The region that a text writes after the name of a place: "Paris, Texas", "Mobile, Ala.", "Darby in Dublin"."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.index import COUNTRY, COUNTY, FEATURE, REGION, SITE, Ints
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.places.candidates import bare, find_candidates

MAX_REGION_CHARACTERS = 60
"""Characters after a name in which its region is looked for."""
MIN_TIMES_LARGER = 5
"""Inhabitants of a region relative to a town of its name, from which the region is meant after an unknown name."""
MAX_OPENING_CHARACTERS = 600
"""Characters after a dateline within which a story says which town it is filed from, if it does."""
MAX_LIST_GAP = 7
"""Characters between two names of a list."""

LIST_GAP = re.compile(r"\s*(?:,|,?\s+(?:and|or))\s+")
"""Between two names of a list."""
_BETWEEN = re.compile(r",? ?\(?(?:in |of )?", re.ASCII)
_ABBREVIATION = re.compile(r",\s+\(?((?:[A-Z][a-z]{0,4}\. ?){1,3}|[A-Z][a-z]{1,4}\.|[A-Z][a-z]{1,4}(?=,)|[A-Z]{2}\b)")
_BARE_ABBREVIATION = re.compile(r"\s+\(?((?:[A-Z]\. ?){2}|[A-Z][a-z]{1,4}\.)")
_THIS_TOWN = re.compile(
    r"\b[Tt]his (?:[a-z-]+ ){0,2}([A-Z][\w’'.]*(?: [A-Z][\w’'.]*){0,2}?) (?:[a-z-]+ ){0,2}"
    rf"(?:{'|'.join(word_list('places', 'own_town_kinds'))})\b"
)
"""How a story speaks of the place of its dateline: "this Texas town", "this small northern Maine city"."""
_AFTER_REGION = re.compile(r"[,)](?! (?:and|or) )(?! [A-Z][a-z]+(?:,| and ))")
"""What follows a region behind a town's name, unless another name of a list does."""
_CONTAINERS = frozenset({COUNTRY, REGION, COUNTY, FEATURE})
_JOINTS = frozenset({",", "(", "i"})
"""Begin what may stand between a name and its region, besides a blank."""


def lies_inside(gazetteer: Gazetteer, rows: Ints, outer: int) -> NDArray[np.bool_]:
    """Return for each row whether it is in the country, region or county in row ``outer``."""
    col = gazetteer.columns
    rank = int(col.rank[outer])
    if rank == COUNTRY:
        return np.asarray((col.country[rows] == col.country[outer]) & (col.rank[rows] != COUNTRY))
    if rank == REGION:
        return np.asarray((col.region[rows] == outer) & (rows != outer))
    if rank == FEATURE and col.region[outer] >= 0:
        return np.asarray((col.region[rows] == col.region[outer]) & (rows != outer))
    if rank == COUNTY:
        return np.asarray((col.county[rows] == outer) & (rows != outer))
    return np.zeros(len(rows), bool)


def may_lie_inside(gazetteer: Gazetteer, rows: Ints, outer: int) -> bool:
    """Return whether one of the rows is in a region, or is an island, a camp or the like, whose region is not known."""
    col = gazetteer.columns
    is_feature = (col.rank[rows] == FEATURE) | (col.rank[rows] == SITE)
    return bool((lies_inside(gazetteer, rows, outer) | (is_feature & (col.country[rows] == col.country[outer]))).any())


def region_after(gazetteer: Gazetteer, text: str, span: Span, rows: Ints, span_at: Mapping[int, Span]) -> int:
    """Return the row of the region written after a name; -1 without one.

    Args:
        gazetteer: The gazetteer.
        text: The story's text.
        span: The mention.
        rows: What it may mean.
        span_at: The mentions of places by where they begin.
    """
    surface = text[span[0] : span[1]]
    if "," in surface:
        return _region_around(gazetteer, surface.rsplit(",", 1)[1].strip(), rows)
    if not _may_be_followed(text, span[1]):
        return -1
    after = text[span[1] : span[1] + MAX_REGION_CHARACTERS]
    match = _ABBREVIATION.match(after) or _BARE_ABBREVIATION.match(after)
    if match and (short := _abbreviated(gazetteer, match[1].strip(), match[0].startswith(","))) >= 0:
        return short
    following = following_name(text, span, span_at)
    if following is None:
        return -1
    outer = bare(text[following[0] : following[1]])
    if _is_listed_region(gazetteer, text, rows, following, span_at):
        return -1
    around = _region_around(gazetteer, outer, rows) if len(rows) else -1
    if around >= 0 or (len(rows) and not _is_set_off(text, span, following)):
        return around
    return _region_named(gazetteer, outer)


def _may_be_followed(text: str, end: int) -> bool:
    """Return whether a region may come after a name that ends there: few names have a comma, capital or "in" next."""
    after = text[end : end + 2]
    if after[:1] == " ":
        return not after[1:].islower() or text.startswith("in ", end + 1)
    return after[:1] in _JOINTS or after[:1].isspace()


def following_name(text: str, span: Span, span_at: Mapping[int, Span]) -> Span | None:
    """Return the mention that a comma or "in" joins to a name."""
    gap = _BETWEEN.match(text, span[1], span[1] + MAX_REGION_CHARACTERS)
    if gap and gap[0] and (gap[0].startswith(",") or "in" in gap[0]):
        return span_at.get(gap.end())
    return None


def _is_set_off(text: str, span: Span, following: Span) -> bool:
    """Return whether commas stand around the region after a name, and no list goes on: "Ashby, England, on Monday"."""
    between, after = text[span[1] : following[0]], _AFTER_REGION.match(text, following[1])
    return between.startswith(",") and "in" not in between and after is not None


def this_town(gazetteer: Gazetteer, text: str, span: Span, rows: Ints) -> int:
    """Return the row of the region that the story calls its own: "PARIS (AP) - The mayor of this Texas town left"."""
    for found in _THIS_TOWN.finditer(text, span[1], span[1] + MAX_OPENING_CHARACTERS):
        if (outer := _region_around(gazetteer, found[1], rows)) >= 0:
            return outer
    return -1


def _abbreviated(gazetteer: Gazetteer, short: str, comma: bool) -> int:
    """Return the row of an abbreviated region; after a comma also without its full stop, or as a postal code."""
    folded = short.lower().replace(" ", "")
    row = gazetteer.abbreviations.get(folded, -1)
    if row < 0 and comma:
        row = gazetteer.abbreviations.get(folded + ".", -1)
    return gazetteer.postal.get(short, -1) if row < 0 and comma else row


def _is_listed_region(
    gazetteer: Gazetteer, text: str, rows: Ints, following: Span, span_at: Mapping[int, Span]
) -> bool:
    """Return whether a name and the one after the comma are regions of a list: "Washington, Oregon and Idaho"."""
    rank, country = gazetteer.columns.rank, gazetteer.columns.country
    gap = LIST_GAP.match(text, following[1], following[1] + MAX_LIST_GAP)
    third = span_at.get(gap.end()) if gap else None
    if third is None or not (rank[rows] == REGION).any():
        return False
    countries = set(country[rows[rank[rows] == REGION]].tolist())
    for span in (following, third):
        others = find_candidates(gazetteer, bare(text[span[0] : span[1]])).rows
        countries &= set(country[others[rank[others] == REGION]].tolist())
    return bool(countries)


def _region_named(gazetteer: Gazetteer, surface: str) -> int:
    """Return the region written after a name that the gazetteer lacks ("Bramalea, Ontario"); -1 without one.

    The name may be a street, and what follows its town. So the region must be far larger than any town of its name.
    """
    rows, col = find_candidates(gazetteer, surface).rows, gazetteer.columns
    if not len(rows) or col.rank[rows[0]] != REGION:
        return -1
    others = rows[1:][col.rank[rows[1:]] != COUNTY]
    people = col.population[others].max(initial=0)
    is_clear = people * MIN_TIMES_LARGER <= col.population[rows[0]] and COUNTRY not in col.rank[others]
    return int(rows[0]) if is_clear else -1


def _region_around(gazetteer: Gazetteer, surface: str, rows: Ints) -> int:
    """Return the country, region or county of that name that contains one of the rows; -1 without one."""
    outers = find_candidates(gazetteer, surface).rows
    rank = gazetteer.columns.rank
    for outer in sorted(outers, key=lambda row: int(rank[row])):
        if rank[outer] in _CONTAINERS and lies_inside(gazetteer, rows, int(outer)).any():
            return int(outer)
    return -1
