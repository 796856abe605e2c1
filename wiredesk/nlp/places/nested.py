"""Find places inside other names: "Fairview Police Department", "Clay County Courthouse", "Rep. Doe, R-Fairview"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import CITY, COUNTRY, COUNTY, REGION
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.places.candidates import bare, find_candidates
from wiredesk.nlp.places.named_place import Range
from wiredesk.nlp.tokens import Tokens

MAX_PLACE_TOKENS = 3
"""Tokens of a place at the start of a body's name."""
MAX_BODY_TOKENS = 3
"""Tokens after the place in which a word for an institution is looked for."""

MIN_STATE_POPULATION = 400_000
"""Inhabitants of a region whose bodies are named after it; the towns of the smallest American state have as many."""

_STATE_BODIES = word_set("places", "state_bodies")
BODY_TYPES = frozenset({"ORG", "FAC", "PERSON", "EVENT", "LOC", "GPE"})
_OFFICERS = word_set("places", "officers")
_CIVIC = word_set("places", "civic")
_OF_A_CITY = word_set("places", "of_a_city")
_ADJECTIVES = word_set("never_names", "adjectives")
_COUNTIES = word_set("places", "counties")
_SECOND_WORDS = _COUNTIES | _OFFICERS | _CIVIC
"""One of them stands after the place in the name of a local body, or ends the place's own."""
_PARTY_SEAT = re.compile(r"\b(?:R|D|I|DFL)[-–]([A-Z][\w’'.]*(?: [A-Z][\w’']+){0,2})")
_PARTY_BEGINNINGS = ("R-", "D-", "I-", "L-", "R–", "D–", "I–", "L–")
"""What every party seat has."""


def find_party_seats(gazetteer: Gazetteer, tokens: Tokens) -> Iterator[Span]:
    """Yield the spans of towns and regions that elected a member of parliament: "Rep. Jane Doe, R-Fairview"."""
    for beginning in _PARTY_BEGINNINGS:
        if beginning in tokens.masked:
            break
    else:
        return
    for match in _PARTY_SEAT.finditer(tokens.masked):
        start, end = match.span(1)
        while end > start:
            if len(find_candidates(gazetteer, tokens.masked[start:end]).rows):
                yield start, end
                break
            end = tokens.masked.rfind(" ", start, end)


def find_nested_places(
    gazetteer: Gazetteer, tokens: Tokens, names: Iterable[Iterable[Range]], places: Collection[str]
) -> Iterator[Span]:
    """Yield the spans of places that begin the names of local bodies.

    Args:
        gazetteer: The gazetteer.
        tokens: The story.
        names: The mentions of each entity that may be a body.
        places: Folded names that the story uses for places.
    """
    if tokens.words.isdisjoint(_SECOND_WORDS):
        return
    for ranges in names:
        for start, end in ranges:
            if end - start > 1 and (cut := _end_of_place(gazetteer, tokens, start, end, places)):
                yield tokens.span(start, cut)


def _end_of_place(gazetteer: Gazetteer, tokens: Tokens, start: int, end: int, places: Collection[str]) -> int:
    """Return the token after the place at the start of a body's name; 0 without one."""
    for cut in range(min(start + MAX_PLACE_TOKENS, end - 1), start, -1):
        last, following = tokens.lower[cut - 1], tokens.lower[cut : cut + MAX_BODY_TOKENS]
        if last == "," or (last == "city" and following[0] in _OF_A_CITY) or (cut - start == 1 and last in _ADJECTIVES):
            continue
        is_county = last in _COUNTIES and cut - start > 1
        if not is_county and following[0] not in _OFFICERS and _CIVIC.isdisjoint(following):
            continue
        key = fold_name(bare(tokens.masked[tokens.start[start] : tokens.end[cut - 1]]))
        is_certain = is_county or following[0] in _OFFICERS or key in places
        if is_certain and _is_local(gazetteer, key, is_county):
            return cut
        if not _STATE_BODIES.isdisjoint(following) and _is_state(gazetteer, key):
            return cut
    return 0


def _is_state(gazetteer: Gazetteer, key: str) -> bool:
    """Return whether a name is first of all that of an American state or of another first-level region of millions."""
    rows, col = gazetteer.rows_of_folded(key), gazetteer.columns
    return len(rows) > 0 and bool(col.rank[rows[0]] == REGION and col.population[rows[0]] >= MIN_STATE_POPULATION)


def _is_local(gazetteer: Gazetteer, key: str, is_county: bool) -> bool:
    """Return whether a town, county or region has the name, and no country."""
    ranks = gazetteer.columns.rank[gazetteer.rows_of_folded(key)].tolist()
    wanted = (COUNTY, CITY) if is_county else (CITY, COUNTY, REGION)
    return COUNTRY not in ranks and any(rank in ranks for rank in wanted)
