"""The extractor of metonyms: places that stand for a government, a people or a team ("Moscow said")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES, Span
from wiredesk.nlp import gazetteer
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidates import find_candidates
from wiredesk.nlp.places.metonym_forms import LINE_UP
from wiredesk.nlp.places.metonymy import SPORT, match_rule
from wiredesk.nlp.places.named_place import named_mentions
from wiredesk.nlp.places.sport_sentences import is_about_sport
from wiredesk.nlp.tokens import Tokens

BRUSSELS = 2800866
"""GeoNames id of Brussels. ISO 3166-1 reserves the code ``EU`` for the European Union."""
_UNION = frozenset({"EU", "E.U.", "European Union", "European Commission"})
_TEAM_TYPES = frozenset({"ORG", "FAC"})
"""Types of teams that the model did not take for places; only a row about sport makes them metonyms."""


@dataclass(frozen=True, slots=True)
class _Seats:
    """The country that each seat of government (by name) and each capital (by GeoNames id) stands for."""

    named: Mapping[str, str]
    capitals: Mapping[int, str]

    def is_named(self, entity: EntityDraft) -> bool:
        """Return whether the entity is a seat of government."""
        return entity.name.casefold() in self.named

    def country(self, entity: EntityDraft) -> str | None:
        """Return the code of the country that the entity stands for."""
        return self.named.get(entity.name.casefold()) or self.capitals.get(entity.geonames or 0)


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Load the gazetteer and the seats of government; return the function that marks metonymic mentions."""
    index = gazetteer.load()
    named = {seat.casefold(): country.code for country in countries() for seat in country.seats}
    seats = _Seats(named, _capitals(index))

    def metonyms(_doc: Doc, context: Context) -> tuple[EntityDraft, ...]:
        entities = context.drafts
        union_and_countries = _named_countries(entities)
        return tuple(
            [
                _mark_mentions(context, entity, union_and_countries, seats)
                if _may_be_place(index, entity, seats)
                else entity
                for entity in entities
            ]
        )

    return metonyms


def _named_countries(entities: tuple[EntityDraft, ...]) -> dict[str, str]:
    """Map the codes of the countries that the story names, and ``EU``, to their entities."""
    known = {entity.iso3166: entity.id for entity in reversed(entities) if entity.type == "GPE"}
    unions = [("EU", entity.id) for entity in reversed(entities) if entity.name in _UNION]
    return {code: ident for code, ident in known.items() if code} | dict(unions)


def _capitals(index: Gazetteer) -> dict[int, str]:
    """Map the GeoNames ids of capitals to their countries; Brussels to the European Union."""
    places = [index.place(row) for row in index.capitals.tolist()]
    codes = {place.geonames: place.country for place in places if place.geonames and place.country}
    return codes | {BRUSSELS: "EU"}


def _may_be_place(index: Gazetteer, entity: EntityDraft, seats: _Seats) -> bool:
    """Return whether an entity is a place, a seat of government, or an organisation with a place's name: a team."""
    if entity.type in PLACE_TYPES or seats.is_named(entity):
        return True
    return entity.type == "ORG" and not entity.wikidata and len(find_candidates(index, entity.name).rows) > 0


def _mark_mentions(context: Context, entity: EntityDraft, named: Mapping[str, str], seats: _Seats) -> EntityDraft:
    """Return the entity with its metonymic mentions marked, each with what it stands for.

    A seat of government or a capital stands for its country, except where it is a team. A country or another town
    stands for itself: its government, its people or its team. The entity stands for what its first metonymic mention
    of a government does.
    """
    only_sport = entity.type in _TEAM_TYPES and not seats.is_named(entity)
    rules: dict[Span, str] = {}
    teams: set[Span] = set()
    for mention, start, end in named_mentions(context.tokens, entity):
        if rule := _metonym_rule(context, entity, start, end, only_sport=only_sport):
            rules[mention.span] = rule
            if rule in SPORT or is_about_sport(context.tokens, start):
                teams.add(mention.span)
    if not rules:
        return entity
    if context.trace is not None:
        for span, rule in rules.items():
            context.trace.add(span, "metonym", rule, entity.id)
    code = seats.country(entity)
    country = named.get(code, code) if code else None
    mentions = tuple(
        mention._replace(metonymic=True, stands_for=country if country and mention.span not in teams else entity.id)
        if mention.kind == "name" and mention.span in rules
        else mention
        for mention in entity.mentions
    )
    actors = [mention.stands_for for mention in mentions if mention.stands_for]
    return entity._replace(mentions=mentions, stands_for=country if country in actors else entity.id)


def _metonym_rule(context: Context, entity: EntityDraft, start: int, end: int, *, only_sport: bool) -> str:
    """Return the row by which a mention is metonymic; empty where it is only a location."""
    tokens, dateline = context.tokens, context.dateline
    if _follows_its_town(tokens, entity, start, end):
        return ""
    row = match_rule(tokens, start, end)
    if row is None:
        return ""
    if dateline and dateline.span[0] <= tokens.start[start] < dateline.span[1]:
        # A line-up looks like a dateline: "Wales - Tom Ashdown (12th minute), …".
        return row.name if row.name == LINE_UP else ""
    return row.name if row.name in SPORT or not only_sport else ""


def _follows_its_town(tokens: Tokens, entity: EntityDraft, start: int, end: int) -> bool:
    """Return whether a region follows a town and a comma, and so only locates it: "Ashdown, D-Albany, N.Y., said"."""
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
