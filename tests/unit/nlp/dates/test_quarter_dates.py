"""Quarters, halves and fiscal years, for a story of Thursday 8 May 2025."""

from __future__ import annotations

from collections.abc import Callable

import pytest

QUARTERS = [
    ("Sales fell in [the first quarter of 2025].", "DATE", "2025-Q1"),
    ("Sales fell in [the second quarter of 2024].", "DATE", "2024-Q2"),
    ("Sales fell in [the third quarter of last year].", "DATE", "2024-Q3"),
    ("Sales fell in [the fourth quarter of 2023].", "DATE", "2023-Q4"),
    ("Sales fell in [Q1 2025].", "DATE", "2025-Q1"),
    ("Sales fell in [Q4 2024].", "DATE", "2024-Q4"),
    ("Sales fell in [Q3 of 2024].", "DATE", "2024-Q3"),
    ("Sales fell in [Q1].", "DATE", "2025-Q1"),
    ("Sales fell in [the first quarter].", "DATE", "2025-Q1"),
    ("Sales fell in [the third quarter].", "DATE", "2024-Q3"),
    ("Sales fell in [the fourth quarter].", "DATE", "2024-Q4"),
    ("Sales will fall in [the second quarter].", "DATE", "2025-Q2"),
    ("Sales will fall in [the third quarter].", "DATE", "2025-Q3"),
    ("Sales will fall in [the fourth quarter].", "DATE", "2025-Q4"),
    ("Sales will fall in [the first quarter of next year].", "DATE", "2026-Q1"),
    ("Sales will fall in [the first quarter of 2026].", "DATE", "2026-Q1"),
    ("Sales fell in [the first half of 2024].", "DATE", "2024-H1"),
    ("Sales fell in [the second half of 2024].", "DATE", "2024-H2"),
    ("Sales fell in [the first half of last year].", "DATE", "2024-H1"),
    ("Sales fell in [the second half of last year].", "DATE", "2024-H2"),
    ("Sales will fall in [the second half of this year].", "DATE", "2025-H2"),
    ("Sales will fall in [the second half].", "DATE", "2025-H2"),
    ("Sales fell in [H1 2024].", "DATE", "2024-H1"),
    ("Sales fell in [fiscal 2024].", "DATE", "2024"),
    ("Sales fell in [fiscal year 2024].", "DATE", "2024"),
    ("Sales will fall in [fiscal 2026].", "DATE", "2026"),
    ("Sales fell [this quarter].", "DATE", "2025-Q2"),
    ("Sales fell [last quarter].", "DATE", "2025-Q1"),
    ("Sales fell in [the latest quarter].", "DATE", "2025-Q1"),
    ("Sales fell in [the current quarter].", "DATE", "2025-Q2"),
    ("Sales will fall [next quarter].", "DATE", "2025-Q3"),
    ("The [first-quarter] loss was small.", "DATE", "2025-Q1"),
    ("The [second-quarter] loss will be small.", "DATE", "2025-Q2"),
    ("The [fourth-quarter] loss was small.", "DATE", "2024-Q4"),
]


@pytest.mark.parametrize(("sentence", "kind", "value"), QUARTERS)
def test_a_quarter_has_its_year(
    marked_date: Callable[[str], object], sentence: str, kind: str, value: str | None
) -> None:
    assert marked_date(sentence) == (kind, value)
