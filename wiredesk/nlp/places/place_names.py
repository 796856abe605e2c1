"""The place names of a story, each with its mentions, its candidates and the region written after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wiredesk.contract import Span
from wiredesk.datelines import DatelineParts
from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import Ints
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.places.candidates import COMPASS, MAX_CACHED_NAMES, Candidates, bare, counties_named, find_candidates

MAX_REGION_CHARACTERS = 60
"""Characters after a name in which its region is looked for."""
MAX_POSTAL_LETTERS = 2
"""Letters of a postal code of a state."""
MIN_TIMES_LARGER = 5
"""Inhabitants of a region relative to a town of its name, from which the region is meant after an unknown name."""
MAX_LIST_GAP = 7
"""Characters between two names of a list."""
MAX_LISTED_MENTIONS = 8
"""Mentions of a name of which the neighbours in a list are read."""
MAX_OPENING_CHARACTERS = 600
"""Characters after a dateline within which a story says which town it is filed from, if it does."""

_BETWEEN = re.compile(r",? ?\(?(?:in |of )?", re.ASCII)
_ABBREVIATION = re.compile(r",\s+\(?((?:[A-Z][a-z]{0,4}\. ?){1,3}|[A-Z][a-z]{1,4}\.|[A-Z][a-z]{1,4}(?=,)|[A-Z]{2}\b)")
_BARE_ABBREVIATION = re.compile(r"\s+\(?((?:[A-Z]\. ?){2}|[A-Z][a-z]{1,4}\.)")
_THIS_TOWN = re.compile(
    r"\b[Tt]his (?:[a-z-]+ ){0,2}([A-Z][\w’'.]*(?: [A-Z][\w’'.]*){0,2}?) (?:[a-z-]+ ){0,2}"
    rf"(?:{'|'.join(word_list('places', 'own_town_kinds'))})\b"
)
"""How a story speaks of the place of its dateline: "this Texas town", "this small northern Maine city"."""
_STATE = re.compile(r" [Ss]tate\b(?! [A-Z])")
_MODIFIERS = re.compile(rf"^(?:{COMPASS} |(?:{'|'.join(word_list('places', 'part_words'))}) )+| (?:city|state)$|\.$")
_LISTED_COUNTIES = re.compile(
    r"(?:(?:,? (?:and|or|&)|,) [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)?){0,8} (?:counties|parishes)\b"
)
"""What follows a name in a list that ends with "counties"."""
_REGION_AFTER_NAME = re.compile(rf"(?:[’']s)? (?:{'|'.join(word_list('places', 'words_after_region'))})\b")
"""What follows the name of a region and not of its namesake town: "the New York border", "Washington lawmakers"."""
_LIST_GAP = re.compile(r"\s*(?:,|,?\s+(?:and|or))\s+")
"""Between two names of a list."""
_LIST_WORDS = (",", "and", "or")
_OWN_TOWN = re.compile(
    r"(?:[’']s)?[ -](?:"
    + "|".join(
        [f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in word_list("places", "own_town_words")]
        + list(word_list("places", "own_town_nouns"))
    )
    + r")\b"
)


_AFTER_REGION = re.compile(r"[,)](?! (?:and|or) )(?! [A-Z][a-z]+(?:,| and ))")
"""What follows a region behind a town's name, unless another name of a list does."""
_CONTAINERS = frozenset({Rank.COUNTRY, Rank.REGION, Rank.COUNTY, Rank.FEATURE})


class BareDateline(IntEnum):
    """A dateline that names no region."""

    NONE = 0
    PAPER = 1
    """Neither date nor agency, as newspapers write it: of a famous place, or of a town that its readers know."""
    AGENCY = 2
    """Agencies omit the region only of a famous place."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceName:
    """A place name with one meaning."""

    key: str
    """The folded name."""
    within: int
    """Row of the region written after it ("Paris, Texas"); -1 without one."""
    candidates: Candidates
    spans: tuple[Span, ...]
    """Its mentions in the order of the text."""
    is_local: bool = False
    """Whether the story treats the place as its own: "Paris firefighters", "a Paris man"."""
    dateline: BareDateline = BareDateline.NONE
    """The kind of dateline that names it without a region."""
    listed_with: tuple[str, ...] = ()
    """Folded names next to it in a list: the Utah of "Oregon, Utah and Washington"."""
    contains: int = -1
    """Row of the region that it is where it follows another name: the Ontario of "London, Ontario"."""

    @property
    def rows(self) -> Ints:
        """Rows of its candidates."""
        return self.candidates.rows

    @property
    def stem(self) -> str:
        """The name without modifiers; "georgia" and "north georgia" have one stem and do not support each other."""
        return _stem(self.key)


@lru_cache(maxsize=MAX_CACHED_NAMES)
def _stem(key: str) -> str:
    return _MODIFIERS.sub("", key)


def lies_inside(gazetteer: Gazetteer, rows: Ints, outer: int) -> NDArray[np.bool_]:
    """Return for each row whether it is in the country, region or county in row ``outer``."""
    col = gazetteer.columns
    rank = int(col.rank[outer])
    if rank == Rank.COUNTRY:
        return np.asarray((col.country[rows] == col.country[outer]) & (col.rank[rows] != Rank.COUNTRY))
    if rank == Rank.REGION:
        return np.asarray((col.region[rows] == outer) & (rows != outer))
    if rank == Rank.FEATURE and col.region[outer] >= 0:
        return np.asarray((col.region[rows] == col.region[outer]) & (rows != outer))
    if rank == Rank.COUNTY:
        return np.asarray((col.county[rows] == outer) & (rows != outer))
    return np.zeros(len(rows), bool)


def gather_place_names(
    gazetteer: Gazetteer, text: str, spans: Iterable[Span], dateline: DatelineParts | None = None
) -> list[PlaceName]:
    """Return the names at the spans, in the order of the text.

    A name has one entry, or one for each region that the text writes after it.

    Args:
        gazetteer: The gazetteer.
        text: The story's text.
        spans: Mentions of places.
        dateline: The story's dateline.
    """
    ordered = sorted(spans)
    span_at = {span[0]: span for span in ordered}
    end_at = {span[1]: span for span in ordered}
    filed_from = frozenset(dateline.places[:1]) if dateline else frozenset()
    kind = BareDateline.AGENCY if dateline and (dateline.agency or dateline.date_span) else BareDateline.PAPER
    candidates_of: dict[str, Candidates] = {}
    mentions: dict[str, list[tuple[Span, int]]] = {}
    written: dict[Span, int] = {}
    for span in ordered:
        in_dateline = span in filed_from
        key, found = _key_and_candidates(gazetteer, text, span, in_dateline)
        found = candidates_of.setdefault(key, found)
        outer = _region_after(gazetteer, text, span, found.rows, span_at)
        if outer < 0 and in_dateline:
            outer = _this_town(gazetteer, text, span, found.rows)
        mentions.setdefault(key, []).append((span, outer))
        if outer >= 0 and (following := _following(text, span, span_at)):
            written.setdefault(following, outer)
    return [
        replace(
            _place_name(gazetteer, text, key, outer, candidates_of[key], each),
            dateline=kind if outer < 0 and not filed_from.isdisjoint(each) else BareDateline.NONE,
            contains=next((written[span] for span in each if span in written), -1),
            listed_with=_listed_with(text, each, span_at, end_at),
        )
        for key, pairs in mentions.items()
        for outer, each in _split_by_region(pairs).items()
    ]


def _place_name(
    gazetteer: Gazetteer, text: str, key: str, outer: int, found: Candidates, spans: list[Span]
) -> PlaceName:
    """Return the entry of a name with the region ``outer``, -1 without one."""
    if outer >= 0 and not _may_lie_inside(gazetteer, found.rows, outer):
        # The gazetteer lacks the name in that region: take it for a part of the region.
        found, outer = Candidates(np.array([outer], np.int32), part=True), -1
    return PlaceName(
        key,
        outer,
        found,
        tuple(spans),
        is_local=any(_OWN_TOWN.match(text, span[1]) for span in spans),
    )


def _may_lie_inside(gazetteer: Gazetteer, rows: Ints, outer: int) -> bool:
    """Return whether one of the rows is in a region, or is an island, a camp or the like, whose region is not known."""
    col = gazetteer.columns
    is_feature = (col.rank[rows] == Rank.FEATURE) | (col.rank[rows] == Rank.SITE)
    return bool((lies_inside(gazetteer, rows, outer) | (is_feature & (col.country[rows] == col.country[outer]))).any())


def _key_and_candidates(gazetteer: Gazetteer, text: str, span: Span, in_dateline: bool) -> tuple[str, Candidates]:
    """Return the folded name at a span and what it may mean. Capitals of a dateline are not those of an acronym."""
    surface = bare(text[span[0] : span[1]])
    if in_dateline and len(surface) > MAX_POSTAL_LETTERS and "." not in surface:
        surface = surface.title()
    key = fold_name(surface)
    if _STATE.match(text, span[1]):
        key += " state"
    if short := _region_without_stop(gazetteer, text, span, surface):
        return key + ".", Candidates(np.array([short], np.int32))
    if _LISTED_COUNTIES.match(text, span[1]) and len(counties := counties_named(gazetteer, surface)):
        return f"{key} county", Candidates(counties)
    found = find_candidates(gazetteer, surface)
    if key.endswith(" state") and not surface.endswith("tate"):
        return key, _only_regions(gazetteer, found)
    if len(found.rows) > 1 and _REGION_AFTER_NAME.match(text, span[1]):
        return f"{key} state", _only_regions(gazetteer, found)
    return key, found


def _listed_with(
    text: str, spans: Sequence[Span], span_at: Mapping[int, Span], end_at: Mapping[int, Span]
) -> tuple[str, ...]:
    """Return the folded names before and after a name in a list."""
    found: list[str] = []
    for start, end in spans[:MAX_LISTED_MENTIONS]:
        if (gap := _LIST_GAP.match(text, end, end + MAX_LIST_GAP)) and (after := span_at.get(gap.end())):
            found.append(fold_name(bare(text[after[0] : after[1]])))
        before = text[max(0, start - MAX_LIST_GAP) : start]
        if not before.rstrip().endswith(_LIST_WORDS):
            continue
        neighbours = (
            other
            for length in range(1, len(before) + 1)
            if (other := end_at.get(start - length)) and _LIST_GAP.fullmatch(before[-length:])
        )
        found += (fold_name(bare(text[other[0] : other[1]])) for other in neighbours)
    return tuple(found)


def _region_without_stop(gazetteer: Gazetteer, text: str, span: Span, surface: str) -> int:
    """Return the row of an abbreviated state without its full stop, after a comma ("Mobile, Ala"); 0 without one."""
    if span[0] < 3 or text[span[0] - 2 : span[0]] != ", " or surface.isupper():
        return 0
    return gazetteer.abbreviations.get(surface.lower() + ".", 0)


def _only_regions(gazetteer: Gazetteer, found: Candidates) -> Candidates:
    """Return the candidates that are regions, if there are any: "Washington state"."""
    regions = found.rows[gazetteer.columns.rank[found.rows] == Rank.REGION]
    return Candidates(regions, found.part) if len(regions) else found


def _split_by_region(mentions: list[tuple[Span, int]]) -> dict[int, list[Span]]:
    """Group mentions by the region written after them; a bare mention takes the region of the one before."""
    written = [outer for _, outer in mentions if outer >= 0]
    current = written[0] if written else -1
    spans: dict[int, list[Span]] = {}
    for span, outer in mentions:
        current = outer if outer >= 0 else current
        spans.setdefault(current, []).append(span)
    return spans


def _region_after(gazetteer: Gazetteer, text: str, span: Span, rows: Ints, span_at: Mapping[int, Span]) -> int:
    """Return the row of the region written after a name; -1 without one."""
    surface = text[span[0] : span[1]]
    after = text[span[1] : span[1] + MAX_REGION_CHARACTERS]
    if "," in surface:
        return _region_around(gazetteer, surface.rsplit(",", 1)[1].strip(), rows)
    match = _ABBREVIATION.match(after) or _BARE_ABBREVIATION.match(after)
    if match and (short := _abbreviated(gazetteer, match[1].strip(), match[0].startswith(","))) >= 0:
        return short
    following = _following(text, span, span_at)
    if following is None:
        return -1
    outer = bare(text[following[0] : following[1]])
    if _is_listed_region(gazetteer, text, rows, following, span_at):
        return -1
    around = _region_around(gazetteer, outer, rows) if len(rows) else -1
    if around >= 0 or (len(rows) and not _is_set_off(text, span, following)):
        return around
    return _region_named(gazetteer, outer)


def _following(text: str, span: Span, span_at: Mapping[int, Span]) -> Span | None:
    """Return the mention that a comma or "in" joins to a name."""
    gap = _BETWEEN.match(text, span[1], span[1] + MAX_REGION_CHARACTERS)
    if gap and gap[0] and (gap[0].startswith(",") or "in" in gap[0]):
        return span_at.get(gap.end())
    return None


def _is_set_off(text: str, span: Span, following: Span) -> bool:
    """Return whether commas stand around the region after a name, and no list goes on: "Ashby, England, on Monday"."""
    between, after = text[span[1] : following[0]], _AFTER_REGION.match(text, following[1])
    return between.startswith(",") and "in" not in between and after is not None


def _this_town(gazetteer: Gazetteer, text: str, span: Span, rows: Ints) -> int:
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
    gap = _LIST_GAP.match(text, following[1], following[1] + MAX_LIST_GAP)
    third = span_at.get(gap.end()) if gap else None
    if third is None or not (rank[rows] == Rank.REGION).any():
        return False
    countries = set(country[rows[rank[rows] == Rank.REGION]].tolist())
    for span in (following, third):
        others = find_candidates(gazetteer, bare(text[span[0] : span[1]])).rows
        countries &= set(country[others[rank[others] == Rank.REGION]].tolist())
    return bool(countries)


def _region_named(gazetteer: Gazetteer, surface: str) -> int:
    """Return the region written after a name that the gazetteer lacks ("Bramalea, Ontario"); -1 without one.

    The name may be a street, and what follows its town. So the region must be far larger than any town of its name.
    """
    rows, col = find_candidates(gazetteer, surface).rows, gazetteer.columns
    if not len(rows) or col.rank[rows[0]] != Rank.REGION:
        return -1
    others = rows[1:][col.rank[rows[1:]] != Rank.COUNTY]
    people = col.population[others].max(initial=0)
    is_clear = people * MIN_TIMES_LARGER <= col.population[rows[0]] and Rank.COUNTRY not in col.rank[others]
    return int(rows[0]) if is_clear else -1


def _region_around(gazetteer: Gazetteer, surface: str, rows: Ints) -> int:
    """Return the country, region or county of that name that contains one of the rows; -1 without one."""
    outers = find_candidates(gazetteer, surface).rows
    rank = gazetteer.columns.rank
    for outer in sorted(outers, key=lambda row: int(rank[row])):
        if rank[outer] in _CONTAINERS and lies_inside(gazetteer, rows, int(outer)).any():
            return int(outer)
    return -1
