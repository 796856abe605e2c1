"""Places inside the names of local bodies: "Fairview Police Department" and "Clay County Courthouse" say where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from worker.contract import Entity, Span
from worker.extract.words import Words
from worker.gazetteer import Gazetteer, Rank
from worker.gazetteer.names import plain
from worker.places.candidates import bare

_BODIES = frozenset({"ORG", "FAC", "PERSON", "EVENT", "LOC", "GPE"})
_LONGEST = 3
_FORCES = frozenset(
    {"police", "sheriff", "sheriffs", "sheriff's", "sheriff’s", "fire", "firefighters", "mayor", "councilman", "constable"}
)
"""After any place of the gazetteer these name its officers."""
_CIVIC = frozenset(
    """department council court courthouse school schools high middle elementary public community city county town
    township village regional municipal circuit district superior detention jail board library airport civic chamber
    hospital medical volunteer health commission commissioners commissioner parks recreation parish borough
    magistrates emergency common pleas selectman selectmen planning downtown sewer water international convention
    area rural historical housing transit port clerk attorney prosecutor supervisor ems independent senior youth
    center arts symphony memorial museum""".split()
)
"""After a place that the story names by itself these are its institutions."""
_COUNTY = frozenset({"county", "parish", "township", "twp."})


def nested(gazetteer: Gazetteer, words: Words, entities: Sequence[Entity], certain: set[str]) -> Iterator[Span]:
    """Spans of places that begin the names of local bodies.  ``certain``: folded names of the story's places."""
    index = {start: number for number, start in enumerate(words.start)}
    ends = {end: number + 1 for number, end in enumerate(words.end)}
    for entity in entities:
        if entity.type not in _BODIES or entity.links.wikidata:
            continue
        for mention in entity.mentions:
            start, end = index.get(mention.span[0]), ends.get(mention.span[1])
            if mention.kind != "name" or start is None or end is None or end - start < 2:
                continue
            if cut := _place_before_body(gazetteer, words, start, end, certain):
                yield words.start[start], words.end[cut - 1]


def _place_before_body(gazetteer: Gazetteer, words: Words, start: int, end: int, certain: set[str]) -> int:
    """Where the place in a body's name ends (a token number), 0 if there is none."""
    for cut in range(min(start + _LONGEST, end - 1), start, -1):
        key = plain(bare(words.parsed[words.start[start] : words.end[cut - 1]]))
        tail = words.lower[cut : cut + 3]
        local = tail[0] in _FORCES or (key in certain and any(word in _CIVIC for word in tail))
        said = words.lower[cut - 1] in _COUNTY and cut - start > 1
        if (local or said) and _is_local(gazetteer, key, said):
            return cut
    return 0


def _is_local(gazetteer: Gazetteer, key: str, county: bool) -> bool:
    """Whether the gazetteer knows a town, county or region of the name; a country's bodies are not local."""
    rank = gazetteer.columns.rank[gazetteer.folded(key)]
    ranks = (Rank.COUNTY, Rank.CITY) if county else (Rank.CITY, Rank.COUNTY, Rank.REGION)
    return bool(len(rank)) and not (rank == Rank.COUNTRY).any() and any((rank == each).any() for each in ranks)
