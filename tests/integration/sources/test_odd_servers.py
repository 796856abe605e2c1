"""Servers whose answers no HTTP library accepts, name codings that are none, or give a page instead of the feed."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Iterator, Mapping

import httpx
import pytest
from sqlalchemy import select

from producer.formats import Limits
from producer.sources import reconnect
from producer.sources.addresses import PUBLIC
from producer.sources.events import EventStream
from producer.sources.feeds import Feed, Feeds
from producer.sources.fetch import UNCONDITIONAL, Fetched, RequestLimits, fetch, http_client
from producer.sources.lenient_connection import LenientBackend, make_lenient
from producer.sources.source_registry import runnable_sources
from tests.integration.sources.conftest import Desk
from tests.integration.sources.rawserver import RawServer, response
from tests.support.feed_server import rss
from wiredesk.errors import BadData, TooLarge, Unavailable, WiredeskError
from wiredesk.retry import Backoff
from wiredesk.store import checkpoints
from wiredesk.store.tables import articles
from wiredesk.store.tables import checkpoints as checkpoint_rows

FEED = rss("Ferry sails again")
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(FEED), FEED)
RAW_DEFLATE = zlib.compressobj(9, zlib.DEFLATED, -15)
DEFLATED = RAW_DEFLATE.compress(FEED) + RAW_DEFLATE.flush()
PACKED = gzip.compress(FEED)
HTML = b"<!DOCTYPE html><html lang='en'><head><title>One moment</title></head><body><h1>wire.example</h1><p>%s</p>"
CHECK = HTML % b"Checking that you are human. Reference number %d, requested from 192.0.2.7." + b"</body></html>"


@pytest.fixture
def server() -> Iterator[RawServer]:
    running = RawServer()
    yield running
    running.stop()


def get(url: str, *, max_bytes: int = 2_000_000, private: bool = False) -> Fetched:
    async def run() -> Fetched:
        async with http_client("test") as http:
            return await fetch(http, url, UNCONDITIONAL, RequestLimits(max_bytes, 20.0, private))

    return asyncio.run(run())


def feeds(*urls: str, every: float = 0.05, private: bool = False) -> Feeds:
    return Feeds(tuple(Feed(url=url, every=every, gap=0, timeout=5, private=private) for url in urls))


HEADS = {
    "blank in a name": response(FEED, b"X-Powered By: PHP"),
    "slash in a name": response(FEED, b"get-cache/forum.php: no support"),
    "blank before the colon": response(FEED, b"Content-Type : application/rss+xml"),
    "no colon": response(FEED, b"X-Broken-Line"),
    "no name": response(FEED, b": value"),
    "the status line twice": response(FEED, b"HTTP/1.1 200 OK"),
    "brackets and quotes in a name": response(FEED, b'"X"[1]: a', b"(comment): b"),
    "UTF-8 in a name": response(FEED, "Größe: 5".encode()),
    "UTF-8 in a value": response(FEED, "X-Title: Zeitung für Köln".encode()),
    "raw bytes in a value": response(FEED, b"X-Title: \xe4\xff\x80"),
    "controls in a value": response(FEED, b"X-Title: a\0b\x0bc\x1b[0m"),
    "a folded line": response(FEED, b"X-Long: a", b"\tb", b" c"),
    "a folded line first": response(FEED, b" folded", b"X: y"),
    "Transfer-Encoding twice": response(
        CHUNKED, b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", length=False
    ),
    "chunked named twice": response(CHUNKED, b"Transfer-Encoding: chunked, Chunked", length=False),
    "Transfer-Encoding: identity": response(FEED, b"Transfer-Encoding: identity"),
    "gzip, chunked": response(
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED), b"Transfer-Encoding: gzip, chunked", length=False
    ),
    "both lengths": response(CHUNKED, b"Transfer-Encoding: chunked", b"Content-Length: 5", length=False),
    "the length twice": response(FEED, b"Content-Length: %d" % len(FEED)),
    "a length that is no number": response(FEED, b"Content-Length: unknown", length=False),
    "LF only": response(FEED, b"X: y").replace(b"\r\n", b"\n", 4),
    "LF at the end of the head": response(FEED).replace(b"\r\n\r\n", b"\n\n", 1),
    "LF in chunks": response(CHUNKED, b"Transfer-Encoding: chunked", length=False).replace(b"\r\n", b"\n"),
    "blanks about a chunk's size": response(
        b" %x  \r\n%s\r\n0  \r\n\r\n" % (len(FEED), FEED), b"Transfer-Encoding: chunked", length=False
    ),
    "an extension and odd trailers": response(
        b"%x;a=b\r\n%s\r\n000\r\nX Y: z\r\nno colon\r\n\r\n" % (len(FEED), FEED),
        b"Transfer-Encoding: chunked",
        length=False,
    ),
    "no reason phrase": response(FEED, status=b"200"),
    "a reason phrase in UTF-8": response(FEED, status="200 Très bien \u0001".encode()),
    "two blanks in the status line": response(FEED, status=b" 200  OK"),
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + FEED,
    "HTTP/2 by name": b"HTTP/2 200\r\nContent-Type: text/xml\r\n\r\n" + FEED,
    "small letters": b"http/1.1 200 ok\r\n\r\n" + FEED,
    "a blank line first": b"\r\n" + response(FEED),
    "interim answers": b"HTTP/1.1 103 Early Hints\r\nLink x: y\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + response(FEED),
    "no header at all": b"HTTP/1.1 200 OK\r\n\r\n" + FEED,
}


@pytest.mark.parametrize("what", HEADS)
def test_a_head_that_browsers_read_is_read(server: RawServer, what: str) -> None:
    server.pages["/feed"] = lambda _headers: HEADS[what]
    assert get(server.url("/feed")).data == FEED


BROKEN_HEADS = {
    "two lengths": (response(FEED, b"Content-Length: 5"), Unavailable),
    "a length that is too large": (response(FEED, b"Content-Length: 99999", length=False), Unavailable),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", Unavailable),
    "no chunk size": (response(b"zz\r\n" + FEED, b"Transfer-Encoding: chunked", length=False), Unavailable),
    "a negative chunk size": (response(b"-5\r\n" + FEED, b"Transfer-Encoding: chunked", length=False), Unavailable),
    "cut chunks": (response(CHUNKED[:-8], b"Transfer-Encoding: chunked", length=False), Unavailable),
    "an endless head": (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000, Unavailable),
    "an endless line of a chunk": (
        response(b"5;" + b"a" * 40_000, b"Transfer-Encoding: chunked", length=False),
        Unavailable,
    ),
}


@pytest.mark.parametrize("what", BROKEN_HEADS)
def test_a_broken_answer_is_an_error_in_one_line(server: RawServer, what: str) -> None:
    answer, error = BROKEN_HEADS[what]
    server.pages["/feed"] = lambda _headers: answer
    with pytest.raises(error) as caught:
        get(server.url("/feed"))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300


def test_a_connection_is_not_used_for_a_second_request(server: RawServer) -> None:
    hidden = response(rss("Smuggled"))
    server.pages["/feed"] = lambda _headers: response(FEED, b"Connection: keep-alive") + hidden

    async def run() -> list[bytes]:
        async with http_client("test") as http:
            limits = RequestLimits(1_000_000)
            return [(await fetch(http, server.url("/feed"), UNCONDITIONAL, limits)).data for _ in range(3)]

    assert asyncio.run(run()) == [FEED] * 3


def test_every_way_out_of_the_client_is_lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    client = make_lenient(httpx.AsyncClient(), PUBLIC)
    transports = {client._transport, *client._mounts.values()}
    pools = [transport._pool for transport in transports if isinstance(transport, httpx.AsyncHTTPTransport)]
    assert len(pools) >= 2 and all(isinstance(pool._network_backend, LenientBackend) for pool in pools)  # type: ignore[attr-defined]
    asyncio.run(client.aclose())


CODINGS = {
    "utf-8": FEED,
    "none": FEED,
    "aws-chunked": FEED,
    "identity": FEED,
    "gzip": FEED,
    "deflate": DEFLATED,
    "deflate ": zlib.compress(FEED),
    "deflate  ": FEED,
    "br": FEED,
    "zstd": FEED,
    "gzip,aws-chunked": PACKED,
    "gzip, gzip": PACKED,
    "gzip,  gzip": gzip.compress(PACKED),
    "x-gzip": gzip.compress(FEED[:100]) + gzip.compress(FEED[100:]),
    "": PACKED,
    "GZIP": PACKED + b"\0\0\0junk",
    "Gzip": PACKED[:-8],
    "amz-1.0": PACKED,
    "gzip;q=1": PACKED,
}


@pytest.mark.parametrize("named", CODINGS)
def test_what_the_bytes_are_counts_more_than_the_name_of_a_coding(server: RawServer, named: str) -> None:
    server.pages["/feed"] = lambda _headers: response(CODINGS[named], b"Content-Encoding: " + named.encode())
    assert get(server.url("/feed")).data == FEED


def test_a_coding_that_was_not_requested_is_read_if_its_package_is_there(server: RawServer) -> None:
    brotli = pytest.importorskip("brotli")
    zstandard = pytest.importorskip("zstandard")
    server.pages["/br"] = lambda _headers: response(brotli.compress(FEED), b"Content-Encoding: br")
    packed = zstandard.compress(FEED)
    server.pages["/zstd"] = lambda _headers: response(packed, b"Content-Encoding: zstd")
    assert get(server.url("/br")).data == get(server.url("/zstd")).data == FEED


@pytest.mark.parametrize(
    ("named", "body", "error"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(50_000_000))), TooLarge),
        ("deflate", zlib.compress(bytes(50_000_000)), TooLarge),
        ("gzip", PACKED[:-30], Unavailable),
        ("gzip", PACKED[:40] + b"\xff\xff\xff" + PACKED[43:], Unavailable),
        ("br", bytes(range(256)), BadData),
        ("gzip", b"".join(gzip.compress(b"") for _ in range(12_000)), BadData),
    ],
)
def test_damaged_or_hostile_codings_are_errors(
    server: RawServer, named: str, body: bytes, error: type[WiredeskError]
) -> None:
    server.pages["/feed"] = lambda _headers: response(body, b"Content-Encoding: " + named.encode())
    with pytest.raises(error):
        get(server.url("/feed"))


# ---- pages instead of feeds ------------------------------------------------------------------------------------------
PAGES = {
    "check": lambda number: CHECK % number,
    "login": lambda _: HTML % b"Please sign in to read the feed. Accounts are managed by your newsroom." + b"<form>",
    "home": lambda _: HTML % b"The ferry sails again, the harbour master Anna Lund said on Friday in Bodo.",
    "maintenance": lambda _: b"Service temporarily down for maintenance. We will be back shortly.\n",
    "fragment": lambda _: b"<br />\n<b>Warning</b>: mysqli_connect(): Connection refused in <b>/feed.php</b><br />\n",
    "json": lambda _: b'{"error": "rate limited", "status": 429}',
    "xml": lambda _: b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
    "empty": lambda _: b"",
    "blank": lambda _: b" \r\n\r\n",
    "picture": lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
    "zero": lambda number: b"%d" % number,
}


def test_pages_at_a_feeds_address_are_no_stories_and_told_once(desk: Desk, server: RawServer) -> None:
    for name, page in PAGES.items():
        server.pages[f"/{name}"] = lambda _headers, name=name, page=page: response(  # type: ignore[misc]
            page(1000 + server.asked[f"/{name}"]), b"Content-Type: text/html; charset=UTF-8"
        )
    server.pages["/202"] = lambda _headers: response(b"", b"x-amzn-waf-action: challenge", status=b"202 Accepted")
    server.pages["/good"] = lambda _headers: response(FEED)
    paths = [*(f"/{name}" for name in PAGES), "/202", "/good"]
    desk.start(feeds(*(server.url(path) for path in paths)))
    desk.until(lambda: all(server.asked[path] >= 4 for path in paths))
    desk.stop()
    assert desk.headlines() == ["Ferry sails again"]
    assert not desk.rejects.exists()
    for name in PAGES:
        lines = [line for line in desk.told if f"/{name}: " in line]
        assert len(lines) == 1 and "no feed" in lines[0] and "again in" in lines[0], (name, lines)
    assert sum("/202: HTTP 202" in line for line in desk.told) == 1


def test_a_page_names_its_feed_and_recovery_is_told(desk: Desk, server: RawServer) -> None:
    link = b"<html><head><link rel='alternate' type='application/rss+xml' href='/rss.xml?a=1&amp;b=2'></head><p>Home"
    answers = [response(link), response(link), response(b"", status=b"503 Busy"), response(link)]
    server.pages["/home"] = lambda _headers: answers.pop(0) if answers else response(FEED)
    desk.start(feeds(server.url("/home")))
    desk.until_reported("reads again")
    desk.until(lambda: desk.headlines() == ["Ferry sails again"])
    told = [line.partition("/home: ")[2] for line in desk.told if "/home: " in line]
    assert 'the page names "/rss.xml?a=1&b=2" as its feed' in told[0]
    assert [line.split(";")[0] for line in told[:2]] == ["no feed: an HTML page", "HTTP 503"]
    assert told[2:4] in (["1 published", "reads again"], ["reads again", "1 published"]) or "reads again" in told[2:4]


# ---- conditional requests --------------------------------------------------------------------------------------------
def etags(server: RawServer, path: str) -> list[bytes | None]:
    return [headers.get("if-none-match") for asked, headers in server.requests if asked == path]


def test_validators_are_sent_to_the_address_that_gave_them(desk: Desk, server: RawServer) -> None:
    def target(headers: Mapping[str, bytes]) -> bytes:
        if headers.get("if-none-match") == b'"v1"':
            return response(b"", status=b"304 Not Modified")
        return response(FEED, b'ETag: "v1"')

    location = f"Location: {server.url('/target', 'localhost')}".encode()
    server.pages["/moved"] = lambda _headers: response(b"", location, status=b"301 Moved Permanently")
    server.pages["/target"] = target
    desk.start(feeds(server.url("/moved"), private=True))
    desk.until(lambda: server.asked["/target"] >= 3)
    desk.stop()
    desk.over.clear()
    asked = server.asked["/target"]
    desk.start(feeds(server.url("/moved"), private=True))
    desk.until(lambda: server.asked["/target"] > asked)
    assert etags(server, "/target")[1:] == [b'"v1"'] * (len(etags(server, "/target")) - 1)
    assert set(etags(server, "/moved")) == {None}
    assert desk.headlines() == ["Ferry sails again"]


def test_a_redirect_to_another_document_is_read_whole(desk: Desk, server: RawServer) -> None:
    """Two documents may have the same entity tag."""
    targets = iter([b"/a", b"/a"])
    server.pages["/feed"] = lambda _headers: response(b"", b"Location: " + next(targets, b"/b"), status=b"302 Found")
    for path, title in (("/a", "Ferry sails again"), ("/b", "Bridge to open")):
        server.pages[path] = lambda headers, title=title: (  # type: ignore[misc]
            response(b"", status=b"304 Not Modified")
            if headers.get("if-none-match")
            else response(rss(title), b"ETag: 1")
        )
    desk.start(feeds(server.url("/feed")))
    desk.until(lambda: desk.headlines() == ["Ferry sails again", "Bridge to open"])


@pytest.mark.parametrize("etag", [b'"\xfc"', '"č"'.encode(), b'"\xff\x80"'])
def test_a_validator_beyond_ascii_is_sent_as_it_came(desk: Desk, server: RawServer, etag: bytes) -> None:
    server.pages["/feed"] = lambda _headers: response(FEED, b"ETag: " + etag)
    desk.start(feeds(server.url("/feed")))
    desk.until(lambda: server.asked["/feed"] >= 3)
    assert set(etags(server, "/feed")[1:]) == {etag}


@pytest.mark.parametrize("etag", ['"\u010d"', '"a\r\nX: y"', '"\0"', 7, "x" * 100_000])
def test_a_bad_mark_in_the_store_is_no_failure(desk: Desk, server: RawServer, etag: object) -> None:
    server.pages["/feed"] = lambda _headers: response(FEED)
    name = f"feed {server.url('/feed')}"
    with desk.store.write() as connection:
        checkpoints.write(connection, name, {"etag": etag, "modified": etag, "not_before": "soon", "at": 5})
    desk.start(feeds(server.url("/feed")))
    desk.until(lambda: desk.headlines() == ["Ferry sails again"])
    assert etags(server, "/feed")[0] is None


def test_a_server_that_a_condition_confuses_is_asked_without_one(desk: Desk, server: RawServer) -> None:
    server.pages["/feed"] = lambda headers: (
        response(b"", status=b"412 Precondition Failed") if "if-none-match" in headers else response(FEED, b'ETag: "a"')
    )
    desk.start(feeds(server.url("/feed")))
    desk.until_reported("reads again")


# ---- secrets ---------------------------------------------------------------------------------------------------------
SECRET = "t0p-geheim"


def everything(desk: Desk) -> str:
    """Everything that a person or another program can see."""
    with desk.store.read() as connection:
        rows = [str(tuple(row)) for table in (articles, checkpoint_rows) for row in connection.execute(select(table))]
    kept = [path.read_text("utf-8", "replace") for path in desk.rejects.glob("*.reason")]
    return "\n".join([*desk.told, *rows, *kept])


def test_no_secret_of_an_address_is_told_or_stored(desk: Desk, server: RawServer) -> None:
    broken = FEED.replace(b"<channel>", b"<chan")
    relative = FEED.replace(b"<guid isPermaLink='false'>Ferry-sails-again</guid>", b"<link>/news/17</link>")
    answers = {
        "/auth": response(relative.replace(b"Ferry sails", b"Bus runs")),
        "/broken": response(broken),
        "/page": response(HTML % b"Log in"),
        "/gone": response(b"", status=b"410 Gone"),
        "/away": response(b"", b"Location: http://localhost:9/?token=" + SECRET.encode(), status=b"301 Moved"),
        "/moved": response(b"", b"Location: /target?sig=" + SECRET.encode(), status=b"301 Moved"),
        "/target": response(rss("Tram stops")),
        "/odd": response(b"", b"Location: odd://u:" + SECRET.encode() + b"@x/", status=b"302 Found"),
        "/bad-gzip": response(PACKED[:30], b"Content-Encoding: gzip"),
    }
    for path, answer in answers.items():
        server.pages[path] = lambda _headers, answer=answer: answer  # type: ignore[misc]
    urls = [server.url(f"{path}?apikey={SECRET}", login=f"desk:{SECRET}@") for path in answers]
    desk.start(feeds(*urls, "http://127.0.0.1:9/?key=" + SECRET, every=0.2))
    desk.until(lambda: all(server.asked[f"{path}?apikey={SECRET}"] >= 2 for path in answers if path != "/gone"))
    desk.until(lambda: {"Bus runs again", "Tram stops"} <= set(desk.headlines()))
    desk.until_reported("removed (410)")
    desk.stop()
    assert SECRET not in everything(desk)
    login = {headers.get("authorization") for path, headers in server.requests if path.startswith("/auth")}
    assert login == {b"Basic ZGVzazp0MHAtZ2VoZWlt"}


def test_a_mark_under_the_whole_address_is_taken_over_once(desk: Desk, server: RawServer) -> None:
    url = server.url(f"/feed?key={SECRET}")
    with desk.store.write() as connection:
        checkpoints.write(connection, f"feed {url}", {"etag": '"a"', "moved": f"http://x/?key={SECRET}"})
    server.pages["/feed"] = lambda _headers: response(FEED, b'ETag: "b"')
    desk.start(feeds(url))
    desk.until(lambda: server.asked[f"/feed?key={SECRET}"] >= 3)
    desk.stop()
    assert etags(server, f"/feed?key={SECRET}")[:2] == [b'"a"', b'"b"']
    assert SECRET not in everything(desk)
    with desk.store.read() as connection:
        assert checkpoints.read(connection, f"feed {server.url('/feed')}?key=***")["etag"] == '"b"'


def test_two_feeds_that_differ_only_in_their_keys_are_told_apart(desk: Desk, server: RawServer) -> None:
    rows = [Feed(url=server.url(f"/feed?key={key}"), every=0.05, gap=0) for key in ("alpha", "beta")]
    server.pages["/feed?key=alpha"] = lambda _headers: response(rss("Ferry sails again"), b"ETag: 1")
    server.pages["/feed?key=beta"] = lambda _headers: response(rss("Bridge to open"), b"ETag: 1")
    desk.start(*runnable_sources(rows))
    desk.until(lambda: sorted(desk.headlines()) == ["Bridge to open", "Ferry sails again"])
    desk.stop()
    assert "alpha" not in everything(desk) and "beta" not in everything(desk)


# ---- charset, address, cookies, private networks ---------------------------------------------------------------------
def test_the_charset_of_the_head_is_that_of_the_feed(desk: Desk, server: RawServer) -> None:
    feed = rss("Přehrada vydrží").replace(b" encoding='utf-8'", b"").decode().encode("cp1250")
    server.pages["/feed"] = lambda _headers: response(feed, b'Content-Type : text/xml; Charset="windows-1250"')
    desk.start(feeds(server.url("/feed")))
    desk.until(lambda: desk.headlines() == ["Přehrada vydrží"])


def test_relative_links_resolve_without_user_and_password(desk: Desk, server: RawServer) -> None:
    feed = FEED.replace(b"<guid isPermaLink='false'>Ferry-sails-again</guid>", b"<link>/news/17</link>")
    server.pages["/a/feed"] = lambda _headers: response(feed)
    desk.start(feeds(server.url("/a/feed", login="desk:pass@")))
    desk.until(lambda: len(desk.headlines()) == 1)
    with desk.store.read() as connection:
        assert connection.execute(select(articles.c.url)).scalar() == server.url("/news/17")


@pytest.mark.parametrize(
    "lines",
    [
        [b"Location: /feed two"],
        ["Location: /f\u00fchre".encode()],
        ["Location: /f\u00fchre".encode("latin-1")],
        [b"Location: /b", b"Location: /b"],
        [b"Location: ?page=1"],
        [b"Location : /b#top"],
    ],
)
def test_odd_redirects_are_followed(server: RawServer, lines: list[bytes]) -> None:
    for path in ("/feed%20two", "/f%C3%BChre", "/b", "/a?page=1"):
        server.pages[path] = lambda _headers: response(FEED)
    server.pages["/a"] = lambda _headers: response(b"", *lines, status=b"302 Found")
    assert get(server.url("/a")).data == FEED


def test_a_cookie_that_was_just_set_is_sent_along(server: RawServer) -> None:
    server.pages["/feed"] = lambda headers: (
        response(FEED)
        if b"ok=1" in headers.get("cookie", b"")
        else response(b"", b"Set-Cookie: ok=1; Path=/", b"Location: /feed", status=b"302 Found")
    )
    assert get(server.url("/feed")).data == FEED


@pytest.mark.parametrize("host", ["localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1"])
def test_no_redirect_reaches_a_private_address(server: RawServer, host: str) -> None:
    location = f"Location: http://{host}:{server.port}/inside".encode()
    server.pages["/feed"] = lambda _headers: response(b"", location, status=b"302 Found")
    server.pages["/inside"] = lambda _headers: response(FEED)
    with pytest.raises(WiredeskError):
        get(server.url("/feed"))
    assert server.asked["/inside"] == 0


# ---- event streams ---------------------------------------------------------------------------------------------------
@pytest.fixture
def quick_reconnects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnect.run_with_reconnect, "__defaults__", (Backoff(0.05, 0.1),))


def event(id: str) -> bytes:
    return f'id: {id}\ndata: {{"id": "f", "headline": "Ferry", "body": "Ferry sails again."}}\n\n'.encode()


def last_ids(server: RawServer) -> set[bytes | None]:
    return {headers.get("last-event-id") for _, headers in server.requests[1:]}


@pytest.mark.usefixtures("quick_reconnects")
@pytest.mark.parametrize(("id", "sent"), [("č7", "č7".encode()), ("a\x01b", None), ("x" * 9000, None), ("7", b"7")])
def test_an_event_id_is_sent_as_it_came_or_not_at_all(
    desk: Desk, server: RawServer, id: str, sent: bytes | None
) -> None:
    server.pages["/events"] = lambda _headers: response(event(id), b"X Odd: 1", length=False)
    desk.start(EventStream(url=server.url("/events")))
    desk.until(lambda: server.asked["/events"] >= 3)
    desk.stop()
    assert desk.headlines() == ["Ferry"] and last_ids(server) == {sent}
    assert sum("listening" in line for line in desk.told) == 1  # a stream that ends at once is told once


@pytest.mark.usefixtures("quick_reconnects")
@pytest.mark.parametrize("named", ["gzip, gzip", "gzip", ""])
def test_a_compressed_stream_is_refused_and_not_decompressed(desk: Desk, server: RawServer, named: str) -> None:
    bomb = gzip.compress(gzip.compress(bytes(20_000_000)))
    server.pages["/events"] = lambda _headers: response(bomb, b"Content-Encoding: " + named.encode(), length=False)
    desk.start(EventStream(url=server.url(f"/events?token={SECRET}")))
    desk.until_reported("the stream is compressed, which was not requested")
    desk.until(lambda: server.asked[f"/events?token={SECRET}"] >= 3)
    desk.stop()
    assert sum("compressed" in line for line in desk.told) == 1 and SECRET not in everything(desk)


@pytest.mark.usefixtures("quick_reconnects")
def test_a_page_at_the_address_of_a_stream_is_told_once(desk: Desk, server: RawServer) -> None:
    server.pages["/events"] = lambda _headers: response(b"data: <p>Log in\n\n", b"Content-Type: Text/HTML; charset=x")
    desk.start(EventStream(url=server.url("/events")))
    desk.until(lambda: server.asked["/events"] >= 3)
    desk.stop()
    assert desk.headlines() == []
    assert sum("no event stream: text/html" in line for line in desk.told) == 1


@pytest.mark.usefixtures("quick_reconnects")
def test_a_stream_that_names_a_coding_that_is_none_is_read(desk: Desk, server: RawServer) -> None:
    server.pages["/events"] = lambda _headers: response(event("1"), b"Content-Encoding: gzip", length=False)
    desk.start(EventStream(url=server.url("/events")), limits=Limits(story_bytes=100_000))
    desk.until(lambda: desk.headlines() == ["Ferry"])
