"""Times as agencies write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from producer.formats.text.times import day_time_group, parse_time

AFTERNOON = datetime(2024, 11, 14, 15, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-14T15:01:02Z",
        "2024-11-14T16:01:02+01:00",
        "2024-11-14T16:01:02+0100",
        "2024-11-14T15:01:02.000Z",
        "20241114T150102Z",
        "20241115T020102+1100",
        "20241114T150102",
        "2024-11-14 15:01:02",
        "Thu, 14 Nov 2024 10:01:02 -0500",
        "Thu, 14 Nov 2024 10:01:02 EST",
        "14 Nov 2024 15:01:02 GMT",
        "  2024-11-14t15:01:02z ",
    ],
)
def test_one_moment_in_many_forms(text: str) -> None:
    assert parse_time(text) == AFTERNOON


def test_offsets_are_kept() -> None:
    time = parse_time("2024-11-14T16:01:02+01:00")
    assert time and time.utcoffset() == timedelta(hours=1)


def test_dates_and_minutes() -> None:
    assert parse_time("20241114") == datetime(2024, 11, 14, tzinfo=UTC)
    assert parse_time("20241114+0100") == datetime(2024, 11, 14, tzinfo=timezone(timedelta(hours=1)))
    assert parse_time("2024-11-14 15:01") == datetime(2024, 11, 14, 15, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2024-02-31T10:00:00Z", "YYYYMMDD000000-HHMM", "0000-00-00", "0001-01-01T00:00:00"),
        *(
            "2024-11-14T25:00:00Z",
            "2024-11-14T15:01:02+99:00",
            "Thu, 31 Feb 2024 10:00:00 GMT",
            "9999-12-31T23:59:59-14:00",
        ),
        *("20241114T150102+9999", "12", "Norland 14"),
    ],
)
def test_invalid_times_are_none(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize("value", [None, 12, 1.5, True, [], {}, b"2025-05-08"])
def test_only_text_is_a_time(value: object) -> None:
    assert parse_time(value) is None


def test_a_number_is_seconds_or_milliseconds() -> None:
    for value in (1731596462, 1731596462.0, 1731596462000):
        assert parse_time(value) == AFTERNOON


@pytest.mark.parametrize(
    ("group", "time"),
    [
        ("182322 GMT Nov 24", "2024-11-18T23:22:00+00:00"),
        ("182322 Nov 2024", "2024-11-18T23:22:00+00:00"),
        ("191100 MEZ Dez 24", "2024-12-19T11:00:00+01:00"),
        ("191100 GMT Mär 98", "1998-03-19T11:00:00+00:00"),
        ("191100 GMT août 24", "2024-08-19T11:00:00+00:00"),
        ("191100 GMT Mai 24", "2024-05-19T11:00:00+00:00"),
        ("251137 Lis 26", "2026-11-25T11:37:00+00:00"),
        ("251137 MSK Nov 26", "2026-11-25T11:37:00+03:00"),
        ("191100 GMT ott 24", "2024-10-19T11:00:00+00:00"),
    ],
)
def test_day_time_groups(group: str, time: str) -> None:
    found = day_time_group(group)
    assert found and found.isoformat() == time


@pytest.mark.parametrize(
    "group", ["", "312322 GMT Feb 24", "182562 GMT Nov 24", "182322 GMT Xyz 24", "182322 IST Nov 24"]
)
def test_invalid_groups_are_none(group: str) -> None:
    assert day_time_group(group) is None
