"""Places: which one each name means, and where it is on the map."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from worker import gazetteer
from worker.contract import Entity, Span
from worker.extract import Extractor, Options, Run, Story
from worker.gazetteer import Gazetteer
from worker.knowledge import countries
from worker.places.adopt import adopted
from worker.places.assign import located
from worker.places.candidates import candidates
from worker.places.choose import Choice, Hints, Weights, choose
from worker.places.hints import hints, papers
from worker.places.lying import lying
from worker.places.names import Name, gather
from worker.places.recognise import recognise

PLACES_TYPES = frozenset({"GPE", "LOC", "FAC"})


def build(_vocab: Vocab, _options: Options) -> Run:
    index = gazetteer.load()
    demonyms = _demonyms()

    def places(doc: Doc, story: Story) -> tuple[Entity, ...]:
        entities: tuple[Entity, ...] = story.found["entities"]
        found = recognise(index, story.found["words"], entities, demonyms)
        entities = adopted(story.reading.parsed, entities, found)
        towns = papers(index, story.article)
        told = hints(index, story.article, story.found["words"], towns)
        chosen = _chosen(index, story, entities, towns, told)
        placed = located(index, entities, chosen, demonyms)
        return tuple(lying(index, story.reading.parsed, placed, chosen, told))

    return places


def _chosen(
    index: Gazetteer, story: Story, entities: tuple[Entity, ...], towns: tuple[str, ...], told: Hints
) -> dict[Span, tuple[Name, Choice]]:
    """What each name mention of a place means."""
    spans = {
        mention.span
        for entity in entities
        if entity.type in PLACES_TYPES
        for mention in entity.mentions
        if mention.kind == "name"
    }
    line = story.found.get("dateline.parts")
    agency = line.span if line and line.agency else (0, 0)
    names = gather(index, story.reading.parsed, spans, agency)
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
    needs=("words", "entities", "dateline_parts"),
    gives="entities",
)
