"""Which acts are older than the story's news: those of the word in brackets, in a story of 10 March 2021."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from wiredesk.contract import Extraction
from wiredesk.nlp.events.circumstances import is_older

STORY_DAY = "2021-03-10T12:00:00Z"
OLDER = (
    "Lopez met the widow of a guard [killed] in the 2012 attack on the embassy in Chad.",
    "In 1998 Maria Lopez, then 29, was [named] chief executive of Acme Corp.",
    "In 1998 Maria Lopez was [named] chief executive of Acme Corp.",
    "Prices are higher than when Maria Lopez [took] office.",
    "Lopez, who had failed to [win] the 2016 election, met the miners.",
    "Strikes in Norland [led] by Adams paralysed the country in June.",
    "The attacks on February 7 in Norland [killed] 257 people.",
    "The attacks on February 7 in Norland killed 257 people and [injured] 30 others.",
    "Last fall rebels [attacked] the army in Chad.",
    "The general who planned the raid that [killed] Ahmed Hassan will retire.",
    "Rebels had attacked the village and [killed] ten people.",
)
NEWS = (
    "Rebels [attacked] the army in Chad on Monday.",
    "Rebels [attacked] the army in Chad.",
    "A bomb that [killed] ten people in Chad was planted by rebels.",
    "Police arrested a man who [killed] ten people in Chad on Monday.",
    "The minister condemned a bomb that [killed] ten people in Chad.",
    "In March rebels [attacked] the army in Chad.",
)


@pytest.mark.parametrize(
    ("sentence", "expected"), [*((text, True) for text in OLDER), *((text, False) for text in NEWS)]
)
def test_an_act_is_background_if_it_is_older_than_the_news(
    sentence: str, expected: bool, extract: Callable[..., Extraction]
) -> None:
    lead = "Norland and Chad signed a treaty on Tuesday.\n\n"
    found = extract(lead + sentence.replace("[", "").replace("]", ""), published=STORY_DAY)
    begin = len(lead) + sentence.index("[")
    assert {event.background for event in found.events if event.trigger[0] == begin} == {expected}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-03-02", True),
        ("2021-03-03", False),
        ("2021-02", True),
        ("2021-03", False),
        ("2020-FA", True),
        ("2020-WI", True),
        ("2021-SP", False),
        ("2020-Q4", True),
        ("2021-Q1", False),
        ("2020-H1", True),
        ("2020", True),
        ("2021", False),
        ("199", True),
        ("PAST_REF", False),
    ],
)
def test_a_date_is_older_if_it_ended_more_than_a_week_before(value: str, expected: bool) -> None:
    assert is_older(value, date(2021, 3, 10)) is expected
