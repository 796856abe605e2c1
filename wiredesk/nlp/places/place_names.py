"""The place names of a story, each with its mentions, its candidates and the region written after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from wiredesk.contract import Span
from wiredesk.datelines import DatelineParts
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import REGION, Ints
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.places.candidates import COMPASS, MAX_CACHED_NAMES, Candidates, bare, counties_named, find_candidates
from wiredesk.nlp.places.region_after import (
    LIST_GAP,
    MAX_LIST_GAP,
    following_name,
    may_lie_inside,
    region_after,
    this_town,
)

MAX_POSTAL_LETTERS = 2
"""Letters of a postal code of a state."""
MAX_LISTED_MENTIONS = 8
"""Mentions of a name of which the neighbours in a list are read."""

_BEFORE_WORD = frozenset(" -’'")
"""Begin what is looked for after a name."""
_STATE_WORDS = (" state", " State")
_STATE = re.compile(r" [Ss]tate\b(?! [A-Z])")
_MODIFIERS = re.compile(rf"^(?:{COMPASS} |(?:{'|'.join(word_list('places', 'part_words'))}) )+| (?:city|state)$|\.$")
_LISTED_COUNTIES = re.compile(
    r"(?:(?:,? (?:and|or|&)|,) [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)?){0,8} (?:counties|parishes)\b"
)
"""What follows a name in a list that ends with "counties"."""
_REGION_AFTER_NAME = re.compile(rf"(?:[’']s)? (?:{'|'.join(word_list('places', 'words_after_region'))})\b")
"""What follows the name of a region and not of its namesake town: "the New York border", "Washington lawmakers"."""
_LIST_WORDS = (",", "and", "or")
_OWN_TOWN = re.compile(
    r"(?:[’']s)?[ -](?:"
    + "|".join(
        [f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in word_list("places", "own_town_words")]
        + list(word_list("places", "own_town_nouns"))
    )
    + r")\b"
)


class BareDateline(IntEnum):
    """A dateline that names no region."""

    NONE = 0
    PAPER = 1
    """Neither date nor agency, as newspapers write it: of a famous place, or of a town that its readers know."""
    AGENCY = 2
    """Agencies omit the region only of a famous place."""


NO_DATELINE, PAPER_DATELINE, AGENCY_DATELINE = BareDateline
"""The same, quicker to look up."""


class PlaceName(NamedTuple):
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
    kind = AGENCY_DATELINE if dateline and (dateline.agency or dateline.date_span) else PAPER_DATELINE
    lists_counties = "counties" in text or "parishes" in text
    candidates_of: dict[str, Candidates] = {}
    mentions: dict[str, list[tuple[Span, int]]] = {}
    written: dict[Span, int] = {}
    for span in ordered:
        in_dateline = span in filed_from
        key, found = _key_and_candidates(gazetteer, text, span, in_dateline, lists_counties)
        found = candidates_of.setdefault(key, found)
        outer = region_after(gazetteer, text, span, found.rows, span_at)
        if outer < 0 and in_dateline:
            outer = this_town(gazetteer, text, span, found.rows)
        mentions.setdefault(key, []).append((span, outer))
        if outer >= 0 and (following := following_name(text, span, span_at)):
            written.setdefault(following, outer)
    names: list[PlaceName] = []
    for key, pairs in mentions.items():
        for outer, each in _split_by_region(pairs).items():
            found, within = candidates_of[key], outer
            if outer >= 0 and not may_lie_inside(gazetteer, found.rows, outer):
                # The gazetteer lacks the name in that region: take it for a part of the region.
                found, within = Candidates(np.array([outer], np.int32), part=True), -1
            names.append(
                PlaceName(
                    key,
                    within,
                    found,
                    tuple(each),
                    is_local=any(_is_own_town(text, end) for _, end in each),
                    dateline=kind if outer < 0 and not filed_from.isdisjoint(each) else NO_DATELINE,
                    contains=next((written[span] for span in each if span in written), -1) if written else -1,
                    listed_with=_listed_with(text, each, span_at, end_at),
                )
            )
    return names


def _is_own_town(text: str, end: int) -> bool:
    """Return whether the words after a name that ends there are those for what is the story's own."""
    return text[end : end + 1] in _BEFORE_WORD and _OWN_TOWN.match(text, end) is not None


def _key_and_candidates(
    gazetteer: Gazetteer, text: str, span: Span, in_dateline: bool, lists_counties: bool
) -> tuple[str, Candidates]:
    """Return the folded name at a span and what it may mean. Capitals of a dateline are not those of an acronym."""
    start, end = span
    surface = bare(text[start:end])
    if in_dateline and len(surface) > MAX_POSTAL_LETTERS and "." not in surface:
        surface = surface.title()
    key = fold_name(surface)
    if text.startswith(_STATE_WORDS, end) and _STATE.match(text, end):
        key += " state"
    if text[start - 2 : start] == ", " and (short := _region_without_stop(gazetteer, surface)):
        return key + ".", Candidates(np.array([short], np.int32))
    if lists_counties and _LISTED_COUNTIES.match(text, end) and len(counties := counties_named(gazetteer, surface)):
        return f"{key} county", Candidates(counties)
    found = find_candidates(gazetteer, surface)
    if key.endswith(" state") and not surface.endswith("tate"):
        return key, _only_regions(gazetteer, found)
    if len(found.rows) > 1 and text[end : end + 1] in _BEFORE_WORD and _REGION_AFTER_NAME.match(text, end):
        return f"{key} state", _only_regions(gazetteer, found)
    return key, found


def _listed_with(
    text: str, spans: Sequence[Span], span_at: Mapping[int, Span], end_at: Mapping[int, Span]
) -> tuple[str, ...]:
    """Return the folded names before and after a name in a list."""
    found: list[str] = []
    for start, end in spans[:MAX_LISTED_MENTIONS]:
        if (gap := LIST_GAP.match(text, end, end + MAX_LIST_GAP)) and (after := span_at.get(gap.end())):
            found.append(fold_name(bare(text[after[0] : after[1]])))
        before = text[max(0, start - MAX_LIST_GAP) : start]
        if not before.rstrip().endswith(_LIST_WORDS):
            continue
        neighbours = (
            other
            for length in range(1, len(before) + 1)
            if (other := end_at.get(start - length)) and LIST_GAP.fullmatch(before[-length:])
        )
        found += (fold_name(bare(text[other[0] : other[1]])) for other in neighbours)
    return tuple(found)


def _region_without_stop(gazetteer: Gazetteer, surface: str) -> int:
    """Return the row of an abbreviated state without its full stop, as after a comma ("Mobile, Ala"); 0 without one."""
    return 0 if surface.isupper() else gazetteer.abbreviations.get(surface.lower() + ".", 0)


def _only_regions(gazetteer: Gazetteer, found: Candidates) -> Candidates:
    """Return the candidates that are regions, if there are any: "Washington state"."""
    regions = found.rows[gazetteer.columns.rank[found.rows] == REGION]
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
