"""The extractor of places: find their names, choose a place for each, and put it on the entity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES, Location
from wiredesk.nlp import gazetteer
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.apply import apply_findings
from wiredesk.nlp.places.candidates import find_candidates
from wiredesk.nlp.places.country_names import demonym_codes
from wiredesk.nlp.places.disambiguate import disambiguate
from wiredesk.nlp.places.locate import Meanings, locate
from wiredesk.nlp.places.newspaper_towns import newspaper_towns
from wiredesk.nlp.places.place_finder import find_places
from wiredesk.nlp.places.place_names import PlaceName, gather_place_names
from wiredesk.nlp.places.place_priors import PlaceWeights
from wiredesk.nlp.places.place_reasons import report_choices, report_findings, report_unlisted
from wiredesk.nlp.places.story_location import StoryLocation, locate_story
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
    meanings = _choose_meanings(index, context, entities, towns, story_location)
    located = locate(index, entities, meanings, demonyms)
    unlisted = list(locate_unlisted(index, text, located, meanings, story_location))
    if trace is not None:
        report_findings(trace, context.drafts, findings)
        report_choices(trace, index, meanings, story_location, WEIGHTS)
        report_unlisted(trace, unlisted)
    return _with_locations(located, {entity.id: location for entity, _, location in unlisted})


def _choose_meanings(
    index: Gazetteer,
    context: Context,
    entities: Sequence[EntityDraft],
    towns: Sequence[str],
    story_location: StoryLocation,
) -> Meanings:
    """Choose the place of each mention by name. The towns of the newspaper take part as names without a mention."""
    spans = {
        mention.span
        for entity in entities
        if entity.type in PLACE_TYPES
        for mention in entity.mentions
        if mention.kind == "name"
    }
    names = gather_place_names(index, context.layout.masked, spans, context.dateline_parts)
    names += [PlaceName(town, -1, find_candidates(index, town), ((0, 0),)) for town in towns]
    choices = disambiguate(index, names, story_location, WEIGHTS)
    return {span: (name, choice) for name, choice in zip(names, choices, strict=True) if choice for span in name.spans}


def _with_locations(entities: Sequence[EntityDraft], locations: Mapping[str, Location]) -> tuple[EntityDraft, ...]:
    return tuple(
        replace(entity, location=locations[entity.id]) if entity.id in locations else entity for entity in entities
    )


PLACES = Extractor(
    "places",
    "where each place is: coordinates, country, GeoNames id",
    build,
    requires=("entity_drafts", "dateline_parts"),
    assigns="drafts",
    completes="entities",
)
