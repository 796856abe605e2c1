"""Holidays with and without a year, for a story of Thursday 8 May 2025."""

from __future__ import annotations

from collections.abc import Callable

import pytest

HOLIDAY_DATES = [
    ("Shops closed on [Christmas Day].", "DATE", "2024-12-25"),
    ("Shops closed on [Christmas Eve].", "DATE", "2024-12-24"),
    ("Shops closed on [Boxing Day].", "DATE", "2024-12-26"),
    ("Shops closed on [New Year's Eve].", "DATE", "2024-12-31"),
    ("Shops closed on [New Year's Day].", "DATE", "2025-01-01"),
    ("Shops closed on [Valentine's Day].", "DATE", "2025-02-14"),
    ("Shops closed on [St. Patrick's Day].", "DATE", "2025-03-17"),
    ("Shops closed on [Good Friday].", "DATE", "2025-04-18"),
    ("Shops closed on [Easter Monday].", "DATE", "2025-04-21"),
    ("Shops closed on [Palm Sunday].", "DATE", "2025-04-13"),
    ("Shops closed on [Ash Wednesday].", "DATE", "2025-03-05"),
    ("Shops closed on [May Day].", "DATE", "2025-05-01"),
    ("Shops will close on [Memorial Day].", "DATE", "2025-05-26"),
    ("Shops will close on [Victory Day].", "DATE", "2025-05-09"),
    ("Shops will close on [Mother's Day].", "DATE", "2025-05-11"),
    ("Shops will close on [Labor Day].", "DATE", "2025-09-01"),
    ("Shops will close on [Halloween].", "DATE", "2025-10-31"),
    ("Shops will close on [Thanksgiving].", "DATE", "2025-11-27"),
    ("Shops will close on [Christmas Day].", "DATE", "2025-12-25"),
    ("Shops will close on [Bastille Day].", "DATE", "2025-07-14"),
    ("Shops will close on [Pentecost].", "DATE", "2025-06-08"),
    ("Shops closed on [Christmas Day 2020].", "DATE", "2020-12-25"),
    ("Shops closed on [Good Friday 2024].", "DATE", "2024-03-29"),
    ("Shops closed on [Easter Sunday 2024].", "DATE", "2024-03-31"),
    ("Shops closed on [Labor Day 2023].", "DATE", "2023-09-04"),
    ("Shops closed on [Thanksgiving Day 2023].", "DATE", "2023-11-23"),
    ("Shops closed on [New Year's Day 2000].", "DATE", "2000-01-01"),
    ("Shops will close on [Easter Monday 2026].", "DATE", "2026-04-06"),
    ("Shops closed [last Christmas].", "DATE", "2024-12-25"),
    ("Shops closed [last Easter].", "DATE", "2025-04-20"),
    ("Shops will close [next Christmas].", "DATE", "2025-12-25"),
]


@pytest.mark.parametrize(("sentence", "kind", "value"), HOLIDAY_DATES)
def test_a_holiday_has_its_day(
    marked_date: Callable[[str], object], sentence: str, kind: str, value: str | None
) -> None:
    assert marked_date(sentence) == (kind, value)
