"""Feeds from a real server that behaves and misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.formats import Limits
from producer.sources.addresses import is_private
from producer.sources.feeds import Feed, Feeds, pause_after
from producer.sources.fetch import UNCONDITIONAL, RequestLimits, fetch, http_client, parse_retry_after
from tests.integration.sources.conftest import Desk
from tests.support.feed_server import FeedServer, Handler, rss
from wiredesk.errors import BadData, TooLarge, Unavailable, WiredeskError

QUICK = 0.05


@pytest.fixture
def server() -> Iterator[FeedServer]:
    running = FeedServer().start()
    yield running
    running.stop()


def feeds(server: FeedServer, *paths: str) -> Feeds:
    return Feeds(tuple(Feed(url=server.url(path), every=QUICK, gap=0, timeout=1) for path in paths))


def get(url: str, *, bytes: int = 2_000_000, seconds: float = 1.0) -> int:
    async def run() -> int:
        async with http_client("test") as http:
            return (await fetch(http, url, UNCONDITIONAL, RequestLimits(bytes, seconds))).status

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("/bomb", TooLarge, "more than 2,000,000 bytes"),
        ("/endless", TooLarge, "more than 2,000,000 bytes"),
        ("/slow", Unavailable, "no whole answer within 1 s"),
        ("/slow-head", Unavailable, "no whole answer within 1 s"),
        ("/truncated", Unavailable, ""),
        ("/chunked", Unavailable, ""),
        ("/cut-gzip", Unavailable, "end too early"),
        ("/bad-gzip", Unavailable, "damaged"),
        ("/brotli", BadData, "br"),
        ("/loop", BadData, "redirects"),
        ("/private", BadData, "private network"),
        ("/file", BadData, ""),
        ("/nonsense", Unavailable, ""),
        ("/huge-head", Unavailable, ""),
    ],
)
def test_a_bad_answer_is_an_error_in_one_line(
    server: FeedServer, path: str, error: type[WiredeskError], words: str
) -> None:
    with pytest.raises(error, match=words or None) as caught:
        get(server.url(path), seconds=10 if path in ("/bomb", "/endless") else 1)
    assert "\n" not in str(caught.value)


def test_nobody_listens() -> None:
    with pytest.raises(Unavailable):
        get("http://127.0.0.1:9/")


def test_a_good_feed_is_published_once_and_requested_only_if_changed(desk: Desk, server: FeedServer) -> None:
    titles = ["Ferry sails again"]

    def page(to: Handler) -> None:
        etag = f'"{len(titles)}"'
        if to.headers.get("If-None-Match") == etag:
            to.reply(304)
        else:
            to.reply(data=rss(*titles), ETag=etag)

    server.pages["/wire"] = page
    desk.start(feeds(server, "/wire"))
    desk.until(lambda: server.asked["/wire"] >= 4)
    assert desk.headlines() == ["Ferry sails again"]
    assert server.requests[-1][1]["If-None-Match"] == '"1"'
    titles.append("Bridge to open")
    desk.until(lambda: len(desk.headlines()) == 2)


def test_a_restart_continues_at_the_checkpoint(desk: Desk, server: FeedServer) -> None:
    server.pages["/wire"] = lambda to: to.reply(
        data=rss("Ferry sails again"), ETag='"a"', Last_Modified="Thu, 08 May 2025 09:00:00 GMT"
    )
    desk.start(feeds(server, "/wire"))
    desk.until(lambda: server.asked["/wire"] >= 3)
    desk.stop()
    asked = len(server.requests)
    desk.over.clear()
    desk.start(feeds(server, "/wire"))
    desk.until(lambda: len(server.requests) > asked)
    first = server.requests[asked][1]
    assert (first["If-None-Match"], first["If-Modified-Since"]) == ('"a"', "Thu, 08 May 2025 09:00:00 GMT")
    assert desk.headlines() == ["Ferry sails again"]


def test_a_failing_feed_delays_no_other(desk: Desk, server: FeedServer) -> None:
    bad = [path for path in server.pages if path not in ("/good", "/gzip", "/latin", "/moved", "/bomb")]
    desk.start(feeds(server, *bad, "/gzip", "/latin", "/good"), limits=Limits(file_bytes=1_000_000))
    desk.until(lambda: len(desk.headlines()) == 3)
    assert set(desk.headlines()) == {"Packed and posted", "Côte d’Ivoire élit", "Ferry sails again"}
    desk.until_reported("was removed (410)")
    desk.until(lambda: server.asked["/broken"] >= 2)
    assert server.asked["/busy"] == server.asked["/gone"] == 1
    desk.until_reported("/html: no feed")
    desk.stop()
    assert not desk.errors


def test_a_requested_pause_survives_a_restart(desk: Desk, server: FeedServer) -> None:
    desk.start(feeds(server, "/busy"))
    desk.until_reported("HTTP 429")
    desk.stop()
    desk.over.clear()
    desk.start(feeds(server, "/busy", "/good"))
    desk.until(lambda: server.asked["/good"] >= 3)
    assert server.asked["/busy"] == 1


def test_a_permanent_redirect_is_reported(desk: Desk, server: FeedServer) -> None:
    desk.start(feeds(server, "/moved"))
    desk.until_reported("moved for good")
    desk.until(lambda: desk.headlines() == ["Ferry sails again"])


def test_retry_after() -> None:
    now = datetime(2025, 5, 8, 12, tzinfo=UTC)
    assert parse_retry_after("120") == 120
    assert parse_retry_after("Thu, 08 May 2025 12:01:00 GMT", now) == 60
    assert parse_retry_after("Thu, 08 May 2025 11:00:00 GMT", now) == 0
    assert parse_retry_after("99999999999") == 86_400
    assert parse_retry_after("soon") is None and parse_retry_after("nan") is None and parse_retry_after(None) is None


@given(st.floats(0.01, 1e5), st.integers(0, 10_000), st.one_of(st.none(), st.floats(0, 1e5)), st.floats(0, 1))
def test_a_pause_is_never_shorter_than_requested_and_never_endless(
    every: float, failures: int, asked: float | None, chance: float
) -> None:
    pause = pause_after(every, failures, asked, (chance,))
    assert pause >= (asked or 0)
    assert pause <= max(3600.0, every) * 1.1 + 1 or pause == asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "100.64.0.1",
        "nonsense",
    ],
)
def test_private_addresses(address: str) -> None:
    assert is_private(address)


def test_public_addresses() -> None:
    assert not is_private("93.184.216.34") and not is_private("2606:2800:220:1::1")
