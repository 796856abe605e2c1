"""The place names of a story, each with its mentions, its candidates and the region that the text puts beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import Ints
from wiredesk.nlp.places.candidates import Candidates, bare, candidates

_BETWEEN = re.compile(r",? ?\(?(?:in |of )?", re.ASCII)
_ABBREVIATION = re.compile(r",\s+\(?((?:[A-Z][a-z]{0,4}\. ?){1,3}|[A-Z][a-z]{1,4}\.|[A-Z][a-z]{1,4}(?=,)|[A-Z]{2}\b)")
_STATE = re.compile(r" [Ss]tate\b(?! [A-Z])")
_MADE = re.compile(
    r"^(?:(?:north|south|east|west|northeast|northwest|southeast|southwest)(?:ern)? |(?:central|upper|lower|mid|inner"
    r"|outer|greater|downtown|historic|old) )+| (?:city|state)$|\.$"
)
_LOCAL = re.compile(
    r"(?:[’']s)?[ -](?:[Cc]ity|[Tt]own|[Vv]illage|[Cc]ounty|[Tt]ownship|[Ff]ire(?:fighters?)?|[Pp]olice|[Hh]igh"
    r"|[Mm]iddle|[Ee]lementary|[Pp]ublic|[Cc]ommunity|[Ss]chools?|[Mm]unicipal|[Cc]ouncil(?:man|woman|or|lor)?|[Mm]ayor"
    r"|[Ll]ibrary|[Cc]hamber|residents?|man|woman|couple|teen(?:ager)?s?|boys?|girls?|native|family|students?|officers?"
    r"|businesses|area)\b"
)
_BARE_ABBREVIATION = re.compile(r"\s+\(?((?:[A-Z]\. ?){2}|[A-Z][a-z]{1,4}\.)")


@dataclass(slots=True)
class Name:
    """A place name with one meaning.  ``within``: the row of the region written after it ("Paris, Texas"), or -1."""

    key: str
    within: int
    found: Candidates
    spans: list[Span]
    local: bool = False
    """Whether the story speaks of the place as its own: "Paris firefighters", "a Paris man"."""
    filed: bool = False
    """Whether an agency's dateline names it alone, which agencies do with the famous bearer of a name only."""

    @property
    def rows(self) -> Ints:
        return self.found.rows

    @property
    def stem(self) -> str:
        """What it shares with names made of it: ``north georgia`` and ``georgia`` tell nothing of each other."""
        return _MADE.sub("", self.key)


def inside(gazetteer: Gazetteer, rows: Ints, outer: int) -> NDArray[np.bool_]:
    """Which of the rows lie in a country, region or county."""
    col = gazetteer.columns
    rank = int(col.rank[outer])
    if rank == Rank.COUNTRY:
        return np.asarray((col.country[rows] == col.country[outer]) & (col.rank[rows] != Rank.COUNTRY))
    if rank == Rank.REGION:
        return np.asarray((col.region[rows] == outer) & (rows != outer))
    if rank == Rank.COUNTY:
        return np.asarray((col.county[rows] == outer) & (rows != outer))
    return np.zeros(len(rows), bool)


def gather(gazetteer: Gazetteer, text: str, spans: Iterable[Span], agency: Span = (0, 0)) -> list[Name]:
    """The names at the spans (in order of the text), one for each meaning that the text itself keeps apart.

    ``agency`` is the span of a dateline with an agency in it.
    """
    ordered = sorted(spans)
    starts = {start: (start, end) for start, end in ordered}
    cache: dict[str, Candidates] = {}
    by_key: dict[str, list[tuple[Span, int]]] = {}
    for span in ordered:
        surface = bare(text[span[0] : span[1]])
        key = fold_name(surface)
        if _STATE.match(text, span[1]):
            key += " state"
        if short := _short_region(gazetteer, text, span, surface):
            key += "."
            cache[key] = Candidates(np.array([short], np.int32))
        if key not in cache:
            cache[key] = candidates(gazetteer, surface)
            if key.endswith(" state") and not surface.endswith("tate"):
                cache[key] = _only_regions(gazetteer, cache[key])
        outer = _outer(gazetteer, text, span, cache[key].rows, starts)
        by_key.setdefault(key, []).append((span, outer))
    names = [_settled(name) for key, each in by_key.items() for name in _senses(key, cache[key], each)]
    for name in names:
        name.filed = name.within < 0 and any(agency[0] <= start < agency[1] for start, _ in name.spans)
        name.local = any(_LOCAL.match(text, end) for _, end in name.spans)
    return names


def _short_region(gazetteer: Gazetteer, text: str, span: Span, surface: str) -> int:
    """The row of an abbreviated state without its full stop, after a town and a comma ("Mobile, Ala"); 0 if none."""
    if span[0] < 3 or text[span[0] - 2 : span[0]] != ", " or surface.isupper():
        return 0
    return gazetteer.abbreviations.get(surface.lower() + ".", 0)


def _only_regions(gazetteer: Gazetteer, found: Candidates) -> Candidates:
    """Of the places that bear a name its regions, if there are any: "Washington state"."""
    regions = found.rows[gazetteer.columns.rank[found.rows] == Rank.REGION]
    return Candidates(regions, found.part) if len(regions) else found


def _settled(name: Name) -> Name:
    """A place that the gazetteer lacks is somewhere in the state whose abbreviation stands after it."""
    if len(name.rows) or name.within < 0:
        return name
    return Name(name.key, -1, Candidates(np.array([name.within], np.int32), part=True), name.spans)


def _senses(key: str, found: Candidates, mentions: list[tuple[Span, int]]) -> list[Name]:
    """Split a name's mentions by the regions written beside them; a bare mention goes with the last one said."""
    said = [outer for _, outer in mentions if outer >= 0]
    current = said[0] if said else -1
    senses: dict[int, Name] = {}
    for span, outer in mentions:
        current = outer if outer >= 0 else current
        name = senses.setdefault(current, Name(key, current, found, []))
        name.spans.append(span)
    return list(senses.values())


def _outer(gazetteer: Gazetteer, text: str, span: Span, rows: Ints, starts: dict[int, Span]) -> int:
    """The row of the region written after a name, -1 where none is."""
    surface = text[span[0] : span[1]]
    after = text[span[1] : span[1] + 60]
    if "," in surface:
        return _region_named(gazetteer, surface.rsplit(",", 1)[1].strip(), rows)
    match = _ABBREVIATION.match(after) or _BARE_ABBREVIATION.match(after)
    if match and (short := _abbreviation(gazetteer, match[1].strip(), match[0].startswith(","))) >= 0:
        return short
    gap = _BETWEEN.match(after)
    if gap and gap.end() and (gap[0].startswith(",") or "in" in gap[0]):
        following = starts.get(span[1] + gap.end())
        if following:
            return _region_named(gazetteer, bare(text[following[0] : following[1]]), rows)
    return -1


def _abbreviation(gazetteer: Gazetteer, short: str, comma: bool) -> int:
    folded = short.lower().replace(" ", "")
    row = gazetteer.abbreviations.get(folded, gazetteer.abbreviations.get(folded + ".", -1) if comma else -1)
    return gazetteer.postal.get(short, -1) if row < 0 and comma else row


def _region_named(gazetteer: Gazetteer, surface: str, rows: Ints) -> int:
    """The country, region or county of that name that holds one of the rows; the most populous such."""
    outers = candidates(gazetteer, surface).rows
    rank = gazetteer.columns.rank
    for outer in sorted(outers, key=lambda row: int(rank[row])):
        if rank[outer] <= Rank.COUNTY and inside(gazetteer, rows, int(outer)).any():
            return int(outer)
    return -1
