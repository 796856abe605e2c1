"""Places inside the names of local bodies: "Fairview Police Department", "Clay County Courthouse"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidates import bare, candidates
from wiredesk.nlp.tokens import Tokens

_BODIES = frozenset({"ORG", "FAC", "PERSON", "EVENT", "LOC", "GPE"})
_LONGEST = 3
_OFFICERS = word_set("places", "officers")
_CIVIC = word_set("places", "civic")
_OF_A_CITY = word_set("places", "of_a_city")
_COUNTIES = word_set("places", "counties")


_PARTY_SEAT = re.compile(r"\b(?:R|D|I|DFL)[-–]([A-Z][\w’'.]*(?: [A-Z][\w’']+){0,2})")


def party_seats(gazetteer: Gazetteer, tokens: Tokens) -> Iterator[Span]:
    """Where a member of a legislature was elected: the town in "Rep. Jane Doe, R-Fairview"."""
    for match in _PARTY_SEAT.finditer(tokens.masked):
        start, end = match.span(1)
        while end > start:
            if len(candidates(gazetteer, tokens.masked[start:end]).rows):
                yield start, end - (tokens.masked[end - 1] == "." and match[1].count(".") < 1)
                break
            end = tokens.masked.rfind(" ", start, end)


def nested(gazetteer: Gazetteer, tokens: Tokens, entities: Sequence[EntityDraft], certain: set[str]) -> Iterator[Span]:
    """Spans of places that begin the names of local bodies.  ``certain``: folded names of the story's places."""
    index, ends = tokens.token_starting_at, tokens.token_after
    for entity in entities:
        if entity.type not in _BODIES or entity.wikidata:
            continue
        for mention in entity.mentions:
            start, end = index.get(mention.span[0]), ends.get(mention.span[1])
            if mention.kind != "name" or start is None or end is None or end - start < 2:
                continue
            if cut := _place_before_body(gazetteer, tokens, start, end, certain):
                yield tokens.start[start], tokens.end[cut - 1]


def _place_before_body(gazetteer: Gazetteer, tokens: Tokens, start: int, end: int, certain: set[str]) -> int:
    """Where the place in a body's name ends (a token number), 0 if there is none."""
    for cut in range(min(start + _LONGEST, end - 1), start, -1):
        key = fold_name(bare(tokens.masked[tokens.start[start] : tokens.end[cut - 1]]))
        tail = tokens.lower[cut : cut + 3]
        if tokens.lower[cut - 1] == "city" and tail[0] in _OF_A_CITY:
            continue
        local = tail[0] in _OFFICERS or (key in certain and any(word in _CIVIC for word in tail))
        said = tokens.lower[cut - 1] in _COUNTIES and cut - start > 1
        if (local or said) and _is_local(gazetteer, key, said):
            return cut
    return 0


def _is_local(gazetteer: Gazetteer, key: str, county: bool) -> bool:
    """Whether the gazetteer knows a town, county or region of the name; a country's bodies are not local."""
    rank = gazetteer.columns.rank[gazetteer.rows_of_folded(key)]
    ranks = (Rank.COUNTY, Rank.CITY) if county else (Rank.CITY, Rank.COUNTY, Rank.REGION)
    return bool(len(rank)) and not (rank == Rank.COUNTRY).any() and any((rank == each).any() for each in ranks)
