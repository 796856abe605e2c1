"""``wiredesk.extract`` and ``wiredesk.extract_many`` on sentences."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.errors import ConfigError, ExtractionError
from wiredesk.extraction_api import extract, extract_many
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.settings import Settings

TEXT = 'Norway\'s central bank raised its rate on Thursday. "We had no choice," Governor Ida Bache said in Oslo.'
POISON = "This story kills its process."
FAULTY = "This story raises an error."


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make two texts fail: no real text does."""
    call = Pipeline.__call__

    def fail(pipeline: Pipeline, article: Article) -> Extraction:
        if article.body == FAULTY:
            raise RuntimeError("on purpose")
        if article.body == POISON:
            os._exit(1)
        return call(pipeline, article)

    monkeypatch.setattr(Pipeline, "__call__", fail)


def test_a_text_is_the_body_of_a_story_with_an_id_of_its_own() -> None:
    found = extract(TEXT)
    assert found.text == TEXT and found.language == "en"
    assert {entity.name for entity in found.entities} >= {"Norway", "Ida Bache", "Oslo"}
    [quote] = found.quotes
    speakers = {entity.id: entity.name for entity in found.entities}
    assert speakers[quote.speaker or ""] == "Ida Bache"
    assert found.id.startswith("urn:x-wiredesk:text:") and found.id != extract(TEXT + " ").id
    assert extract(TEXT) == found


def test_an_article_brings_its_headline_and_its_time() -> None:
    article = Article(id="a", headline="Rate rises", body=TEXT, published=datetime(2025, 5, 8, 9, tzinfo=UTC))
    found = extract(article)
    assert (found.id, found.text) == ("a", f"Rate rises\n\n{TEXT}")
    assert [date.value for date in found.dates] == ["2025-05-08"]


@pytest.mark.parametrize("text", ["", " \n\n ", "\0", "\ud800", "?" * 100])
def test_a_text_without_words_gives_an_empty_extraction(text: str) -> None:
    found = extract(text)
    assert len(found.text) == len(text) and not found.entities and not found.quotes


def test_another_language_is_read_without_a_model() -> None:
    found = extract("Die Zentralbank hat am Donnerstag in Oslo den Leitzins erhöht, sagte Ida Bache vor der Presse.")
    assert (found.language, found.engine.tier) == ("de", 0)
    assert [entity.name for entity in found.entities] == ["Oslo"]


def test_settings_choose_the_extractors() -> None:
    assert extract(TEXT, settings=Settings(extractors="dates")).entities == ()
    assert extract(TEXT).entities
    with pytest.raises(ConfigError, match="extractor datse"):
        extract(TEXT, settings=Settings(extractors="datse"))


def test_threads_get_what_the_main_thread_gets() -> None:
    expected, found = extract(TEXT), list[Extraction]()
    threads = [threading.Thread(target=lambda: found.append(extract(TEXT))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


@pytest.mark.parametrize("wrong", [None, 3, b"bytes", ["a list"]])
def test_something_else_than_a_text_or_article_is_a_type_error(wrong: object) -> None:
    with pytest.raises(TypeError, match=r"a text or a wiredesk\.Article is needed, not"):
        extract(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_stories_come_in_the_order_of_the_input(jobs: int) -> None:
    texts = [f"Oslo has {number} trams." for number in range(2, 22)]
    found = list(extract_many(texts, jobs=jobs))
    assert [one.text for one in found] == texts
    assert found[0] == extract(texts[0])


def test_the_input_is_read_as_the_results_are() -> None:
    read = []

    def texts() -> Iterator[str]:
        for number in range(1_000_000):
            read.append(number)
            yield f"Oslo has {number} trams."

    found = extract_many(texts())
    next(found)
    next(found)
    assert read == [0, 1]


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_story_that_fails_ends_the_iteration(jobs: int) -> None:
    found = extract_many(["Oslo.", FAULTY, "Bergen."], jobs=jobs)
    assert next(found).text == "Oslo."
    with pytest.raises(ExtractionError, match=r"story urn:\S+: cannot be extracted: Runtime.*: on purpose") as caught:
        next(found)
    assert caught.value.article.body == FAULTY and "on purpose" in caught.value.traceback
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value) and again.article == caught.value.article
    assert list(found) == []


@pytest.mark.usefixtures("faulty")
def test_errors_can_take_the_place_of_their_stories() -> None:
    found = list(extract_many(["Oslo.", FAULTY, POISON, "Bergen."], jobs=2, return_errors=True))
    assert [type(one) for one in found] == [Extraction, ExtractionError, ExtractionError, Extraction]
    assert "killed the process" in str(found[2])


@pytest.mark.parametrize("jobs", [0, -1])
def test_the_number_of_processes_is_checked_at_once(jobs: int) -> None:
    with pytest.raises(ValueError, match="give the number of processes"):
        extract_many([], jobs=jobs)
