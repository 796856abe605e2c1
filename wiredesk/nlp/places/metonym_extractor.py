"""Metonyms: places that stand for their government, their people or their team ("Moscow said", "Germany beat …")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES, Span
from wiredesk.nlp import gazetteer
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.mentions import EntityDraft, MentionDraft
from wiredesk.nlp.places.candidates import candidates
from wiredesk.nlp.places.metonymy import SPORT, match_rule
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

BRUSSELS = 2800866
"""Its GeoNames id; ``EU`` is reserved in ISO 3166-1 for the European Union."""
_UNION = frozenset({"EU", "E.U.", "European Union", "European Commission"})


@dataclass(frozen=True, slots=True)
class _Page:
    """A story's words, where tokens begin and end, and the dateline, which is never a metonym."""

    tokens: Tokens
    starts: Mapping[int, int]
    ends: Mapping[int, int]
    dateline: Span
    trace: Trace | None

    @classmethod
    def of(cls, context: Context) -> _Page:
        tokens, filed = context.tokens, context.dateline
        return cls(
            tokens,
            tokens.token_starting_at,
            tokens.token_after,
            filed.span if filed else (0, 0),
            context.trace,
        )


@dataclass(frozen=True, slots=True)
class _Seats:
    """Which country each seat of government (by its name) and each capital (by its GeoNames id) speaks for."""

    named: Mapping[str, str]
    capitals: Mapping[int, str]

    def country(self, entity: EntityDraft) -> str | None:
        return self.named.get(entity.name.casefold()) or self.capitals.get(entity.geonames or 0)


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    index = gazetteer.load()
    named = {seat.casefold(): country.code for country in countries() for seat in country.seats}
    seats = _Seats(named, _capitals(index))

    def metonyms(_doc: Doc, context: Context) -> tuple[EntityDraft, ...]:
        page = _Page.of(context)
        entities = context.drafts
        speakers = _speakers(entities)
        return tuple(
            _marked(page, entity, speakers, seats) if _placelike(index, entity, seats) else entity
            for entity in entities
        )

    return metonyms


def _speakers(entities: tuple[EntityDraft, ...]) -> dict[str, str]:
    """Codes of the countries (and the European Union) that the story names, to their entities."""
    known = {entity.iso3166: entity.id for entity in reversed(entities) if entity.type == "GPE"}
    unions = [("EU", entity.id) for entity in reversed(entities) if entity.name in _UNION]
    return {code: number for code, number in known.items() if code} | dict(unions)


def _capitals(index: Gazetteer) -> dict[int, str]:
    """GeoNames ids of capitals to the codes of what they stand for; Brussels stands for the European Union."""
    places = [index.place(row) for row in index.capitals.tolist()]
    codes = {place.geonames: place.country for place in places if place.geonames and place.country}
    return codes | {BRUSSELS: "EU"}


def _placelike(index: Gazetteer, entity: EntityDraft, seats: _Seats) -> bool:
    """Places, seats of government, and bodies under the name of a place, which may be teams."""
    if entity.type in PLACE_TYPES or entity.name.casefold() in seats.named:
        return True
    return entity.type == "ORG" and not entity.wikidata and len(candidates(index, entity.name).rows) > 0


def _marked(page: _Page, entity: EntityDraft, speakers: Mapping[str, str], seats: _Seats) -> EntityDraft:
    """The entity with its metonymic mentions marked.

    A seat of government or a capital stands for its country, a country or a town for itself: its government, its
    people or its team.
    """
    seat = entity.name.casefold() in seats.named
    only_sport = entity.type in {"ORG", "FAC"} and not seat
    mentions = tuple(
        mention._replace(metonymic=True) if _acts(page, entity, mention, only_sport) else mention
        for mention in entity.mentions
    )
    if mentions == entity.mentions:
        return entity
    code = seats.country(entity)
    stands_for = speakers.get(code, code) if code else entity.id
    return replace(entity, mentions=mentions, stands_for=stands_for)


def _acts(page: _Page, entity: EntityDraft, mention: MentionDraft, only_sport: bool) -> bool:
    start, end = page.starts.get(mention.span[0]), page.ends.get(mention.span[1])
    if mention.kind != "name" or start is None or end is None or end <= start:
        return False
    if _beside_its_town(page.tokens, entity, start, end):
        return False
    row = match_rule(page.tokens, start, end)
    if row is not None and page.trace is not None:
        page.trace.add(mention.span, "metonym", row.name, entity.id)
    if page.dateline[0] <= mention.span[0] < page.dateline[1]:
        # "Wales - Tom Ashdown (12th minute), …" looks like a dateline.
        return row is not None and row.name == "line-up"
    return row is not None and (row.name in SPORT or not only_sport)


def _beside_its_town(tokens: Tokens, entity: EntityDraft, start: int, end: int) -> bool:
    """ "Ashdown, D-Albany, N.Y., said": a region after a town and a comma tells where the town is."""
    if entity.location is None or entity.location.level != "region" or start < 2 or tokens.text[start - 1] != ",":
        return False
    closed = tokens.text[end : end + 1] in ([","], [")"], ["-"])
    return closed and tokens.tag[start - 2] == "NNP" and tokens.sentence[start - 2] == tokens.sentence[start]


METONYMS = Extractor(
    "metonyms",
    "places that speak and act: for their government, their people, their team",
    build,
    requires=("places", "dateline"),
    assigns="drafts",
    completes="entities",
)
