"""Those who made a story are not in the news: no titles, no quotes, no salience, no antecedents."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline

BODY = """By Jane Doe For The Daily Planet | May 8, 2025 | 3 min read

Last updated: 8 May 2025, 10:03 GMT

FILE PHOTO: Ann Lee speaks in Oslo, Norway, March 3, 2025. REUTERS/Maria Roth/File Photo

OSLO, May 8 (Reuters) - Prime Minister Ann Lee won a vote on the dam on Thursday.

Slideshow (3 Images)

The opposition leader, Bob Berg, said he would appeal.

Also read | Storm hits Bergen

Roth, a farmer, said it was late.

(Reporting by Jane Doe in Oslo and John Roe; Editing by Tom Smith)

She writes on Norway. Our Standards: The Thomson Reuters Trust Principles."""


@pytest.fixture(scope="module")
def found(pipeline: Pipeline) -> Extraction:
    return pipeline(Article(id="x", language="en", headline="Lee wins vote on dam", body=BODY))


def test_those_who_made_the_story_have_no_salience_and_no_title(found: Extraction) -> None:
    makers = [
        entity
        for entity in found.entities
        if {mention.zone for mention in entity.mentions} <= {"byline", "credit", "signoff"}
    ]
    assert {entity.name for entity in makers} >= {"Jane Doe", "Daily Planet", "Maria Roth", "John Roe", "Tom Smith"}
    assert all(not entity.salience and not entity.titles for entity in makers)
    assert {entity.type for entity in makers if entity.name != "Daily Planet"} == {"PERSON"}


def test_words_of_the_page_are_no_names(found: Extraction) -> None:
    words = {found.text[slice(*mention.span)] for entity in found.entities for mention in entity.mentions}
    assert words.isdisjoint(
        {"Slideshow", "Images", "File Photo", "FILE PHOTO", "Bergen", "Standards", "Thomson Reuters"}
    )
    assert {"REUTERS", "Maria Roth"} <= words


def test_a_surname_in_the_news_is_not_the_photographer(found: Extraction) -> None:
    farmer = [entity for entity in found.entities for mention in entity.mentions
              if found.text[slice(*mention.span)] == "Roth" and mention.zone == "body"]  # fmt: skip
    assert all(entity.name != "Maria Roth" for entity in farmer)


def test_only_news_is_quoted(found: Extraction) -> None:
    assert {quote.zone for quote in found.quotes} == {"body"}
    names = {entity.id: entity.name for entity in found.entities}
    assert "Bob Berg" in {names.get(quote.speaker or "") for quote in found.quotes}


def test_the_dates_of_the_page_are_no_dates_of_the_news(found: Extraction) -> None:
    assert [found.text[slice(*one.span)] for one in found.dates] == ["March 3, 2025", "May 8", "Thursday"]


def test_the_first_paragraph_of_the_news_weighs_most_behind_caption_and_byline(found: Extraction) -> None:
    salience = {entity.name: entity.salience for entity in found.entities}
    assert salience["Ann Lee"] > 2 * salience["Bob Berg"] > salience["Norway"]
