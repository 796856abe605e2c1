"""The extractor of places: find their names, choose a place for each, and put it on the entity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES, Location, Span
from wiredesk.nlp import gazetteer
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.apply import apply_findings
from wiredesk.nlp.places.candidates import find_candidates
from wiredesk.nlp.places.country_names import demonym_codes
from wiredesk.nlp.places.disambiguate import PlaceChoice, disambiguate
from wiredesk.nlp.places.locate import Meanings, locate
from wiredesk.nlp.places.newspaper_towns import newspaper_towns
from wiredesk.nlp.places.place_finder import find_places
from wiredesk.nlp.places.place_names import PlaceName, gather_place_names
from wiredesk.nlp.places.place_priors import PlaceWeights
from wiredesk.nlp.places.place_reasons import report_choices, report_findings, report_unlisted
from wiredesk.nlp.places.story_location import StoryLocation, locate_story
from wiredesk.nlp.places.support import StoryPlaces, drop_unsupported, has_article
from wiredesk.nlp.places.unlisted import locate_unlisted

WEIGHTS = PlaceWeights()


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Load the gazetteer; return the function that adds places to the drafts of entities."""
    index = gazetteer.load()
    demonyms = demonym_codes()

    def places(_doc: Doc, context: Context) -> tuple[EntityDraft, ...]:
        return _place(index, demonyms, context)

    return places


def _place(index: Gazetteer, demonyms: Mapping[str, str], context: Context) -> tuple[EntityDraft, ...]:
    text, trace = context.layout.masked, context.trace
    findings = find_places(index, context.tokens, context.drafts, demonyms)
    entities = apply_findings(text, context.drafts, findings)
    towns = newspaper_towns(index, context.article)
    story_location = locate_story(index, context.article, context.tokens, towns)
    meanings, features = _choose_meanings(index, context, entities, towns, story_location, demonyms)
    located = locate(index, entities, meanings, demonyms)
    unlisted = list(locate_unlisted(index, text, located, meanings, story_location, features))
    if trace is not None:
        report_findings(trace, context.drafts, findings)
        report_choices(trace, index, meanings, story_location, WEIGHTS)
        report_unlisted(trace, unlisted)
    locations = {entity.id: location for entity, _, location in unlisted}
    return tuple(_as_landform(entity, locations.get(entity.id)) for entity in located)


def _choose_meanings(
    index: Gazetteer,
    context: Context,
    entities: Sequence[EntityDraft],
    towns: Sequence[str],
    story_location: StoryLocation,
    demonyms: Mapping[str, str],
) -> tuple[Meanings, frozenset[Span]]:
    """Choose the place of each mention by name; also return the mentions of rivers and ships by their article.

    The towns of the newspaper take part as names without a mention.
    """
    types = {
        mention.span: entity.type
        for entity in entities
        if entity.type in PLACE_TYPES
        for mention in entity.mentions
        if mention.kind == "name"
    }
    names = gather_place_names(index, context.layout.masked, types, context.dateline_parts)
    names += [PlaceName(town, -1, find_candidates(index, town), ((0, 0),)) for town in towns]
    choices = disambiguate(index, names, story_location, WEIGHTS, with_shares=context.trace is not None)
    story = StoryPlaces(
        index, context.tokens, types, _countries(index, entities, choices, story_location, demonyms), towns
    )
    choices = drop_unsupported(story, names, choices)
    chosen = list(zip(names, choices, strict=True))
    features = frozenset(
        span for name, choice in chosen if not choice and has_article(story, name) for span in name.spans
    )
    return {span: (name, choice) for name, choice in chosen if choice for span in name.spans}, features


def _countries(
    index: Gazetteer,
    entities: Sequence[EntityDraft],
    choices: Sequence[PlaceChoice | None],
    story_location: StoryLocation,
    demonyms: Mapping[str, str],
) -> frozenset[str]:
    """Return the codes of the countries that the story names, by themselves or by their people, or is from."""
    # The first rows are the countries, in the order of their codes.
    country_codes = index.columns.codes
    named = {choice.row for choice in choices if choice and choice.row < len(country_codes)}
    named |= {story_location.home, *story_location.word_countries} - {-1}
    codes = {country_codes[row] for row in named}
    codes |= {entity.iso3166 or demonyms.get(entity.name.casefold(), "") for entity in entities}
    return frozenset(codes - {""})


def _as_landform(entity: EntityDraft, unlisted: Location | None) -> EntityDraft:
    """Return an entity with its location, that of a place outside the gazetteer if ``unlisted`` has it.

    A river, sea or continent becomes a LOC, and a building or square a FAC, where the model took it for a state.
    """
    location = unlisted or entity.location
    if location is None:
        return entity
    kind = entity.type
    if kind == "GPE" and not entity.geonames and not entity.iso3166:
        is_area = unlisted is None and location.level == "region" and not location.admin1
        if location.level == "point":
            kind = "FAC"
        elif (is_area and location.country is None) or (location.rule or "").endswith("town of the story"):
            kind = "LOC"
    if unlisted is None and kind == entity.type:
        return entity
    return entity._replace(location=location, type=kind)


PLACES = Extractor(
    "places",
    "where each place is: coordinates, country, GeoNames id",
    build,
    requires=("entity_drafts", "dateline_parts"),
    assigns="drafts",
    completes="entities",
)
