"""Metonyms: places that stand for their government, their people or their team ("Moscow said", "Germany beat …")."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc
from spacy.vocab import Vocab

from worker import gazetteer
from worker.contract import Entity, Mention, Span
from worker.extract import Extractor, Options, Run, Story
from worker.extract.words import Words
from worker.gazetteer import Gazetteer
from worker.knowledge import countries
from worker.places.candidates import candidates
from worker.places.metonymy import Lists, acts, lists

BRUSSELS = 2800866
"""Its GeoNames id; ``EU`` is reserved in ISO 3166-1 for the European Union."""
_UNION = frozenset({"EU", "E.U.", "European Union", "European Commission"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def build(_vocab: Vocab, _options: Options) -> Run:
    known = lists()
    index = gazetteer.load()
    capitals = _capitals(index)
    seats = {seat.casefold(): country.code for country in countries() for seat in country.seats}

    def metonyms(_doc: Doc, story: Story) -> tuple[Entity, ...]:
        words: Words = story.found["words"]
        starts = {start: number for number, start in enumerate(words.start)}
        ends = {end: number + 1 for number, end in enumerate(words.end)}
        entities: tuple[Entity, ...] = story.found["entities"]
        by_country = _speakers(entities)
        filed = story.found["dateline"].span if story.found.get("dateline") else (0, 0)
        return tuple(
            _marked(words, entity, starts, ends, known, by_country, seats, capitals, filed)
            if _placelike(index, entity, seats)
            else entity
            for entity in entities
        )

    return metonyms


def _speakers(entities: tuple[Entity, ...]) -> dict[str, str]:
    """Codes of the countries (and the European Union) that the story names, to their entities."""
    known = {entity.links.iso3166: entity.id for entity in reversed(entities) if entity.type == "GPE"}
    unions = [("EU", entity.id) for entity in reversed(entities) if entity.name in _UNION]
    return {code: number for code, number in known.items() if code} | dict(unions)


def _capitals(index: Gazetteer) -> dict[int, str]:
    """GeoNames ids of capitals to the codes of what they stand for; Brussels stands for the European Union."""
    places = [index.place(row) for row in index.capitals.tolist()]
    codes = {place.geonames: place.country for place in places if place.geonames and place.country}
    return codes | {BRUSSELS: "EU"}


def _placelike(index: Gazetteer, entity: Entity, seats: Mapping[str, str]) -> bool:
    """Places, seats of government, and teams under the name of a place."""
    if entity.type in _PLACES or entity.name.casefold() in seats:
        return True
    return entity.type == "ORG" and not entity.links.wikidata and len(candidates(index, entity.name).rows) > 0


def _marked(
    words: Words,
    entity: Entity,
    starts: Mapping[int, int],
    ends: Mapping[int, int],
    known: Lists,
    by_country: Mapping[str, str],
    seats: Mapping[str, str],
    capitals: Mapping[int, str],
    filed: Span,
) -> Entity:
    """The entity with its metonymic mentions marked.

    A seat of government or a capital stands for its country, a country or a town for itself: its government, its
    people or its team.
    """
    mentions = tuple(
        mention if filed[0] <= mention.span[0] < filed[1] else _mention(words, mention, starts, ends, known)
        for mention in entity.mentions
    )
    if mentions == entity.mentions:
        return entity
    code = seats.get(entity.name.casefold()) or capitals.get(entity.links.geonames or 0)
    stands_for = by_country.get(code, code) if code else entity.id
    return entity.model_copy(update={"mentions": mentions, "stands_for": stands_for})


def _mention(
    words: Words, mention: Mention, starts: Mapping[int, int], ends: Mapping[int, int], known: Lists
) -> Mention:
    start, end = starts.get(mention.span[0]), ends.get(mention.span[1])
    if mention.kind != "name" or start is None or end is None or end <= start:
        return mention
    return mention.model_copy(update={"metonymic": True}) if acts(words, start, end, known) else mention


METONYMS = Extractor(
    "metonyms",
    "places that speak and act: for their government, their people, their team",
    build,
    needs=("words", "places", "dateline"),
    gives="entities",
)
