"""Where content begins and ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Keller said the river would flood the town, leaving its people without water.",
            "the river would flood the town, leaving its people without water",
        ),
        ("Keller said the bridge was safe, adding that it would last.", "the bridge was safe"),
        (
            "Keller said the firm would stay in the town — or in the valley.",
            "the firm would stay in the town — or in the valley",
        ),
        (
            "“He is saying a lot of the right things” about jobs in the north, Keller said.",
            "“He is saying a lot of the right things” about jobs in the north",
        ),
        ("The mayor weighed in as well, saying, “We are both ready,” and left.", "“We are both ready,”"),
        ("Keller says he lives in the town and walks to work.", "he lives in the town and walks to work"),
        ("Keller says the bridge is safe and adds that it will last.", "the bridge is safe"),
        ("Keller called the plan “a step back” for the town.", "the plan “a step back” for the town"),
    ],
)
def test_content_ends_where_the_report_ends(extract: Extract, text: str, content: str) -> None:
    result = extract(text, language="en")
    assert result.text[slice(*result.quotes[0].content[0])] == content


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The minister is understood to be ready to resign.", "is understood"),
        ("The firm is said to be in talks with the bank.", "is said"),
        ("Rovers are tipped to win the league.", "are tipped"),
    ],
)
def test_a_passive_reports_what_nobody_named_says(extract: Extract, text: str, cue: str) -> None:
    result = extract(text, language="en")
    assert [result.text[slice(*quote.cue)] for quote in result.quotes if quote.cue] == [cue]
    assert [quote.source for quote in result.quotes] == [None]


def test_even_is_no_part_of_the_source(extract: Extract) -> None:
    result = extract("Even critics of the mayor say the bridge is safe.", language="en")
    assert [result.text[slice(*quote.source)] for quote in result.quotes if quote.source] == ["critics of the mayor"]


def test_words_in_marks_are_said_whatever_the_verb(extract: Extract) -> None:
    result = extract("“This is a disgrace to the town,” she seethed.", language="en")
    assert [quote.mode for quote in result.quotes] == ["said"]


def test_what_a_court_finds_is_said(extract: Extract) -> None:
    result = extract("The court found that the minister had lied.", language="en")
    assert [quote.mode for quote in result.quotes] == ["said"]
