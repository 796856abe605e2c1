"""Sources are set up, changed, paused, tried and removed in the browser, by the API and by command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner, Result

from desk.cli import app
from tests.support.desk_client import Client, application
from tests.support.feed_server import FeedServer, rss
from wiredesk.errors import BadData, WiredeskError
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store, source_health, source_rows
from wiredesk.store.source_health import Heard
from wiredesk.store.source_tables import source_hours, source_status, sources
from wiredesk.store.types import now

OURS = {"Sec-Fetch-Site": "same-origin"}
BEARER = {"Authorization": "Bearer secret"}
URL = "https://example.org/rss"
OPML = (
    f'<opml version="2.0"><body><outline text="Coast"><outline title="Harbour" xmlUrl="{URL}"/></outline></body></opml>'
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sources")


@pytest.fixture(scope="module")
def store(home: Path) -> Iterator[Store]:
    opened = open_store(Settings(home=home))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def nothing_is_set_up(store: Store) -> None:
    with store.write() as connection:
        for table in (sources, source_status, source_hours):
            connection.execute(delete(table))


@pytest.fixture(scope="module")
def desk(store: Store) -> Client:
    return Client(application(store, web_token="secret", source_networks="127.0.0.0/8"))


@pytest.fixture(scope="module")
def cookie(desk: Client) -> dict[str, str]:
    entered = desk.send("POST", "/edit/enter", OURS, form={"token": "secret", "by": "Zoé", "back": "/"})
    return OURS | {"Cookie": "; ".join(one.partition(";")[0] for one in entered.headers.get_list("set-cookie"))}


@pytest.fixture(scope="module")
def server() -> Iterator[FeedServer]:
    made = FeedServer().start()
    made.pages["/six"] = lambda to: to.reply(data=rss("One", "Two", "Three", "Four", "Five", "Six"))
    yield made
    made.stop()


def rows(store: Store) -> dict[str, Any]:
    with store.read() as connection:
        return {row.name: row for row in source_rows.read_all(connection)}


def send(desk: Client, cookie: dict[str, str], act: str, **fields: str) -> httpx.Response:
    return desk.send("POST", "/edit/source", cookie, form={"act": act} | fields)


def api(desk: Client, method: str, path: str = "", given: Any = None) -> httpx.Response:
    return desk.send(method, f"/api/sources{path}", BEARER, given)


def command(home: Path, *words: str, feed: str | None = None) -> Result:
    runner = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "WIREDESK_SOURCE_NETWORKS": "127.0.0.0/8"})
    return runner.invoke(app, ["--home", str(home), "sources", *words], input=feed)


def test_a_source_is_set_up_changed_paused_and_removed_in_the_browser(
    store: Store, desk: Client, cookie: dict[str, str]
) -> None:
    added = send(desk, cookie, "add", name="Harbour", type="feed", **{"field.url": URL, "field.every": "300"})
    assert (added.status_code, added.headers["location"]) == (303, "/sources")
    assert rows(store)["Harbour"].given == {"url": URL, "every": "300"}
    page = desk.get("/sources", cookie).text
    assert "set up by <bdi>Zoé</bdi>" in page and "no producer follows it" not in page
    with store.write() as connection:
        connection.execute(update(sources).values(made_at=now(-60)))
    assert "no producer follows it: start wiredesk feed --desk" in desk.get("/sources", cookie).text
    form = desk.get("/sources/form?source=Harbour", cookie).text
    assert f'value="{URL}"' in form and 'value="300"' in form
    send(desk, cookie, "change", source="Harbour", name="Port", **{"field.url": "", "field.every": ""})
    assert rows(store)["Port"].given == {"url": URL}
    send(desk, cookie, "pause", name="Port")
    assert rows(store)["Port"].paused
    assert '<strong class="flag">paused</strong>' in desk.get("/sources").text
    assert send(desk, cookie, "fetch", name="Port").status_code == 409
    send(desk, cookie, "resume", name="Port")
    send(desk, cookie, "fetch", name="Port")
    assert rows(store)["Port"].asked_at
    send(desk, cookie, "remove", name="Port")
    assert rows(store) == {}


def test_a_form_that_cannot_be_taken_comes_back_with_the_reason(desk: Client, cookie: dict[str, str]) -> None:
    refused = send(desk, cookie, "add", name="X", type="feed", **{"field.url": "gopher://x", "field.every": "9"})
    assert refused.status_code == 422
    assert "does not begin with http:// or https://" in refused.text and 'value="9"' in refused.text
    folder = send(desk, cookie, "add", name="X", type="folder", **{"field.path": "/etc"})
    assert folder.status_code == 400 and "it reads files of the host" in folder.text
    assert send(desk, cookie, "paint").status_code == 400
    assert send(desk, cookie, "remove", name="none").status_code == 404


def test_without_the_token_nothing_can_be_changed_tried_or_exported(store: Store, desk: Client) -> None:
    for act in ("add", "change", "pause", "remove", "try", "fetch"):
        assert send(desk, OURS, act, name="X", type="feed").status_code == 403
    assert desk.send("POST", "/edit/sources", OURS, form={"opml": OPML}).status_code == 403
    assert desk.get("/sources.opml").status_code == 403
    page = desk.get("/sources").text
    assert "/edit/enter" in page and "/edit/source" not in page
    without_token = Client(application(store))
    for method, path, given in (
        ("POST", "", {"type": "feed", "fields": {}}), ("POST", "/try", {"type": "feed", "fields": {}}),
        ("PATCH", "/X", {}), ("DELETE", "/X", None),
    ):  # fmt: skip
        assert desk.send(method, f"/api/sources{path}", None, given).status_code == 401
        closed = without_token.send(method, f"/api/sources{path}", BEARER, given)
        assert closed.status_code == 403 and "Changes are off here" in closed.json()["detail"]


def test_parts_of_an_address_that_look_secret_are_shown_nowhere(
    store: Store, desk: Client, cookie: dict[str, str]
) -> None:
    secret = "4f1C2a9E7b3D4c5E8f90"
    send(desk, cookie, "add", name="Paid", type="feed", **{"field.url": f"https://example.org/{secret}/rss"})
    form = desk.get("/sources/form?source=Paid", cookie).text
    listed = desk.get("/api/sources", BEARER).text
    assert secret not in form + listed + desk.get("/sources", cookie).text
    send(desk, cookie, "change", source="Paid", name="Paid", **{"field.url": "", "field.every": "60"})
    assert rows(store)["Paid"].given == {"url": f"https://example.org/{secret}/rss", "every": "60"}
    assert secret in desk.get("/sources.opml", cookie).text


def test_a_source_is_tried_and_nothing_is_accepted(
    store: Store, desk: Client, cookie: dict[str, str], server: FeedServer
) -> None:
    page = send(desk, cookie, "try", name="", type="feed", **{"field.url": server.url("/six")}).text
    assert "6 stories. Nothing was accepted." in page and page.count('<article class="card">') == 5
    tried = api(desk, "POST", "/try", {"type": "feed", "fields": {"url": server.url("/html")}}).json()
    assert tried["stories"] == [] and tried["problem"].startswith("no feed: ")
    metadata = api(desk, "POST", "/try", {"type": "feed", "fields": {"url": "http://169.254.169.254/latest/"}}).json()
    assert metadata["problem"].startswith("the address is in a private network (169.254.169.254)")
    with store.read() as connection:
        assert source_health.read_all(connection) == [] and rows(store) == {}


def test_the_api_sets_up_changes_and_removes(store: Store, desk: Client) -> None:
    made = api(desk, "POST", given={"label": "Har/bour", "type": "feed", "fields": {"url": URL}, "by": "eve"})
    [source] = made.json()["sources"]
    assert (source["name"], source["state"], source["set_up"]["label"]) == (f"feed {URL}", "waiting", "Har/bour")
    again = api(desk, "POST", given={"type": "feed", "fields": {"url": URL}})
    assert again.status_code == 409 and 'reads the same as the source "Har/bour"' in again.json()["detail"]
    changed = api(desk, "PATCH", "/Har%2Fbour", {"label": "Port", "fields": {"every": 60}, "paused": True})
    assert changed.json()["sources"][0]["set_up"]["fields"] == {"url": URL, "every": 60.0}
    assert changed.json()["sources"][0]["state"] == "paused"
    assert api(desk, "PATCH", "/Port", {"fields": {"every": "soon"}}).status_code == 422
    assert api(desk, "PATCH", "/none", {"paused": True}).status_code == 404
    assert api(desk, "POST", given={"type": "redis", "fields": {}}).status_code == 422
    assert api(desk, "DELETE", "/feed%20https%3A%2F%2Fexample.org%2Frss").json()["sources"][0]["set_up"]["paused"]
    assert rows(store) == {}


def test_a_paused_source_is_not_silent_and_one_of_the_file_is_paused_only(
    store: Store, desk: Client, cookie: dict[str, str]
) -> None:
    name = "tcp wire.example.org:8311"
    with store.write() as connection:
        source_rows.keep_file_rows(connection, [(name, "tcp")])
        source_health.follow(connection, name, 1e-6)
        source_health.count(connection, name, Heard(messages=1, stories=1))
    assert api(desk, "GET").json()["sources"][0]["state"] == "silent"
    page = desk.get("/sources", cookie).text
    assert "from wire.toml" in page and 'value="pause"' in page and 'value="remove"' not in page
    send(desk, cookie, "pause", name=name)
    assert api(desk, "GET").json()["sources"][0]["state"] == "paused"
    assert send(desk, cookie, "remove", name=name).status_code == 409
    assert desk.get(f"/sources/form?source={name}", cookie).status_code == 409


def test_lists_of_feeds_come_and_go_as_opml(store: Store, home: Path, desk: Client, cookie: dict[str, str]) -> None:
    page = desk.send("POST", "/edit/sources", cookie, form={"opml": OPML}).text
    assert "1 added, 0 known, 0 refused." in page
    bad = desk.send("POST", "/edit/sources", cookie, form={"opml": "<rss/>"})
    assert bad.status_code == 400 and "the list: no OPML" in bad.text
    exported = command(home, "export").output
    assert f'xmlUrl="{URL}"' in exported and 'title="Harbour"' in exported
    assert command(home, "import", "-", feed=exported).output == "0 added, 1 known, 0 refused\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "-, line 1: not well-formed XML"),
        ("<opml><body>", "not well-formed XML"),
        ("<opml><head/></opml>", "-: no OPML; export the list"),
        ("<html><body><outline xmlUrl='x'/></body></html>", "-: no OPML"),
        ("<opml><body><outline text='a'/></body></opml>", "the OPML has no feed"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/x">]><opml><body><outline text="&a;"/></body></opml>', "no feed"),
    ],
)  # fmt: skip
def test_a_bad_list_is_one_line_and_exit_65(home: Path, text: str, message: str) -> None:
    found = command(home, "import", "-", feed=text)
    assert isinstance(found.exception, BadData) and found.exception.exit_code == 65
    assert message in str(found.exception)


def test_the_command_sets_up_lists_and_removes(store: Store, home: Path, server: FeedServer) -> None:
    added = command(home, "add", "Harbour", server.url("/six"), "--set", "every=300", "--by", "eve", "--json")
    assert json.loads(added.output)["set_up"]["made_by"] == "eve"
    assert command(home, "set", "Harbour", "--set", "every=", "--rename", "Port").stdout == "set Port\n"
    assert rows(store)["Port"].given == {"url": server.url("/six")}
    assert command(home, "pause", "Port").output == "paused Port\n"
    assert "Port" in command(home).output and "paused" in command(home, "list").output
    tried = command(home, "try", "Port", "--json")
    assert len(json.loads(tried.output)["stories"]) == 5 and tried.exit_code == 0
    failed = command(home, "try", server.url("/broken"))
    assert (failed.exit_code, failed.output) == (69, "HTTP 503\n")
    assert command(home, "resume", "Port").stdout == "resumed Port\n"
    assert command(home, "remove", "Port").output == "removed Port\n" and rows(store) == {}
    for words in (["pause", "Port"], ["add", "X", "--type", "stdin"], ["set", "X", "--set", "every"]):
        assert isinstance(command(home, *words).exception, WiredeskError)
