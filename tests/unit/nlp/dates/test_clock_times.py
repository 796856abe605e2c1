"""Times of the clock with parts of the day and zones, for a story of Thursday 8 May 2025."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CLOCK_TIMES = [
    ("The plane landed at [9 a.m.].", "TIME", "2025-05-08T09:00"),
    ("The plane landed at [9 am].", "TIME", "2025-05-08T09:00"),
    ("The plane landed at [9:15 a.m.].", "TIME", "2025-05-08T09:15"),
    ("The plane landed at [9:15 p.m.].", "TIME", "2025-05-08T21:15"),
    ("The plane landed at [9.15pm].", "TIME", "2025-05-08T21:15"),
    ("The plane landed at [12 p.m.].", "TIME", "2025-05-08T12:00"),
    ("The plane landed at [12 a.m.].", "TIME", "2025-05-08T00:00"),
    ("The plane landed at [12:30 a.m.].", "TIME", "2025-05-08T00:30"),
    ("The plane landed at [12:30 p.m.].", "TIME", "2025-05-08T12:30"),
    ("The plane landed at [noon].", "TIME", "2025-05-08T12:00"),
    ("The plane landed at [midnight].", "TIME", "2025-05-08T24:00"),
    ("The plane landed at [14:45].", "TIME", "2025-05-08T14:45"),
    ("The plane landed at [00:05].", "TIME", "2025-05-08T00:05"),
    ("The plane landed at [1430 GMT].", "TIME", "2025-05-08T14:30Z"),
    ("The plane landed at [14:30 GMT].", "TIME", "2025-05-08T14:30Z"),
    ("The plane landed at [14:30 UTC].", "TIME", "2025-05-08T14:30Z"),
    ("The plane landed at [0005 GMT].", "TIME", "2025-05-08T00:05Z"),
    ("The plane landed at [2359 GMT].", "TIME", "2025-05-08T23:59Z"),
    ("The plane landed at [9 a.m. EST].", "TIME", "2025-05-08T09:00"),
    ("The plane landed at [9:30 a.m. EDT].", "TIME", "2025-05-08T09:30"),
    ("The plane landed at [9 a.m.] Eastern time.", "TIME", "2025-05-08T09:00"),
    ("The plane landed at [9 a.m.] local time.", "TIME", "2025-05-08T09:00"),
    ("The plane landed at [9 a.m. Monday].", "TIME", "2025-05-05T09:00"),
    ("The plane landed at [9 a.m. on Monday].", "TIME", "2025-05-05T09:00"),
    ("The plane landed at [3 p.m. Wednesday].", "TIME", "2025-05-07T15:00"),
    ("The plane landed at [3 p.m. on Wednesday].", "TIME", "2025-05-07T15:00"),
    ("The plane will land at [3 p.m. Friday].", "TIME", "2025-05-09T15:00"),
    ("The plane will land at [3 p.m. on Friday].", "TIME", "2025-05-09T15:00"),
    ("The plane will land at [8 p.m. tomorrow].", "TIME", "2025-05-09T20:00"),
    ("The plane landed at [8 p.m. yesterday].", "TIME", "2025-05-07T20:00"),
    ("The plane landed at [10 p.m. on March 5].", "TIME", "2025-03-05T22:00"),
    ("The plane landed at [10 p.m. on March 5, 2024].", "TIME", "2024-03-05T22:00"),
    ("The plane landed on Monday at [6:40 p.m.].", "TIME", "2025-05-05T18:40"),
    ("The plane landed in [the morning].", "TIME", "2025-05-08TMO"),
    ("The plane landed in [the afternoon].", "TIME", "2025-05-08TAF"),
    ("The plane landed [overnight].", "TIME", "2025-05-08TNI"),
    ("The plane landed at [9am].", "TIME", "2025-05-08T09:00"),
]


@pytest.mark.parametrize(("sentence", "kind", "value"), CLOCK_TIMES)
def test_a_time_of_the_clock_has_its_day(
    marked_date: Callable[[str], object], sentence: str, kind: str, value: str | None
) -> None:
    assert marked_date(sentence) == (kind, value)
