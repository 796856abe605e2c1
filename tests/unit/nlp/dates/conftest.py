"""Fixtures for the tables of dates: each row marks the expression with square brackets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.nlp.context import Options
from wiredesk.nlp.dateline_extractor import DATELINE, DATELINE_PARTS
from wiredesk.nlp.dates.date_extractor import DATES
from wiredesk.nlp.names.name_extractor import NAMES
from wiredesk.nlp.pipeline import Pipeline

REFERENCE_DAY = "2025-05-08T15:00:00+00:00"
"""Thursday 8 May 2025, the day of every story in the tables."""
LAST_SENTENCE = " The council said that it had not met with them and would not say more."
"""Ends every story, so that its language is detected as English."""


@pytest.fixture(scope="session")
def date_pipeline(nlp: Language) -> Pipeline:
    """Datelines, names and dates only."""
    return Pipeline(nlp, (DATELINE_PARTS, DATELINE, NAMES, DATES), Options())


@pytest.fixture(scope="session")
def dates_in(date_pipeline: Pipeline) -> Callable[[str], dict[str, tuple[str, str | None]]]:
    """Return the dates of a sentence: the text of each with its type and value."""

    def run(sentence: str) -> dict[str, tuple[str, str | None]]:
        article = Article.model_validate(
            {"id": "row", "body": sentence + LAST_SENTENCE, "language": "en", "published": REFERENCE_DAY}
        )
        result = date_pipeline(article)
        assert result.language == "en"
        return {result.text[slice(*one.span)]: (one.type, one.value) for one in result.dates}

    return run


@pytest.fixture(scope="session")
def marked_date(dates_in: Callable[[str], dict[str, tuple[str, str | None]]]) -> Callable[[str], object]:
    """Return type and value of the expression in square brackets, or all dates where it is not found."""

    def run(sentence: str) -> object:
        expression = sentence[sentence.index("[") + 1 : sentence.index("]")]
        found = dates_in(sentence.replace("[", "").replace("]", ""))
        return found.get(expression, found)

    return run
