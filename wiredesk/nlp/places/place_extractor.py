"""Places: which one each name means, and where it is on the map."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES, Span
from wiredesk.nlp import gazetteer
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.apply import adopted
from wiredesk.nlp.places.candidates import candidates
from wiredesk.nlp.places.disambiguate import Choice, Hints, Weights, choose
from wiredesk.nlp.places.locate import located
from wiredesk.nlp.places.place_finder import recognise
from wiredesk.nlp.places.place_names import Name, gather
from wiredesk.nlp.places.story_location import hints, papers
from wiredesk.nlp.places.unlisted import lying


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    index = gazetteer.load()
    demonyms = _demonyms()

    def places(_doc: Doc, context: Context) -> tuple[EntityDraft, ...]:
        entities, tokens = context.drafts, context.tokens
        found = recognise(index, tokens, entities, demonyms)
        entities = adopted(context.layout.masked, entities, found)
        towns = papers(index, context.article)
        told = hints(index, context.article, tokens, towns)
        chosen = _chosen(index, context, entities, towns, told)
        placed = located(index, entities, chosen, demonyms)
        return tuple(lying(index, context.layout.masked, placed, chosen, told))

    return places


def _chosen(
    index: Gazetteer, context: Context, entities: tuple[EntityDraft, ...], towns: tuple[str, ...], told: Hints
) -> dict[Span, tuple[Name, Choice]]:
    """What each name mention of a place means."""
    spans = {
        mention.span
        for entity in entities
        if entity.type in PLACE_TYPES
        for mention in entity.mentions
        if mention.kind == "name"
    }
    line = context.dateline_parts
    agency = line.span if line and line.agency else (0, 0)
    names = gather(index, context.layout.masked, spans, agency)
    names += [Name(town, -1, candidates(index, town), [(0, 0)]) for town in towns]
    choices = choose(index, names, told, Weights())
    return {span: (name, choice) for name, choice in zip(names, choices, strict=True) if choice for span in name.spans}


def _demonyms() -> dict[str, str]:
    """Adjectives and peoples, singular and plural, to ISO 3166 codes."""
    codes: dict[str, str] = {}
    for country in countries():
        for word in country.demonyms:
            codes.setdefault(word.casefold(), country.code)
            codes.setdefault(word.casefold() + "s", country.code)
    return codes


PLACES = Extractor(
    "places",
    "where each place is: coordinates, country, GeoNames id",
    build,
    requires=("entity_drafts", "dateline_parts"),
    assigns="drafts",
    completes="entities",
)
