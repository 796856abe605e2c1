"""An extractor that raises an error costs its own field, not the story."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import pytest
from spacy.language import Language

from wiredesk.contract import Article, Extraction
from wiredesk.errors import ResourceLimitExceeded
from wiredesk.nlp.context import Options
from wiredesk.nlp.limits import Failed, run_limited
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors

STORY = Article(
    id="x",
    language="en",
    headline="Norland votes",
    body="OSLO, May 8 (Reuters) - “We will build it,” Ana Roth, the prime minister of Norland, said on Thursday. "
    "It costs $3 million.",
)


def pipeline_with(nlp: Language, failing: str, error: BaseException) -> Pipeline:
    def build(*_: Any) -> Any:
        def fail(*_: Any) -> NoReturn:
            raise error

        return fail

    table = [replace(row, build=build) if row.name == failing else row for row in extractors()]
    return Pipeline(nlp, table, Options())


@pytest.fixture(scope="module")
def complete(nlp: Language) -> Extraction:
    return Pipeline(nlp, extractors(), Options())(STORY)


def test_a_complete_document_does_not_mention_failures(complete: Extraction) -> None:
    assert complete.engine.failed == ()
    assert complete.dates and complete.amounts and complete.entities and complete.quotes and complete.dateline
    assert b"failed" not in complete.json_line()


@pytest.mark.parametrize("row", extractors(), ids=lambda row: row.name)
def test_each_extractor_may_fail(nlp: Language, complete: Extraction, row: Any) -> None:
    found = pipeline_with(nlp, row.name, ValueError("invalid literal for int()\n with base 10: '1,000'"))(STORY)
    [first, *_] = found.engine.failed
    assert str(first) == f"extractor {row.name}: ValueError: invalid literal for int() with base 10: '1,000'"
    assert Extraction.model_validate_json(found.json_line()) == found
    ids = {entity.id for entity in found.entities}
    assert {quote.speaker for quote in found.quotes} <= {*ids, None}
    assert found.dateline is None or found.dateline.place in {*ids, None}


@pytest.mark.parametrize(("failing", "field"), [("dates", "dates"), ("amounts", "amounts"), ("quotes", "quotes")])
def test_an_extractor_that_fails_costs_its_own_field(
    nlp: Language, complete: Extraction, failing: str, field: str
) -> None:
    found = pipeline_with(nlp, failing, KeyError("x"))(STORY)
    kept = {name: getattr(complete, name) for name in ("entities", "quotes", "dates", "amounts", "dateline")}
    assert {name: getattr(found, name) for name in kept} == {**kept, field: ()}
    assert [row.extractor for row in found.engine.failed] == [failing]


@pytest.mark.parametrize("error", [ResourceLimitExceeded("story", "took more than 120 s"), MemoryError()])
def test_limits_of_time_and_memory_fail_the_attempt(nlp: Language, error: Exception) -> None:
    outcome = run_limited(pipeline_with(nlp, "dates", error), STORY, None)
    assert isinstance(outcome, Failed) and outcome.kind == "ResourceLimitExceeded"


def test_the_message_of_an_error_is_short(nlp: Language) -> None:
    found = pipeline_with(nlp, "dates", ValueError("x" * 100_000))(STORY)
    assert len(found.engine.failed[0].error) == 500


def dates(pipeline: Pipeline, text: str) -> list[tuple[str, str | None]]:
    found = pipeline(Article(id="x", language="en", body=text))
    assert found.engine.failed == ()
    return [(found.text[slice(*row.span)], row.value) for row in found.dates]


@pytest.mark.parametrize(
    "text",
    [
        "The flat costs £1,000 p.m. to rent.",
        "It is 1,250 pm for two rooms.",
        "They paid 12,500.50 pm on average.",
        f"On May {'1' * 5000}, it ended.",
        f"It ended at {'9' * 5000} pm on Monday.",
        f"It lasted {'9' * 5000} years.",
        f"It lasted {'9' * 400} years and ended {'9' * 400} days later.",
        f"The {'3' * 5000}th quarter ended.",
        f"The {'3' * 5000}rd century ended.",
        f"It took {'hundred ' * 400}years.",
        f"It took a {'trillion ' * 400}days.",
        "It cost 1/0 of a year, or 5/0 days ago.",
        "It opened on ٢٠٢٥-٠٥-٠٨ at ٩:٣٠ pm, ²³ pm, ½ pm and ٩٩٩٩٩ pm.",
        "It happened 99999999999999 weeks ago, in the year 2999, 9999999 years later.",
    ],
)
def test_numbers_that_are_no_times_are_read_or_left_alone(pipeline: Pipeline, text: str) -> None:
    for _, value in dates(pipeline, text):
        assert value is None or len(value) < 40


def test_a_time_of_day_is_still_read(pipeline: Pipeline) -> None:
    text = "It begins at 9:30 a.m. and ends at 4.15 pm or at 1700 GMT on May 8, 2025."
    found = {found for found, _ in dates(pipeline, text)}
    assert {"9:30 a.m.", "4.15 pm"} <= found
