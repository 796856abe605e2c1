"""Stars, notes and reads in the browser, in the API and on the command line, and what of them is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from desk.cli import app
from desk.users.local_user import local_name
from desk.users.user_list import UserRole, add_user
from desk.users.user_names import name_key
from desk.users.user_tokens import proof_of
from desk.watches.watch_rows import known_watch, read_watches
from desk.web.visitor import USER_COOKIE
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from tests.support.desk_stories import EMBARGOED, HARBOUR, RESCUE
from wiredesk.errors import ConfigError
from wiredesk.store import Store
from wiredesk.store.user_tables import notes, stars, story_reads

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readers")


@pytest.fixture(scope="module")
def filled(home: Path) -> Iterator[Store]:
    store = desk_stories.filled(home)
    yield store
    store.close()


@pytest.fixture(scope="module")
def tokens(filled: Store) -> dict[str, str]:
    with filled.write() as connection:
        return {
            "ana": add_user(connection, "Ana", UserRole.EDITOR),
            "bo": add_user(connection, "Bo", UserRole.READER),
        }


@pytest.fixture
def store(filled: Store, tokens: dict[str, str]) -> Store:
    with filled.write() as connection:
        for table in (stars, notes, story_reads):
            connection.execute(table.delete())
    return filled


@pytest.fixture
def desk(store: Store) -> Client:
    return Client(application(store))


@pytest.fixture
def browser(tokens: dict[str, str]) -> dict[str, dict[str, str]]:
    """The headers of the browsers of the users who have signed in."""
    return {name: OURS | {"Cookie": f"{USER_COOKIE}={proof_of(token)}"} for name, token in tokens.items()}


def refused(answer: httpx.Response, status: int, words: str) -> None:
    assert answer.status_code == status, answer.text
    assert words in answer.text.replace("&#39;", "'")


def test_a_star_is_set_shown_found_and_taken_away(desk: Client, browser: dict[str, dict[str, str]]) -> None:
    ana, bo = browser["ana"], browser["bo"]
    starred = desk.send("POST", "/edit/star", ana, form={"star": HARBOUR, "back": "/search?q=cranes"})
    assert (starred.status_code, starred.headers["location"]) == (303, "/search?q=cranes")
    on = f'name="unstar" value="{HARBOUR}" aria-pressed="true"'
    for path in (
        "/",
        "/?view=compact",
        "/search?q=cranes",
        "/starred",
        f"/story/{HARBOUR}",
        "/wire",
        "/search?q=is:starred",
    ):
        assert on in desk.get(path, ana).text, path
        assert on not in desk.get(path, bo).text, path
        assert 'class="star"' not in desk.get(path).text, path
    assert desk.get("/api/stories?q=is:starred", ana).json()["stories"][0]["id"] == HARBOUR
    assert desk.get("/api/stories?q=is:starred", bo).json()["stories"] == []
    assert HARBOUR in desk.get("/search.csv?q=is:starred", ana).text
    refused(desk.get("/api/stories?q=is:starred"), 400, "is:starred needs a reader")
    refused(desk.get("/search?q=is:starred"), 400, "is:starred needs a reader; sign in")
    assert "Sign in to star stories" in desk.get("/starred").text
    assert desk.send("POST", "/edit/star", ana, form={"unstar": HARBOUR, "quiet": "1"}).status_code == 204
    assert "No starred stories." in desk.get("/starred", ana).text


def test_a_note_is_seen_by_all_and_changed_by_its_author(desk: Client, browser: dict[str, dict[str, str]]) -> None:
    ana, bo, page = browser["ana"], browser["bo"], f"/story/{HARBOUR}"

    def send(who: dict[str, str], **fields: str) -> httpx.Response:
        return desk.send("POST", "/edit/note", who, form=fields)

    assert send(bo, act="add", story=HARBOUR, text="<b>Call</b>\nback").headers["location"] == page
    assert "&lt;b&gt;Call&lt;/b&gt;\nback" in desk.get(page).text
    assert "Remove the note" not in desk.get(page).text
    [note] = desk.get(f"/api/notes?story={HARBOUR}").json()["notes"]
    assert (note["by"], note["story"], note["changed_at"]) == ("Bo", HARBOUR, None)
    n = str(note["note"])
    assert send(bo, act="change", note=n, text="Called", state=note["made_at"][:23] + "Z").status_code == 303
    refused(send(bo, act="change", note=n, text="x", state="then"), 409, "has changed meanwhile; load the page again")
    refused(send(ana, act="change", note=n, text="x"), 403, "is Bo's")
    assert HARBOUR in desk.get("/search?q=note:called").text and "Called" in desk.get(page).text
    assert "story,version,note,by,text" in desk.get("/api/export?table=notes&format=csv").text
    assert "Called" in desk.get("/search.jsonl?q=nairobi&table=notes").text
    assert send(ana, act="remove", note=n).status_code == 303
    refused(send(bo, act="remove", note=n), 404, "does not exist")


def test_what_cannot_be_kept_is_refused_in_one_line(desk: Client, browser: dict[str, dict[str, str]]) -> None:
    ana, note = browser["ana"], {"act": "add", "story": HARBOUR}

    def send(where: str, form: dict[str, str], headers: dict[str, str] = ana) -> httpx.Response:
        return desk.send("POST", f"/edit/{where}", headers, form=form)

    refused(send("note", note | {"text": "x" * 1_000_000}), 413, "The body is longer than 100000 bytes.")
    refused(send("note", note | {"text": "x" * 10_001}), 400, "is longer than 10,000 characters")
    refused(send("note", note | {"text": " \n"}), 400, "is empty")
    refused(send("note", note | {"act": "burn"}), 400, "no form of the desk")
    refused(send("note", {"act": "change", "note": "-1", "text": "x"}), 400, "no form of the desk")
    refused(send("note", {"act": "add", "story": EMBARGOED, "text": "x"}), 404, "is not visible")
    refused(send("star", {"star": "urn:nothing"}), 404, "is not visible")
    refused(send("star", {}), 400, "no form of the desk")
    refused(send("star", {"star": HARBOUR}, OURS), 403, "Sign in first")
    refused(
        send("star", {"star": HARBOUR}, ana | {"Sec-Fetch-Site": "cross-site"}), 403, "does not come from this desk"
    )
    for stories in ("", "[]", "[1]", '{"a":0}', '{"a":"1"}', '{"a":1.5}', "{" * 30_000):
        refused(send("read", {"stories": stories}), 400, "no form of the desk")


def test_what_was_read_follows_a_user(desk: Client, browser: dict[str, dict[str, str]]) -> None:
    ana = browser["ana"]
    assert " data-read>" not in desk.get("/", ana).text
    read = {"stories": json.dumps({HARBOUR: 2, "urn:nothing": 1}), "read": "1"}
    assert desk.send("POST", "/edit/read", ana, form=read).status_code == 204
    assert desk.get("/", ana).text.count(" data-read>") == 1
    assert " data-read>" not in desk.get("/", browser["bo"]).text + desk.get("/").text
    assert [one["id"] for one in desk.get("/api/stories?q=is:read", ana).json()["stories"]] == [HARBOUR]
    assert HARBOUR not in desk.get("/api/stories?q=-is:read", ana).text
    assert desk.send("POST", "/edit/read", ana, form=read | {"read": "0"}).status_code == 204
    assert " data-read>" not in desk.get("/", ana).text


def test_programs_star_and_note_with_a_users_token(desk: Client, tokens: dict[str, str]) -> None:
    head = {name: {"Authorization": f"Bearer {token}"} for name, token in tokens.items()}
    assert desk.get("/api/me", head["ana"]).json() == {"name": "Ana", "role": "editor"}
    assert desk.send("POST", "/api/stars", head["bo"], {"stories": [HARBOUR, RESCUE]}).json()["unstarred"] == []
    assert desk.send("DELETE", f"/api/stars?story={RESCUE}", head["bo"]).json()["unstarred"] == [RESCUE]
    assert len(desk.get("/api/search?q=is:starred", head["bo"]).json()["stories"]) == 1
    read = desk.send("POST", "/api/reads", head["bo"], {"stories": {HARBOUR: 2, "urn:nothing": 1}})
    assert read.json() == {"read": {HARBOUR: 2}}
    assert desk.get("/api/search?q=is:read", head["bo"]).json()["stories"][0]["id"] == HARBOUR
    unread = desk.send("POST", "/api/reads", head["bo"], {"stories": {HARBOUR: 2}, "read": False})
    assert unread.json() == {"read": {}}
    refused(desk.send("POST", "/api/reads", head["bo"], {"stories": {HARBOUR: 0}}), 422, "stories")
    note = desk.send("POST", "/api/notes", head["bo"], {"story": HARBOUR, "text": "one"}).json()
    again = desk.send("POST", f"/api/notes/{note['note']}", head["bo"], {"text": "two"}).json()
    assert again["text"] == "two" and again["changed_at"]
    refused(desk.send("POST", f"/api/notes/{note['note']}", head["ana"], {"text": "x"}), 403, "is Bo's")
    assert desk.send("DELETE", f"/api/notes/{note['note']}", head["ana"]).json()["by"] == "Bo"
    refused(desk.send("POST", "/api/stars", head["bo"], {"stories": []}), 422, "stories")
    refused(desk.send("POST", "/api/stars", None, {"stories": [HARBOUR]}), 403, "does not come from this desk")
    refused(desk.send("POST", "/api/stars", OURS, {"stories": [HARBOUR]}), 403, "belong to a user")


def test_the_user_of_this_machine_stars_where_nobody_else_is_meant(tmp_path: Path) -> None:
    store = desk_stories.filled(tmp_path)
    here, name = Client(application(store)), local_name()
    assert "Starred" in here.get("/").text and "Signed in" not in here.get("/").text
    assert here.get("/api/me").json() == {"name": name, "role": None}
    assert here.send("POST", "/edit/star", OURS, form={"star": HARBOUR}).status_code == 303
    runner = CliRunner()

    def run(*words: str) -> str:
        done = runner.invoke(app, ["--home", str(tmp_path), *words])
        assert done.exit_code == 0, done.output
        return done.output

    assert HARBOUR in run("search", "is:starred", "--json")
    run("star", "--remove", HARBOUR)
    assert "No starred stories." in here.get("/starred").text
    written = json.loads(run("note", "add", HARBOUR, "Call", "back", "--json"))
    assert (written["by"], written["text"]) == (name, "Call back")
    assert "Call again" in run("note", "edit", str(written["note"]), "Call again") and "Call again" in run(
        "note", "list"
    )
    assert "Call again" in run("show", HARBOUR)
    assert "Call again" in run("export", "notes", "--format", "csv", "note:again")
    run("note", "remove", str(written["note"]))
    run("watch", "add", "mine", "is:starred")
    with store.read() as connection:
        watch = known_watch(connection, "mine").watch
        assert watch and watch.filters.reader == name_key(name) and watch.filters.tree() is not None
    file = tmp_path / "wire.toml"
    file.write_text('[[watch]]\nname = "w"\nquery = "is:starred"\n')
    with pytest.raises(ConfigError, match="is:starred and is:read need a reader"):
        read_watches(file, [])
    proxied = {"X-Forwarded-For": "10.0.0.9"}
    silent = OURS | {"Origin": "https://desk.example.org"}
    assert here.send("POST", "/edit/star", silent, form={"star": HARBOUR}).status_code == 403
    for desk, headers in ((here, proxied), (Client(application(store, web_token="secret")), {}),
                          (Client(application(store, web_host="0.0.0.0")), {})):  # fmt: skip
        assert "Starred" not in desk.get("/", headers).text
        assert desk.send("POST", "/edit/star", OURS | headers, form={"star": HARBOUR}).status_code == 403
    store.close()
