"""When a feed is polled again, and with which conditions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from producer.sources.feeds import JITTER, MAX_INTERVAL_SECONDS, conditions, pause_after
from producer.sources.fetch import MAX_RETRY_AFTER_SECONDS, parse_retry_after

NOON = datetime(2025, 5, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "failures", "asked", "seconds"),
    [
        (120, 0, None, 120),
        (120, 1, None, 240),
        (120, 2, None, 480),
        (120, 50, None, MAX_INTERVAL_SECONDS),
        (7200, 3, None, 7200),
        (120, 0, 300, 300),
        (120, 0, 10, 120),
    ],
)
def test_a_failing_feed_is_polled_less_often(every: float, failures: int, asked: float | None, seconds: float) -> None:
    assert pause_after(every, failures, asked, chance=[0.5]) == pytest.approx(seconds)


def test_pauses_vary_so_that_polls_do_not_synchronise() -> None:
    assert pause_after(100, 0, None, chance=[0]) == pytest.approx(100 * (1 - JITTER))
    assert pause_after(100, 0, None, chance=[1]) == pytest.approx(100 * (1 + JITTER))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("120", 120),
        ("-5", 0),
        ("99999999", MAX_RETRY_AFTER_SECONDS),
        ("Thu, 08 May 2025 12:01:00 GMT", 60),
        ("Thu, 08 May 2025 11:00:00 GMT", 0),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, NOON) == seconds


def test_a_feed_is_requested_only_if_it_changed() -> None:
    assert conditions({}) == {}
    assert conditions({"etag": '"a"', "modified": "yesterday", "digest": "x"}) == {
        "If-None-Match": '"a"',
        "If-Modified-Since": "yesterday",
    }
