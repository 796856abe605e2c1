"""Tests of ``POST /wire`` over a real socket."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import socket
import zipfile

import httpx
import pytest

from producer.formats import Limits
from producer.sources.endpoint import MAX_UPLOADS_PER_ADDRESS, Endpoint
from tests.integration.sources.conftest import Desk
from tests.support.feed_server import rss
from wiredesk.errors import ConfigError

BODY = "LYON, May 8 (Xample) - Mayor Anna Kovac said on Thursday that the bridge would open in June."
NINJS = {"uri": "urn:x:bridge", "version": "2", "type": "text", "headline": "Bridge to open", "body_text": BODY}
TOKEN = {"Authorization": "Bearer tide-table"}


@pytest.fixture
def url(desk: Desk) -> str:
    desk.start(Endpoint.model_validate({"port": 0, "token": "tide-table"}), limits=Limits(file_bytes=100_000))
    return address(desk)


def address(desk: Desk) -> str:
    desk.until_reported("POST http")
    return next(line for line in desk.told if "POST http" in line).rpartition(" ")[2]


def post(url: str, data: bytes, **headers: str) -> httpx.Response:
    return httpx.post(url, content=data, headers=TOKEN | headers, timeout=20)


def test_accepted_is_in_the_ledger(desk: Desk, url: str) -> None:
    answer = post(url, json.dumps(NINJS).encode())
    assert answer.status_code == 202
    assert desk.headlines() == ["Bridge to open"]
    assert answer.json() == {
        "id": "urn:x:bridge",
        "stories": [{"id": "urn:x:bridge", "version": 2, "known": False}],
        "skipped": [],
        "rejected": [],
    }
    again = post(url, gzip.compress(json.dumps(NINJS).encode()), **{"Content-Encoding": "gzip"})
    assert again.status_code == 202 and again.json()["stories"][0]["known"] is True
    assert post(url, rss("Ferry sails", "Ferry stays")).json()["stories"][1]["id"] == "Ferry-stays"
    assert len(desk.headlines()) == 3


@pytest.mark.parametrize(
    ("data", "headers", "status", "words"),
    [
        (b"x" * 100_001, {}, 413, "more than 100,000 bytes"),
        (gzip.compress(b" " * 5_000_000), {"Content-Encoding": "gzip"}, 413, "more than 100,000 bytes"),
        (b"{}", {}, 415, "neither ninjs"),
        (b"<svg/>", {}, 415, "<svg>"),
        (b"<rss/>", {"Content-Encoding": "br"}, 415, "content encoding br"),
        (b"", {}, 422, "empty"),
        (b'{"uri": "urn:x', {}, 422, ""),
        (b"not gzip", {"Content-Encoding": "gzip"}, 422, "damaged"),
        (b"[" * 60_000, {}, 422, ""),
    ],
)
def test_refused_with_a_reason(
    desk: Desk, url: str, data: bytes, headers: dict[str, str], status: int, words: str
) -> None:
    answer = post(url, data, **headers)
    assert answer.status_code in ({415, 422} if not words else {status}), answer.text
    assert words in answer.json()["error"]
    assert desk.headlines() == []


def test_a_picture_is_skipped_and_named(url: str) -> None:
    answer = post(url, json.dumps(NINJS | {"type": "picture"}).encode())
    assert answer.status_code == 200 and "picture" in answer.json()["skipped"][0]


def test_only_with_the_token(desk: Desk, url: str) -> None:
    data = json.dumps(NINJS).encode()
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic tide-table"}):
        answer = httpx.post(url, content=data, headers=headers)
        assert answer.status_code == 401 and answer.json()["error"]
    assert httpx.get(url, headers=TOKEN).status_code == 405
    assert desk.headlines() == []


def test_without_a_token_no_web_page_may_post(desk: Desk) -> None:
    desk.start(Endpoint(port=0))
    url, data = address(desk), json.dumps(NINJS).encode()
    assert httpx.post(url, content=data, headers={"Origin": "https://example.org"}).status_code == 403
    assert httpx.post(url, content=data).status_code == 202


def test_open_to_others_needs_a_token(desk: Desk) -> None:
    desk.start(Endpoint(host="0.0.0.0", port=0))
    desk.stop()
    assert isinstance(desk.errors[0], ConfigError) and "token" in str(desk.errors[0])


def test_a_port_in_use_is_reported(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        desk.start(Endpoint(port=taken.getsockname()[1]))
        desk.stop()
    assert isinstance(desk.errors[0], ConfigError)


def test_a_failing_ledger_is_not_answered_with_202(desk: Desk, url: str) -> None:
    with desk.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE articles RENAME TO elsewhere")
    assert post(url, json.dumps(NINJS).encode()).status_code in (500, 503)
    with desk.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO articles")
    assert post(url, json.dumps(NINJS).encode()).status_code == 202


@pytest.mark.parametrize("start", [b"", b"POST /wire HTTP/1.1\r\nHost: x\r\nContent-Le"])
def test_idle_connections_do_not_shut_the_endpoint(desk: Desk, url: str, start: bytes) -> None:
    port = httpx.URL(url).port
    held = []
    try:
        for number in range(100):  # more than one address may hold
            one = socket.create_connection(("127.0.0.1", port))
            with contextlib.suppress(OSError):
                one.sendall(start)
            held.append(one)
            if number % 25 == 24:
                assert post(url, json.dumps(NINJS | {"uri": f"urn:x:{number}"}).encode()).status_code == 202
    finally:
        for one in held:
            one.close()
    assert len(desk.headlines()) == 4


def test_uploads_that_do_not_go_on_leave_places_for_others(desk: Desk, url: str) -> None:
    port = httpx.URL(url).port
    head = b"POST /wire HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tide-table\r\nContent-Length: 90\r\n\r\n{"
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(MAX_UPLOADS_PER_ADDRESS)]
    try:
        for one in held:
            one.sendall(head)
        # this address has used its places up; another one (a reverse proxy's, say) still has some
        desk.until(lambda: post(url, json.dumps(NINJS).encode()).status_code == 503)
        transport = httpx.HTTPTransport(local_address="127.0.0.2")
        with httpx.Client(transport=transport) as other:
            assert other.post(url, content=json.dumps(NINJS).encode(), headers=TOKEN).status_code == 202
    finally:
        for one in held:
            one.close()


def test_without_the_token_no_upload_place_is_taken(url: str) -> None:
    port = httpx.URL(url).port
    head = b"POST /wire HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n{"
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
    try:
        for one in held:
            one.sendall(head)
            assert b" 401 " in one.recv(1000)
        assert post(url, json.dumps(NINJS).encode()).status_code == 202
    finally:
        for one in held:
            one.close()


@pytest.mark.parametrize("charset", ["windows-1250", "iso-8859-2", '"utf-8"', "nonsense"])
def test_the_charset_of_the_content_type_counts(desk: Desk, url: str, charset: str) -> None:
    text = "Přehrada vydrží\n\nPRAHA, Nov 24 (XP) - Přehrada vydrží další déšť.\n"
    encoded = text.encode("utf-8" if "nonsense" in charset else charset.strip('"'))
    answer = post(url, encoded, **{"Content-Type": f"text/plain; charset={charset}"})
    assert answer.status_code == 202 and desk.headlines() == ["Přehrada vydrží"]


def test_a_stop_ends_the_endpoint_while_clients_hold_on(desk: Desk, url: str) -> None:
    port = httpx.URL(url).port
    with socket.create_connection(("127.0.0.1", port)) as idle:
        desk.stop()
        idle.settimeout(60)
        with contextlib.suppress(OSError):
            assert idle.recv(10) == b""


def test_an_archive_is_read_member_by_member(desk: Desk, url: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", json.dumps(NINJS))
        archive.writestr("b.json", "{broken")
        archive.writestr("../c.txt", f"Ferry sails\n\n{BODY}\n")
    answer = post(url, packed.getvalue(), **{"Content-Type": "application/zip"})
    assert answer.status_code == 202 and len(answer.json()["stories"]) == 2
    assert "POST, member b.json" in answer.json()["rejected"][0]
    assert desk.headlines() == ["Bridge to open", "Ferry sails"]


def test_an_answer_can_always_be_encoded(url: str) -> None:
    picture = b'{"uri": "urn:\\ud83d\\u001b[2J", "type": "picture", "headline": "x"}'
    answer = post(url, picture)
    assert answer.status_code == 200 and "\x1b" not in answer.json()["skipped"][0]
