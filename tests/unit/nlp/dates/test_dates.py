"""Expressions of time and their TIMEX3 values, told from Thursday 8 May 2025 unless said otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.amounts.amount_extractor import AMOUNTS
from wiredesk.nlp.context import Options
from wiredesk.nlp.dateline_extractor import DATELINE, DATELINE_PARTS
from wiredesk.nlp.dates.date_extractor import DATES
from wiredesk.nlp.dates.holidays import HOLIDAYS, easter
from wiredesk.nlp.pipeline import Pipeline

Extract = Callable[..., Extraction]


@pytest.fixture(scope="module")
def extract(nlp: Language) -> Extract:
    """Extract a body with no more extractors than are tested here."""
    pipeline = Pipeline(nlp, (DATELINE_PARTS, DATELINE, DATES, AMOUNTS), Options())

    def run(body: str, **fields: object) -> Extraction:
        return pipeline(Article.model_validate({"id": "test", "body": body, **fields}))

    return run


THURSDAY = "2025-05-08T15:00:00+00:00"

CASES = [
    ("The president told reporters on Thursday that talks had failed.", "Thursday", "DATE", "2025-05-08"),
    ("The minister resigned on Monday after a long row.", "Monday", "DATE", "2025-05-05"),
    ("The two leaders will meet on Monday in Lindholm.", "Monday", "DATE", "2025-05-12"),
    ("The court is scheduled to rule Friday on the appeal.", "Friday", "DATE", "2025-05-09"),
    ("Voting is set for Sunday across the country.", "Sunday", "DATE", "2025-05-11"),
    ("The army shelled the town last Friday, residents said.", "last Friday", "DATE", "2025-05-02"),
    ("He arrived late on Wednesday night with two aides.", "Wednesday night", "TIME", "2025-05-07TNI"),
    ("Leaders are visiting the capital this week to talk.", "this week", "DATE", "2025-W19"),
    ("Prices rose last month, the office said.", "last month", "DATE", "2025-04"),
    ("The bank cut rates earlier this month.", "earlier this month", "DATE", "2025-05"),
    ("Growth will slow next year, the fund said.", "next year", "DATE", "2026"),
    ("The firm was sold in 1996 for a small sum.", "1996", "DATE", "1996"),
    ("They have lived there since 1996.", "1996", "DATE", "1996"),
    ("Unrest spread in the 1990s through the north.", "the 1990s", "DATE", "199"),
    ("The port closed in the late 1970s.", "the late 1970s", "DATE", "197"),
    ("The bridge was built in the 19th century.", "the 19th century", "DATE", "18"),
    ("The parliament opened in mid-March.", "mid-March", "DATE", "2025-03"),
    ("The talks broke down in January.", "January", "DATE", "2025-01"),
    ("He was arrested in December at the airport.", "December", "DATE", "2024-12"),
    ("She was born on May 3, 1961.", "May 3, 1961", "DATE", "1961-05-03"),
    ("The strike began on 3 March 2024.", "3 March 2024", "DATE", "2024-03-03"),
    ("The vote took place on Feb. 26.", "Feb. 26", "DATE", "2025-02-26"),
    ("The ship sank three days ago off the coast.", "three days ago", "DATE", "2025-05-05"),
    ("They married in 2019. Two years later, they left.", "Two years later", "DATE", "2021"),
    ("The city has grown for 80 years.", "80 years", "DURATION", "P80Y"),
    ("The war has lasted more than a decade.", "more than a decade", "DURATION", "P10Y"),
    ("He spent two and a half years in prison.", "two and a half years", "DURATION", "P2Y6M"),
    ("It was a three-and-a-half hour journey.", "three-and-a-half hour", "DURATION", "PT3H30M"),
    ("The minister will take over on January 20 next year.", "January 20 next year", "DATE", "2026-01-20"),
    ("The parties argued ahead of Sunday's vote.", "Sunday", "DATE", "2025-05-11"),
    ("They held a three-day meeting.", "three-day", "DURATION", "P3D"),
    ("Output fell over the past two months.", "the past two months", "DURATION", "P2M"),
    ("Sales rose in the first nine months.", "the first nine months", "DURATION", "P9M"),
    ("Profit doubled in the first quarter, the bank said.", "the first quarter", "DATE", "2025-Q1"),
    ("Third-quarter revenue fell 4%.", "Third-quarter", "DATE", "2024-Q3"),
    ("Revenue grew in the fourth quarter of 2024.", "the fourth quarter of 2024", "DATE", "2024-Q4"),
    ("The company expects a loss in fiscal 2025.", "fiscal 2025", "DATE", "2025"),
    ("The blast happened at 0900 GMT.", "0900 GMT", "TIME", "2025-05-08T09:00Z"),
    ("The curfew ends at 9:30 a.m. Friday.", "9:30 a.m. Friday", "TIME", "2025-05-09T09:30"),
    ("The market opened higher this morning.", "this morning", "TIME", "2025-05-08TMO"),
    ("Guards change every day at the gate.", "every day", "SET", "P1D"),
    ("The council meets every Thursday.", "every Thursday", "SET", "XXXX-WXX-4"),
    ("The committee meets on Tuesdays.", "Tuesdays", "SET", "XXXX-WXX-2"),
    ("The firm recently opened an office.", "recently", "DATE", "PAST_REF"),
    ("The army now controls the town.", "now", "DATE", "PRESENT_REF"),
    ("No one knows what the future holds.", "the future", "DATE", "FUTURE_REF"),
    ("Shops stay open on Christmas Day 2024.", "Christmas Day 2024", "DATE", "2024-12-25"),
    ("The pope spoke on Easter Sunday to a large crowd.", "Easter Sunday", "DATE", "2025-04-20"),
    ("Fires burned last summer in the hills.", "last summer", "DATE", "2024-SU"),
    ("The law was passed in the winter of 2023.", "the winter of 2023", "DATE", "2023-WI"),
    ("He died at the end of 2024.", "the end of 2024", "DATE", "2024"),
    ("It happened on 2025-05-01.", "2025-05-01", "DATE", "2025-05-01"),
]


@pytest.mark.parametrize(("body", "text", "kind", "value"), CASES, ids=[f"{case[1]}-{case[3]}" for case in CASES])
def test_values(extract: Extract, body: str, text: str, kind: str, value: str) -> None:
    result = extract(body, published=THURSDAY, language="en")
    assert (text, kind, value) in [(result.text[slice(*one.span)], one.type, one.value) for one in result.dates]


NOTHING = [
    "They marked the 80th anniversary of the victory.",
    "It may rain and they may march on the capital.",
    "MINISTER SAYS TAXES MAY RISE",
    "She paid $1990 for the boat.",
    "Flight 1949 landed safely.",
    "April Hart said she was tired of it all.",
    "He took second place and a quarter of the votes.",
    "",
    "🙂",
]


@pytest.mark.parametrize("body", NOTHING)
def test_no_expression(extract: Extract, body: str) -> None:
    assert extract(body, published=THURSDAY, language="en").dates == ()


def test_without_a_reference_time_relative_dates_stay_unresolved(extract: Extract) -> None:
    result = extract("He left on Thursday, three days ago, and was born in 1961.", language="en")
    assert [(result.text[slice(*one.span)], one.value) for one in result.dates] == [
        ("Thursday", None),
        ("three days ago", None),
        ("1961", "1961"),
    ]


def test_the_dateline_gives_the_reference_time(extract: Extract) -> None:
    body = "OSLO, March 3 (NTB) - The fleet sailed on Monday."
    result = extract(body, published="2025-03-05T08:00:00+00:00", language="en")
    assert [one.value for one in result.dates if result.text[slice(*one.span)] == "Monday"] == ["2025-03-03"]


def test_today_is_the_day_where_the_story_was_filed(extract: Extract) -> None:
    late = "2025-05-08T23:30:00+00:00"
    tokyo = extract("TOKYO (Reuters) - The yen fell on Friday against the dollar.", published=late, language="en")
    assert [one.value for one in tokyo.dates] == ["2025-05-09"]
    nowhere = extract("The yen fell today against the dollar.", published=late, language="en")
    assert [one.value for one in nowhere.dates] == ["2025-05-08"]


def test_holidays() -> None:
    assert [easter(year).isoformat() for year in (2024, 2025, 2026)] == ["2024-03-31", "2025-04-20", "2026-04-05"]
    assert HOLIDAYS["thanksgiving"](2024).isoformat() == "2024-11-28"
    assert HOLIDAYS["memorial day"](2025).isoformat() == "2025-05-26"
    for year in (1583, 1900, 2000, 2199):
        assert all(rule(year).year == year for rule in HOLIDAYS.values())


VALUE = re.compile(
    r"(PAST|PRESENT|FUTURE)_REF"
    r"|P(T?(\d+(\.\d+)?|X)[A-Z]{1,2})+(\d+[A-Z])?(T\d+H)?"
    r"|XXXX(-\d\d(-\d\d)?|-WXX-\d|-XX-XX|-SP|-SU|-FA|-WI)(T[A-Z0-9:]+)?"
    r"|\d{2,4}|\d{4}-\d\d|\d{4}-W\d\d(-WE)?|\d{4}-(Q[1-4]|H[12]|SP|SU|FA|WI)"
    r"|\d{4}-\d\d-\d\d(T(MO|AF|EV|NI|\d\d:\d\d(:\d\d)?Z?))?"
)
RUN = """Monday May 8 , 2025 last next week the third quarter of two years ago later a year earlier every day 9 a.m. GMT
and half March 31 the 1990s '80s early mid - late weekend Christmas Eve now first nine months ended Aug. 99 0000 2500
fiscal several a few couple decades 12/31/99 2025-13-45 25:61 hundred thousand night this morning Friday , .
twentieth century Q3 H1 fortnight millennium summer spring in since until by on said will meet"""
WORDS = st.sampled_from([*RUN.split(), "\n\n"])


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(WORDS, max_size=40))
def test_any_run_of_time_words(extract: Extract, words: list[str]) -> None:
    """Spans lie inside the text, in order and apart; values are TIMEX3; the same text gives the same dates."""
    body = " ".join(words)
    result = extract(body, published=THURSDAY, language="en")
    end = 0
    for one in result.dates:
        assert end <= one.span[0] < one.span[1] <= len(result.text)
        end = one.span[1]
        assert one.value is None or VALUE.fullmatch(one.value), one.value
    assert extract(body, published=THURSDAY, language="en").dates == result.dates
