"""Calendar periods: their values, their arithmetic, and the ends of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiredesk.nlp.dates.period import UNITS, Period, in_year, on_day, period, weekday

DAY = date(2025, 5, 8)

VALUES = [
    ("day", "2025-05-08"),
    ("week", "2025-W19"),
    ("weekend", "2025-W19-WE"),
    ("month", "2025-05"),
    ("quarter", "2025-Q2"),
    ("season", "2025-SP"),
    ("half", "2025-H1"),
    ("year", "2025"),
    ("decade", "202"),
    ("century", "20"),
]


@pytest.mark.parametrize(("unit", "value"), VALUES)
def test_the_period_of_a_day_has_a_timex_value(unit: str, value: str) -> None:
    assert str(period(DAY, unit)) == value


@pytest.mark.parametrize(
    ("unit", "steps", "value"),
    [
        ("day", -8, "2025-04-30"),
        ("week", 34, "2026-W01"),
        ("month", -5, "2024-12"),
        ("quarter", -2, "2024-Q4"),
        ("season", 3, "2025-WI"),
        ("half", 1, "2025-H2"),
        ("century", -1, "19"),
    ],
)
def test_a_shift_goes_over_the_year(unit: str, steps: int, value: str) -> None:
    assert str(period(DAY, unit).shift(steps)) == value


def test_january_is_in_the_winter_of_the_year_before() -> None:
    assert str(period(date(2025, 1, 15), "season")) == "2024-WI"


def test_a_day_that_does_not_exist_is_no_period() -> None:
    assert on_day(2025, 2, 29) is None
    assert str(on_day(2024, 2, 29)) == "2024-02-29"


@pytest.mark.parametrize(("step", "value"), [(-1, "2025-05-05"), (1, "2025-05-12")])
def test_the_nearest_monday(step: int, value: str) -> None:
    assert str(weekday(period(DAY, "day"), 0, step)) == value


@pytest.mark.parametrize("step", [-1, 1])
def test_a_thursday_is_its_own_nearest_thursday(step: int) -> None:
    assert weekday(period(DAY, "day"), 3, step) == period(DAY, "day")


@pytest.mark.parametrize("unit", UNITS)
def test_periods_beyond_the_calendar_are_not_known(unit: str) -> None:
    assert period(DAY, unit).known
    assert not Period(unit, 10**9).known
    assert not Period(unit, -1).known


@given(st.dates(date(1, 12, 31), date(9998, 12, 31)), st.sampled_from(UNITS))
def test_a_period_holds_its_first_day(day: date, unit: str) -> None:
    one = period(day, unit)
    assert period(one.first_day(), unit) == one
    assert one.to(unit) == one


def test_parts_of_a_year_count_from_0() -> None:
    assert [str(in_year(2024, unit, 1)) for unit in ("month", "quarter", "season", "half")] == [
        "2024-02",
        "2024-Q2",
        "2024-SU",
        "2024-H2",
    ]
