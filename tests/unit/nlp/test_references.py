"""Whatever one part of a document says of another is there, in every story of the seeds."""

from __future__ import annotations

from collections.abc import Iterator

from producer.formats import parse
from tests.support.paths import SEEDS
from wiredesk.contract import Extraction
from wiredesk.nlp.pipeline import Pipeline


def referred(document: Extraction) -> Iterator[str]:
    """Ids of entities that the document names."""
    for entity in document.entities:
        yield from (title.of for title in entity.titles if title.of)
        if entity.stands_for and not entity.stands_for.isupper():  # a country's ISO 3166 code
            yield entity.stands_for
    yield from (quote.speaker for quote in document.quotes if quote.speaker)
    for event in document.events:
        yield from (*event.actors, *event.recipients, *event.places)
        yield from (role.entity for role in event.roles if role.entity)
    if document.dateline and document.dateline.place:
        yield document.dateline.place


def test_every_entity_that_is_referred_to_is_there(pipeline: Pipeline) -> None:
    articles = [
        article
        for file in sorted(SEEDS.rglob("*"))
        if file.is_file() and file.name != "README.md"
        for article in parse(file.read_bytes(), file.name).articles
    ]
    assert len(articles) > 20
    for document in map(pipeline, articles):
        ids = {entity.id for entity in document.entities}
        assert set(referred(document)) <= ids, document.id
