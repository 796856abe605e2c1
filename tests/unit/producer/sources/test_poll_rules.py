"""When a feed is polled again, and with which conditions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from producer.sources.feeds import JITTER, MAX_INTERVAL_SECONDS, conditions, not_before, pause_after
from producer.sources.fetch import (
    MAX_RETRY_AFTER_SECONDS,
    Conditions,
    address_digest,
    parse_retry_after,
    redirected,
    sendable,
    validator,
)

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
    assert conditions({}) == Conditions()
    headers = {"If-None-Match": b'"a"', "If-Modified-Since": b"yesterday"}
    assert conditions({"etag": '"a"', "modified": "yesterday", "digest": "x"}) == Conditions(headers)


@pytest.mark.parametrize(
    ("etag", "sent"),
    [
        ('W/"1"', b'W/"1"'),
        ('"\xfc"', b'"\xfc"'),
        ('"\u010d"', None),
        ('"a\r\nX: y"', None),
        ('"\0"', None),
        (' "a"', None),
        (f'"{"a" * 9000}"', None),
        (7, None),
        ("", None),
    ],
)
def test_a_validator_is_sent_as_the_bytes_that_came_or_not_at_all(etag: object, sent: bytes | None) -> None:
    found = conditions({"etag": etag, "at": "abc"})
    assert found == Conditions({"If-None-Match": sent} if sent else {}, "abc")
    if isinstance(etag, str):
        assert (sendable(etag) or None) == sent


@pytest.mark.parametrize(
    ("raw", "text"), [(b'"\xc3\xbc"', '"\xc3\xbc"'), (b" a ", "a"), (b"\xff\0", None), (None, None)]
)
def test_a_validator_keeps_every_byte(raw: bytes | None, text: str | None) -> None:
    assert validator(raw) == text


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/b", "http://u:p@x.example/b"),
        ("http://x.example/b", "http://u:p@x.example/b"),
        ("https://x.example/b", "https://u:p@x.example/b"),
        ("https://x.example:8443/b", "https://x.example:8443/b"),
        ("http://y.example/b", "http://y.example/b"),
        ("//y.example/b", "http://y.example/b"),
        ("http://o:q@x.example/b", "http://o:q@x.example/b"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_user_and_password_follow_a_redirect_to_their_own_host_only(target: str, found: str) -> None:
    assert redirected("http://u:p@x.example/a", "http://u:p@x.example/a", target) == found


def test_a_remembered_pause_is_never_longer_than_a_day() -> None:
    assert not_before({"not_before": 1e12}) < 1e11
    assert not_before({"not_before": "soon"}) == not_before({}) == 0.0


def test_validators_of_a_signed_address_belong_to_it_also_with_the_next_signature() -> None:
    first = address_digest("https://u:p@x.example/feed?id=1&Signature=abc")
    assert first == address_digest("https://x.example/feed?id=1&Signature=def")
    assert first != address_digest("https://x.example/feed?id=2&Signature=abc")
