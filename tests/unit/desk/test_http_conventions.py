"""What every answer keeps to: HEAD, content codings, other origins, links between pages, usual addresses."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Any

import brotli
import httpx
import pytest

from desk.web import compression
from desk.web.acceptable import accepts
from desk.web.compression import chosen_coding
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from wiredesk.store import Store

HERE, CMS = "https://desk.example", "https://cms.example"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("conventions"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def desk(store: Store) -> Client:
    return Client(application(store))


def addresses(desk: Client) -> list[str]:
    """Every address that answers GET without parameters, and some that need them."""
    described = [path for path, methods in desk.get("/api/openapi.json").json()["paths"].items() if "get" in methods]
    pages = ["/", "/search?q=harbour", "/quotes", "/events", "/threads", "/topics", "/people", "/stats", "/api",
             "/healthz", "/readyz", "/metrics", "/robots.txt", "/static/desk.css", "/nothing", "/live",
             f"/story/{desk_stories.HARBOUR}", "/api/openapi.json", f"/api/stories/{desk_stories.HARBOUR}"]  # fmt: skip
    return [path for path in described if "{" not in path and path != "/api/dates"] + pages


def test_head_is_the_head_of_get_everywhere(desk: Client) -> None:
    for path in addresses(desk):
        head = desk.send("HEAD", path)
        assert head.content == b"" and head.status_code != 405, path
        if path in ("/api/stream", "/live", "/api/export", "/flashes"):
            continue  # endless, or of unknown length
        got = desk.get(path)
        assert head.status_code == got.status_code, path
        differs = {"content-length", "etag"} if path in ("/", "/metrics", "/stats", "/api/stats") else set()
        for name in ("content-type", "content-length", "etag", "vary", "link", "cache-control"):
            if name not in differs:
                assert head.headers.get(name) == got.headers.get(name), (path, name)


@pytest.mark.parametrize(("path", "allowed"), [("/api/stories", "GET, HEAD"), ("/api/extract", "POST")])
def test_a_method_that_is_not_there_is_told_which_are(desk: Client, path: str, allowed: str) -> None:
    answer = desk.send("PUT", path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.json()["status"] == 405


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("x-gzip;q=0.1, deflate", None),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0", None),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0, *", "gzip"),
        ("gzip;q=nonsense", None),
        (",;,", None),
    ],
)
def test_the_coding_that_a_reader_likes_best(accept: str, coding: str | None) -> None:
    assert chosen_coding(accept) == coding


def raw(desk: Client, path: str, accept: str) -> tuple[httpx.Response, bytes]:
    """Ask without letting httpx undo the coding."""
    return desk.raw(path, {"Accept-Encoding": accept})


@pytest.mark.parametrize("path", ["/", "/api/stories", "/api/export", "/api/export?format=csv", "/static/desk.css"])
@pytest.mark.parametrize(("accept", "undo"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_text_is_compressed_for_those_who_accept_it(desk: Client, path: str, accept: str, undo: Any) -> None:
    plain, whole = raw(desk, path, "identity")
    answer, body = raw(desk, path, accept)
    assert "content-encoding" not in plain.headers
    assert answer.headers["content-encoding"] == accept
    assert "Accept-Encoding" in answer.headers["vary"] and "Accept-Encoding" in plain.headers["vary"]
    assert len(body) < len(whole)
    if path != "/":  # it contains the time
        assert undo(body) == whole
        tag = answer.headers.get("etag", "W/")
        assert tag.startswith("W/") and tag.removeprefix("W/") == plain.headers.get("etag", "").removeprefix("W/")


@pytest.mark.parametrize("path", ["/healthz", "/api/versions/nothing", "/api/export?format=parquet"])
def test_what_is_short_or_binary_is_sent_as_it_is(desk: Client, path: str) -> None:
    assert "content-encoding" not in raw(desk, path, "gzip, br")[0].headers


def test_without_the_package_there_is_gzip(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(compression._COMPRESSORS, "br")
    assert raw(desk, "/api/stories", "gzip, br")[0].headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("origins", "origin", "allowed", "varies"),
    [
        ((), CMS, None, False),
        ((CMS,), CMS, CMS, True),
        ((CMS + "/",), CMS, CMS, True),
        ((CMS,), HERE, None, True),
        ((CMS,), None, None, True),
        (("*",), CMS, "*", False),
        (("*",), None, None, False),
        ((CMS,), "null", None, True),
    ],
)
def test_only_the_origins_of_the_setting_read_the_api(
    store: Store, origins: tuple[str, ...], origin: str | None, allowed: str | None, varies: bool
) -> None:
    desk = Client(application(store, web_origins=origins))
    headers = {"Origin": origin} if origin else {}
    answer = desk.get("/api/stories", headers)
    assert answer.headers.get("access-control-allow-origin") == allowed
    assert answer.headers["cross-origin-resource-policy"] == ("cross-origin" if allowed else "same-origin")
    assert ("Origin" in answer.headers["vary"].split(", ")) is varies
    page = desk.get("/", headers)
    assert "access-control-allow-origin" not in page.headers
    asked = headers | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    preflight = desk.send("OPTIONS", "/api/stories", asked)
    if not origins or not origin:
        assert preflight.status_code == 405
        return
    assert preflight.status_code == (204 if allowed else 403)
    assert preflight.headers.get("access-control-allow-origin") == allowed
    assert ("Authorization" in preflight.headers.get("access-control-allow-headers", "")) is bool(allowed)


def test_a_preflight_needs_no_token_and_an_error_can_be_read(store: Store) -> None:
    desk = Client(application(store, web_origins=(CMS,), web_token="token"))
    asked = {"Origin": CMS, "Access-Control-Request-Method": "GET"}
    assert desk.send("OPTIONS", "/api/stories", asked).status_code == 204
    refused = desk.get("/api/stories", {"Origin": CMS})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, CMS)


@pytest.mark.parametrize(
    "path", ["/api/stories", "/api/quotes", "/api/events", "/api/things", "/api/stories?sort=arrived"]
)
def test_the_links_lead_through_all_pages(desk: Client, path: str) -> None:
    joined = "&" if "?" in path else "?"
    whole = desk.get(f"{path}{joined}limit=200").json()
    key = next(name for name in whole if isinstance(whole[name], list))
    found: list[object] = []
    address: str | None = f"{path}{joined}limit=1"
    while address:
        answer = desk.get(address)
        found += answer.json()[key]
        links = re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers.get("link", ""))
        by_name = {rel: target for target, rel in links}
        assert ("first" in by_name) is ("cursor=" in address)
        address = by_name.get("next")
    assert found == whole[key] and len(found) > 1


@pytest.mark.parametrize(
    "path",
    [
        "/api/stories",
        "/api/stories?sort=arrived",
        "/api/search?q=friday+or+rescued&sort=relevance",
        "/api/things?window=all",
    ],
)
@pytest.mark.parametrize("limit", [1, 2])
def test_the_links_lead_back_to_the_first_page(desk: Client, path: str, limit: int) -> None:
    address: str = f"{path}{'&' if '?' in path else '?'}limit={limit}"
    pages = []
    while address:
        answer = desk.get(address)
        key = next(name for name, value in answer.json().items() if isinstance(value, list))
        links = {rel: to for to, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers.get("link", ""))}
        assert ("prev" in links) is bool(pages)
        if pages:
            assert desk.get(links["prev"]).json()[key] == pages[-1]
        pages.append(answer.json()[key])
        address = links.get("next", "")
    assert len(pages) > 1 or limit > 1


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/docs", 307, "/api"),
        ("/api/docs", 307, "/api"),
        ("/openapi.json", 307, "/api/openapi.json"),
        ("/robots.txt", 200, None),
    ],
)
def test_usual_addresses(desk: Client, path: str, status: int, location: str | None) -> None:
    answer = desk.get(path)
    assert (answer.status_code, answer.headers.get("location")) == (status, location)


@pytest.mark.parametrize("path", ["/api/stories", "/api/search"])
def test_a_total_is_counted_where_it_is_asked_for(desk: Client, path: str) -> None:
    plain, counted = desk.get(f"{path}?limit=1"), desk.get(f"{path}?limit=1&total=true")
    assert "total" not in plain.json() and "x-total-count" not in plain.headers
    assert counted.json()["total"] == len(desk.get(f"{path}?limit=200").json()["stories"]) > 1
    assert counted.headers["x-total-count"] == str(counted.json()["total"])


@pytest.mark.parametrize(
    ("accept", "fits"),
    [
        ("", True), ("*/*", True), ("application/json", True), ("application/*;q=0.1", True), ("text/html", False),
        ("application/xml, text/csv", False), ("application/json;q=0, */*", False), ("text/*, */*;q=0", False),
        ("APPLICATION/JSON; charset=utf-8", True), ("nonsense", True), ("application/json;q=x", True),
    ],
)  # fmt: skip
def test_an_accept_header_allows_a_type(accept: str, fits: bool) -> None:
    assert accepts(accept, "application/json") is (fits or not accept)


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/api/stories", "application/xml", 406),
        ("/api/stories", "application/json", 200),
        ("/api/stories", "text/html, application/*;q=0.5", 200),
        ("/", "application/json", 406),
        ("/", "text/html,application/xhtml+xml;q=0.9", 200),
        ("/search?q=harbour", "image/png", 406),
        ("/search.csv?q=harbour", "application/json", 200),
        ("/search.json?q=harbour", "text/csv", 200),
        ("/api/export?format=csv", "application/json", 200),
        ("/api/stories?sorce=x", "application/xml", 400),
        ("/healthz", "text/plain", 200),
        ("/static/desk.css", "text/css", 200),
    ],
)
def test_a_media_type_that_is_not_there_is_refused(desk: Client, path: str, accept: str, status: int) -> None:
    answer = desk.get(path, headers={"Accept": accept})
    assert answer.status_code == status, answer.text
    if status == 406:
        kind = "application/problem+json" if path.startswith("/api") else "text/html"
        assert answer.headers["content-type"].startswith(kind) and accept[:10] in answer.text
