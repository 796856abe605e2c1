"""Stories that are extracted together get what each gets alone, and one that fails leaves the others unharmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from spacy.language import Language

from tests.support.paths import SEEDS
from wiredesk.contract import Article, Extraction
from wiredesk.errors import ResourceLimitExceeded, StoreUnavailable
from wiredesk.nlp.context import Options
from wiredesk.nlp.limits import Extracted, Failed, RunInterrupted, run_together
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors

FRENCH = "Le ministre a déclaré mardi à Paris que les travaux de la gare seraient terminés avant la fin de l'année."
STORIES = (
    Article(id="a", headline="Norland votes", body="OSLO, May 8 (Reuters) - Ana Roth, a teacher, won on Thursday."),
    Article(id="b", body=(SEEDS / "xi-putin-moscow-2025-05-08.txt").read_text("utf-8")),
    Article(id="c", body="", headline="Empty"),
    Article(id="d", body=f"The train was late, Ann Lee said.\n\n{FRENCH}\n\nShe wrote to the railway.", language="en"),
    Article(id="e", body=FRENCH, language="fr"),
    Article(id="f", body="HARBOUR REOPENS AFTER STORM, MAYOR ANN LEE SAYS. IT COST $3 MILLION."),
    Article(id="g", body="Ana Roth\u00a0said\u200b: \u201cWe will build it.\u201d It was Co\u00adlombo\u2019s first."),
)


def test_they_get_what_each_gets_alone(pipeline: Pipeline) -> None:
    alone = [pipeline(story).json_line() for story in STORIES]
    assert [found.json_line() for found in pipeline.together(STORIES)] == alone
    assert [found.json_line() for found in pipeline.together(STORIES[::-1])] == alone[::-1]
    assert pipeline.together([]) == []


def test_a_run_that_was_ended_between_two_stages_leaves_no_trace(pipeline: Pipeline) -> None:
    alone = [pipeline(story).json_line() for story in STORIES[:3]]
    stages: list[None] = []
    pipeline.together(STORIES[:3], lambda: stages.append(None))
    for last in (1, 2, len(stages) // 2, len(stages)):
        left = iter(range(1, last))
        with pytest.raises(StopIteration):
            pipeline.together(STORIES[:3], lambda left=left: next(left) and None)  # type: ignore[misc]
        assert [found.json_line() for found in pipeline.together(STORIES[:3])] == alone


def test_an_extractor_that_fails_for_one_story_costs_that_story_its_field(nlp: Language) -> None:
    def build(*_: Any) -> Any:
        def fail(_doc: Any, context: Any) -> Any:
            if context.article.id == "a":
                raise ValueError("x")
            return ()

        return fail

    table = [replace(row, build=build) if row.name == "dates" else row for row in extractors()]
    found = Pipeline(nlp, table, Options()).together(STORIES)
    assert [[row.extractor for row in one.engine.failed] for one in found] == [["dates"], *[[]] * 6]


@dataclass
class Reader:
    """Fails for some stories as a pipeline does, and notes what it was asked."""

    errors: dict[str, BaseException]
    asked: list[list[str]] = field(default_factory=list)

    def __call__(self, article: Article) -> Extraction:
        return self.together([article])[0]

    def together(self, articles: Sequence[Article], between: Callable[[], None] = lambda: None) -> list[Extraction]:
        between()
        self.asked.append([article.id for article in articles])
        for article in articles:
            if article.id in self.errors:
                raise self.errors[article.id]
        return [Extraction.model_construct(id=article.id) for article in articles]


def ids(outcomes: list[Any]) -> list[str]:
    return [one.extraction.id if isinstance(one, Extracted) else one.kind for one in outcomes]


def test_without_an_error_they_are_extracted_once() -> None:
    reader = Reader({})
    assert ids(run_together(reader, STORIES, 60)) == list("abcdefg")
    assert reader.asked == [list("abcdefg")]


@pytest.mark.parametrize("error", [ValueError("x"), MemoryError(), SystemExit(1), RecursionError("deep")])
def test_after_an_error_each_is_extracted_alone(error: BaseException) -> None:
    reader = Reader({"c": error})
    kind = "ResourceLimitExceeded" if isinstance(error, MemoryError) else type(error).__name__
    assert ids(run_together(reader, STORIES, 60)) == ["a", "b", kind, *"defg"]
    assert reader.asked == [list("abcdefg"), *map(list, "abcdefg")]


def test_what_comes_between_two_stages_ends_a_run_of_several_stories_without_an_outcome() -> None:
    def interrupt() -> None:
        raise RunInterrupted

    reader = Reader({})
    with pytest.raises(RunInterrupted):
        run_together(reader, STORIES, 60, interrupt)
    assert ids(run_together(reader, STORIES[:1], 60, interrupt)) == ["a"]


def test_an_error_that_is_no_storys_fault_ends_the_attempt() -> None:
    reader = Reader({"c": StoreUnavailable("store", "is away", "")})
    with pytest.raises(StoreUnavailable):
        run_together(reader, STORIES, 60)
    assert len(reader.asked) == 1


def test_a_limit_that_one_story_exceeds_is_told_of_that_one() -> None:
    reader = Reader({"g": ResourceLimitExceeded("story", "took more than 1 s", "")})
    found = run_together(reader, STORIES, 60)
    assert ids(found)[-1] == "ResourceLimitExceeded" and isinstance(found[-1], Failed)


def test_the_time_is_shared_by_the_length_of_the_texts() -> None:
    found = [one for one in run_together(Reader({}), STORIES, None) if isinstance(one, Extracted)]
    total = sum(one.seconds for one in found)
    lengths = [len(story.text) for story in STORIES]
    for one, length in zip(found, lengths, strict=True):
        assert one.seconds == pytest.approx(total * length / sum(lengths))


def test_a_plain_function_extracts_one_after_the_other() -> None:
    asked: list[str] = []

    def call(article: Article) -> Extraction:
        asked.append(article.id)
        return Extraction.model_construct(id=article.id)

    assert ids(run_together(call, STORIES, 60)) == list("abcdefg") == asked
