"""Days counted within a period or from another day, for a story of Thursday 8 May 2025."""

from __future__ import annotations

from collections.abc import Callable

import pytest

COUNTED_DAYS = [
    # within a period
    ("The talks end on [the last Friday of this month].", "DATE", "2025-05-30"),
    ("The talks ended on [the last Friday of April].", "DATE", "2025-04-25"),
    ("The talks begin on [the first Monday of next month].", "DATE", "2025-06-02"),
    ("The talks began on [the second Tuesday in March].", "DATE", "2025-03-11"),
    ("The talks will begin on [the 3rd Sunday in October].", "DATE", "2025-10-19"),
    ("The talks began on [the third Thursday of January 2024].", "DATE", "2024-01-18"),
    ("The talks began on [the first Saturday of last month].", "DATE", "2025-04-05"),
    ("The talks will begin on [the first Monday of next year].", "DATE", "2026-01-05"),
    ("The talks began on [the first Wednesday of 2024].", "DATE", "2024-01-03"),
    ("The talks begin on [the last Friday morning of this month].", "TIME", "2025-05-30TMO"),
    ("The talks begin on [the fifth Monday of this month].", "DATE", None),
    ("The talks began on [the first day of last month].", "DATE", "2025-04-01"),
    ("The talks end on [the last day of the year].", "DATE", "2025-12-31"),
    ("The talks end on [the final day of this month].", "DATE", "2025-05-31"),
    ("The talks began in [the first week of April].", "DATE", "2025-W14"),
    ("The talks began in [the last week of April].", "DATE", "2025-W18"),
    ("The talks were held on [the last weekend of April].", "DATE", "2025-W17-WE"),
    ("The talks ended in [the last month of 2024].", "DATE", "2024-12"),
    ("The talks began on [the 15th of last month].", "DATE", "2025-04-15"),
    ("The talks begin on [the first of next month].", "DATE", "2025-06-01"),
    ("The talks begin on [Monday of next week].", "DATE", "2025-05-12"),
    ("The talks began on [Friday last week].", "DATE", "2025-05-02"),
    ("The talks begin on [Thursday next week].", "DATE", "2025-05-15"),
    ("The talks began on [Monday night this week].", "TIME", "2025-05-05TNI"),
    ("The talks end on [the penultimate Friday of this month].", "DATE", "2025-05-23"),
    ("The talks end on [the second-to-last day of this month].", "DATE", "2025-05-30"),
    ("The talks end on [the last business day of this month].", "DATE", None),
    ("The talks end in [the second half of next month].", "DATE", None),
    ("The talks end in [the last week] of the fair.", "DATE", None),
    # pairs
    ("The talks will begin in [the week of May 19].", "DATE", "2025-W21"),
    ("The talks began [the weekend of April 12-13].", "DATE", "2025-W15-WE"),
    ("The talks will begin [the week of Memorial Day].", "DATE", "2025-W22"),
    ("The talks will begin [the week] of the 19th.", "DATE", None),
    ("The talks began on [Boxing Day last year].", "DATE", "2024-12-26"),
    ("The talks began [two days after Christmas last year].", "DATE", "2024-12-27"),
    ("The talks began [this week last year].", "DATE", "2024-W19"),
    ("The talks began [three years ago this month].", "DATE", "2022-05"),
    ("The talks began [two years ago last week].", "DATE", "2023-W18"),
    ("The talks began [two Mondays ago].", "DATE", "2025-04-28"),
    ("The talks will begin [two Mondays from now].", "DATE", "2025-05-19"),
    ("The talks have gone on since [Tuesday last].", "DATE", "2025-05-06"),
    ("The talks will begin on [Tuesday next].", "DATE", "2025-05-13"),
    ("The talks began [the week after Easter].", "DATE", "2025-W17"),
    ("The talks will begin [the week following Labor Day].", "DATE", "2025-W37"),
    ("The talks will begin [the weekend after Memorial Day].", "DATE", "2025-W22-WE"),
    ("The talks will begin [the night before Memorial Day].", "TIME", "2025-05-25TNI"),
    ("The talks are set for [a week from Monday].", "DATE", "2025-05-19"),
    ("They talked on [the Monday] after the vote.", "DATE", None),
    # repetitions
    ("The council meets on [the first Monday of every month].", "SET", None),
    ("The council meets on [the fourth Thursday of each November].", "SET", None),
    ("The council meets [every second Tuesday].", "SET", "XXXX-WXX-2"),
    ("The council meets [every other Friday].", "SET", "XXXX-WXX-5"),
    ("The council meets [every Christmas].", "SET", "XXXX-12-25"),
    ("The council meets [every Easter].", "SET", "XXXX"),
    # nothing says which
    ("The choir sang on [the second Sunday] of Advent.", "DATE", None),
    ("The choir sang on [the last Friday] of the fair.", "DATE", None),
    # one further
    ("The dam burst [the day before yesterday].", "DATE", "2025-05-06"),
    ("The dam will open [the day after tomorrow].", "DATE", "2025-05-10"),
    ("The dam burst [day before yesterday].", "DATE", "2025-05-06"),
    ("The dam burst [the Tuesday before last].", "DATE", "2025-04-29"),
    ("The dam will open [the Saturday after next].", "DATE", "2025-05-17"),
    ("The dam burst [the week before last].", "DATE", "2025-W17"),
    ("The dam will open [the week after next].", "DATE", "2025-W21"),
    ("The dam burst [the weekend before last].", "DATE", "2025-W17-WE"),
    ("The dam burst [the month before last].", "DATE", "2025-03"),
    ("The dam burst [the year before last].", "DATE", "2023"),
    ("The dam burst [the night before last].", "TIME", "2025-05-06TNI"),
    ("The dam burst [the March before last].", "DATE", "2024-03"),
    # from another day
    ("The court will rule [a week from Friday].", "DATE", "2025-05-16"),
    ("The court will rule [a week from tomorrow].", "DATE", "2025-05-16"),
    ("The court will rule [two weeks from today].", "DATE", "2025-05-22"),
    ("The court will rule [a week on Monday].", "DATE", "2025-05-19"),
    ("The court will rule on [Friday week].", "DATE", "2025-05-16"),
    ("The court will rule [tomorrow week].", "DATE", "2025-05-16"),
    ("The court will rule on [Monday fortnight].", "DATE", "2025-05-26"),
    ("The court will rule [a month from today].", "DATE", "2025-06-08"),
    ("The court ruled [a year ago today].", "DATE", "2024-05-08"),
    ("The court ruled [10 years ago today].", "DATE", "2015-05-08"),
    ("The court ruled [10 years ago Monday].", "DATE", None),
    ("The court ruled [a week ago Monday].", "DATE", "2025-04-28"),
    ("The court ruled [two days before Christmas].", "DATE", "2024-12-23"),
    ("The court ruled [the day after Christmas].", "DATE", "2024-12-26"),
    ("The court ruled [three days after March 5].", "DATE", "2025-03-08"),
    ("The court ruled on [the Sunday after Easter].", "DATE", "2025-04-27"),
    ("The court ruled on [the last Monday before Christmas].", "DATE", "2024-12-23"),
    ("They vote on [the first Tuesday after the first Monday in November].", "DATE", "2025-11-04"),
    # by the clock
    ("The court will rule at [nine o'clock].", "TIME", "2025-05-08T09:00"),
    ("The court will rule at [nine o’clock in the evening].", "TIME", "2025-05-08T21:00"),
]


@pytest.mark.parametrize(("sentence", "kind", "value"), COUNTED_DAYS, ids=[row[0] for row in COUNTED_DAYS])
def test_a_counted_day_is_found_with_its_value(
    marked_date: Callable[[str], object], sentence: str, kind: str, value: str | None
) -> None:
    assert marked_date(sentence) == (kind, value)


LENGTHS = [
    ("The plant was closed for [two weeks] from Monday.", "P2W"),
    ("The plant was closed [two weeks] from March 9 to 23.", "P2W"),
    ("The quota holds for [12 months] from April 1.", "P12M"),
    ("He spent [a week] on Monday's speech.", "P1W"),
    ("He resigned [a day] after Monday's vote.", "P1D"),
]


@pytest.mark.parametrize(("sentence", "value"), LENGTHS, ids=[row[0] for row in LENGTHS])
def test_a_length_of_time_from_a_day_stays_a_length(
    marked_date: Callable[[str], object], sentence: str, value: str
) -> None:
    assert marked_date(sentence) == ("DURATION", value)


@pytest.mark.parametrize(
    "sentence", ["He paid 1999 euros.", "She lent him 2000 rubles.", "It falls under Section 1983."]
)
def test_a_counted_or_numbered_thing_is_no_year(
    dates_in: Callable[[str], dict[str, tuple[str, str | None]]], sentence: str
) -> None:
    assert dates_in(sentence) == {}


RANGES = [
    ("The road will be closed between Monday and Wednesday.", ["2025-05-12", "2025-05-14"]),
    ("The road will be closed from Saturday to Tuesday.", ["2025-05-10", "2025-05-13"]),
    ("The fair will run Friday through Sunday.", ["2025-05-09", "2025-05-11"]),
    ("The road was closed from Monday to Wednesday.", ["2025-05-05", "2025-05-07"]),
    ("He bought shares from April 14 to Wednesday.", ["2025-04-14", "2025-05-07"]),
]


@pytest.mark.parametrize(("sentence", "values"), RANGES, ids=[row[0] for row in RANGES])
def test_a_range_of_weekdays_ends_after_it_begins(
    dates_in: Callable[[str], dict[str, tuple[str, str | None]]], sentence: str, values: list[str]
) -> None:
    assert [value for _, value in dates_in(sentence).values()] == values
