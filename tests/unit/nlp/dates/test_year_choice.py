"""The year of a date without one."""

from __future__ import annotations

from datetime import date

import pytest

from wiredesk.nlp.dates.period import in_year, period
from wiredesk.nlp.dates.rules.years import NOT_YEARS
from wiredesk.nlp.dates.tense import FUTURE, OPEN, PAST
from wiredesk.nlp.dates.year_choice import counted_from, day_cost, day_without_year, month_cost
from wiredesk.nlp.pipeline import Pipeline

MAY_8 = period(date(2025, 5, 8), "day")


@pytest.mark.parametrize(
    ("month", "day", "tense", "value"),
    [
        (5, 9, OPEN, "2025-05-09"),
        (12, 20, OPEN, "2024-12-20"),
        (10, 1, OPEN, "2025-10-01"),
        (7, 1, PAST, "2025-07-01"),
        (10, 1, PAST, "2024-10-01"),
        (1, 5, FUTURE, "2026-01-05"),
        (2, 29, OPEN, "2024-02-29"),
    ],
)
def test_a_day_takes_the_nearest_year_that_its_tense_allows(month: int, day: int, tense: float, value: str) -> None:
    assert str(day_without_year(month, day, tense, MAY_8)) == value


def test_a_day_of_no_year_has_none() -> None:
    assert day_without_year(2, 30, OPEN, MAY_8) is None


def test_the_side_that_the_tense_speaks_against_costs_more() -> None:
    assert day_cost(10, PAST) > day_cost(10, OPEN) == day_cost(-10, PAST) == 10
    assert month_cost(2, PAST) > month_cost(-2, FUTURE) > month_cost(2, FUTURE)


@pytest.mark.parametrize(
    ("which", "month", "value"),
    [
        ("last", 2, "2025-03"),
        ("last", 10, "2024-11"),
        ("next", 2, "2026-03"),
        ("this coming", 10, "2025-11"),
        ("this", 2, "2025-03"),
        ("this past", 4, "2024-05"),
    ],
)
def test_last_and_next_count_from_the_month_that_runs(which: str, month: int, value: str) -> None:
    here = MAY_8.to("month")
    assert str(counted_from(here, in_year(2025, "month", month), which, 12)) == value


@pytest.mark.parametrize(("name", "sentence"), [(name, text) for name, _, text in NOT_YEARS if text])
def test_four_digits_that_are_no_year(pipeline: Pipeline, name: str, sentence: str) -> None:
    from wiredesk.contract import Article

    result = pipeline(Article(id="x", body=sentence, language="en"))
    assert [one.value for one in result.dates if one.value and len(one.value) == 4] == [], name
