"""Counts: the noun that a number counts, and nouns that make no count."""

from __future__ import annotations

import pytest
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.nlp.amounts.amount_extractor import AMOUNTS
from wiredesk.nlp.context import Options
from wiredesk.nlp.dateline_extractor import DATELINE, DATELINE_PARTS
from wiredesk.nlp.dates.date_extractor import DATES
from wiredesk.nlp.names.name_extractor import NAMES
from wiredesk.nlp.pipeline import Pipeline


@pytest.fixture(scope="module")
def amounts_pipeline(nlp: Language) -> Pipeline:
    """Datelines, dates and amounts only."""
    return Pipeline(nlp, (DATELINE_PARTS, DATELINE, NAMES, DATES, AMOUNTS), Options())


def amounts_of(pipeline: Pipeline, sentence: str) -> list[tuple[str, str, float, str | None]]:
    """Text, kind, value and unit of each amount."""
    more = " The council said that it had not met with them."  # so that its language is detected as English
    result = pipeline(Article(id="row", body=sentence + more, language="en"))
    assert result.language == "en"
    return [(result.text[slice(*one.span)], one.kind, one.value, one.unit) for one in result.amounts]


COUNTS = [
    ("The storm killed [12 people].", 12, "people"),
    ("The storm killed [twelve people].", 12, "people"),
    ("The storm killed [one man].", 1, "man"),
    ("The storm killed [three women].", 3, "woman"),
    ("The storm killed [two children].", 2, "child"),
    ("The storm destroyed [1,200 houses].", 1200, "house"),
    ("The storm destroyed [40 wooden houses].", 40, "house"),
    ("The storm destroyed [two dozen boats].", 24, "boat"),
    ("The storm destroyed [a dozen boats].", 12, "boat"),
    ("The storm destroyed [half a million trees].", 5e5, "tree"),
    ("The navy has [19 ships].", 19, "ship"),
    ("The navy ordered [four new frigates].", 4, "frigate"),
    ("The school has [300 pupils].", 300, "pupil"),
    ("The school employs [25 teachers].", 25, "teacher"),
    ("The firm cut [5,000 jobs].", 5000, "job"),
    ("The firm employs [2.5 million workers].", 2.5e6, "worker"),
    ("The firm sold [30,000 cars].", 30000, "car"),
    ("The firm runs [seven factories].", 7, "factory"),
    ("The party won [61 seats].", 61, "seat"),
    ("The party lost [nine seats].", 9, "seat"),
    ("The bill got [48 votes].", 48, "vote"),
    ("The police arrested [17 suspects].", 17, "suspect"),
    ("The police found [three bodies].", 3, "body"),
    ("The police fired [two shots].", 2, "shot"),
    ("The road is [14 kilometers] long.", 14, "kilometer"),
    ("The mine yields [90 tons] of ore.", 90, "ton"),
    ("The port has [six cranes].", 6, "crane"),
    ("The port shipped [10 million barrels] of oil.", 1e7, "barrel"),
    ("The library owns [80,000 books].", 80000, "book"),
    ("The farm keeps [200 cows].", 200, "cow"),
    ("The court heard [31 witnesses].", 31, "witness"),
    ("The town has [two bridges].", 2, "bridge"),
    ("The town lost [a hundred soldiers].", 100, "soldier"),
    ("About [50 demonstrators] gathered.", 50, "demonstrator"),
    ("Nearly [4,000 refugees] crossed the border.", 4000, "refugee"),
    ("At least [six miners] were trapped.", 6, "miner"),
    ("More than [700 flights] were canceled.", 700, "flight"),
    ("[Eight climbers] were rescued.", 8, "climber"),
    ("[Thirty-two passengers] were hurt.", 32, "passenger"),
]


@pytest.mark.parametrize(("sentence", "value", "unit"), COUNTS)
def test_a_count_has_the_noun_that_is_counted(
    amounts_pipeline: Pipeline, sentence: str, value: float, unit: str
) -> None:
    phrase = sentence[sentence.index("[") + 1 : sentence.index("]")]
    found = amounts_of(amounts_pipeline, sentence.replace("[", "").replace("]", ""))
    assert found == [(phrase, "count", pytest.approx(value), unit)]


NO_COUNTS = [
    "The strike lasted three days.",
    "The strike lasted 10 years.",
    "The train left at 10:40.",
    "The team won 4-1.",
    "The hotel is at 12 Harbour Street.",
    "They marked the 30th anniversary of the accord.",
    "The law dates from 1996.",
    "The fair opens on May 17.",
    "The plane was a Boeing 747.",
    "The virus is called H5N1.",
    "He is 45 years old.",
    "The 45-year-old left.",
]


@pytest.mark.parametrize("sentence", NO_COUNTS)
def test_a_sentence_without_a_count(amounts_pipeline: Pipeline, sentence: str) -> None:
    assert [one for one in amounts_of(amounts_pipeline, sentence) if one[1] == "count"] == []
