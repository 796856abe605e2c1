"""Rulings by the API and by command: the token, what is refused, and that pages and search honour them at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from desk.cli import app
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from wiredesk.store import Store

BEARER = {"Authorization": "Bearer token"}
HARBOUR = desk_stories.HARBOUR
EDITS: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/api/things/Nairobi/rulings", {"kind": "reject"}),
    ("POST", "/api/corrections", {"kind": "no_name", "story": HARBOUR, "entity": "Nairobi"}),
    ("DELETE", "/api/rulings/1", None),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rulings")


@pytest.fixture(scope="module")
def store(home: Path) -> Iterator[Store]:
    store = desk_stories.filled(home)
    yield store
    store.close()


@pytest.fixture(scope="module")
def desk(store: Store) -> Client:
    return Client(application(store, web_token="token"))


def send(desk: Client, method: str, path: str, given: Any = None) -> httpx.Response:
    return desk.send(method, path, BEARER, given)


def command(home: Path, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"}).invoke(app, ["--home", str(home), "things", *words])


@pytest.mark.parametrize(("method", "path", "given"), EDITS)
def test_changes_need_the_token_and_that_there_is_one(
    store: Store, desk: Client, method: str, path: str, given: Any
) -> None:
    closed = Client(application(store)).send(method, path, BEARER, given)
    assert closed.status_code == 403 and "set web_token (WIREDESK_WEB_TOKEN)" in closed.json()["detail"]
    assert desk.send(method, path, None, given).status_code == 401
    assert desk.send(method, path, {"Authorization": "Bearer other"}, given).status_code == 401


def test_a_merger_leads_search_to_both_and_undo_restores(desk: Client) -> None:
    made = send(desk, "POST", "/api/things/peter lund/rulings", {"kind": "same", "other": "Amina Otieno", "by": "eve"})
    [ruling] = made.json()["rulings"]
    assert (made.status_code, ruling["by"]) == (200, "eve")
    assert ruling["text"] == "“Peter Lund” and “Amina Otieno” are the same"
    assert isinstance(ruling["thing"]["id"], str)
    again = send(desk, "POST", "/api/things/peter lund/rulings", {"kind": "same", "other": ruling["other"]["id"]})
    assert again.status_code == 409 and "are one thing already" in again.json()["detail"]
    listed = send(desk, "GET", "/api/rulings").json()["rulings"]
    assert [one["ruling"] for one in listed] == [ruling["ruling"]]
    undone = send(desk, "DELETE", f"/api/rulings/{ruling['ruling']}?by=bob")
    assert undone.json()["rulings"][0]["undone_by"] == "bob"
    again = send(desk, "DELETE", f"/api/rulings/{ruling['ruling']}")
    assert again.status_code == 409 and "was undone already by bob" in again.json()["detail"]
    assert send(desk, "GET", "/api/rulings").json()["rulings"] == []
    assert len(send(desk, "GET", "/api/rulings?all=true").json()["rulings"]) == 1


def test_a_correction_is_in_the_document_in_searches_and_among_the_labels(desk: Client) -> None:
    given = {"story": HARBOUR, "kind": "speaker", "quote": "Port workers", "speaker": "Peter Lund", "by": "eve"}
    [ruling] = send(desk, "POST", "/api/corrections", given).json()["rulings"]
    document = send(desk, "GET", f"/api/stories/{HARBOUR}").json()
    [quote] = [one for one in document["quotes"] if "ruled_by" in one]
    assert (quote["speaker"], quote["speakers"], quote["ruled_by"], quote["score"]) == ("e5", ["e5"], "eve", 1.0)
    [label] = send(desk, "GET", "/api/corrections").json()["corrections"]
    assert label["text"][slice(*label["span"])] == label["words"] == "Port workers will vote on Friday"
    assert (label["was"]["name"], label["now"]["name"]) == ("Amina Otieno", "Peter Lund")
    quotes = send(desk, "GET", "/api/quotes?speaker=peter lund").json()["quotes"]
    assert [one["content"] for one in quotes] == ["Port workers will vote on Friday"]
    [line] = send(desk, "GET", "/api/export?min_score=0").text.splitlines()[-2:-1]
    assert '"ruled_by":"eve"' in line
    assert "speaker by eve" in send(desk, "GET", f"/story/{HARBOUR}").text
    send(desk, "DELETE", f"/api/rulings/{ruling['ruling']}")
    assert "ruled_by" not in send(desk, "GET", f"/api/stories/{HARBOUR}").text


REFUSED: tuple[tuple[str, Any, int, str], ...] = (
    ("/api/things/Nobody/rulings", {"kind": "reject"}, 404, "Nobody: is not mentioned in any visible story"),
    ("/api/things/Nairobi/rulings", {"kind": "same"}, 409, "needs another thing"),
    ("/api/things/Nairobi/rulings", {"kind": "marry"}, 422, "kind"),
    ("/api/things/Nairobi/rulings", {"kind": "name", "name": "x" * 5000}, 409, "has 5,000 characters, at most 500"),
    ("/api/things/Nairobi/rulings", {"kind": "split", "stories": [desk_stories.EMBARGOED]}, 404, "is not visible"),
    ("/api/corrections", {"kind": "no_name", "story": desk_stories.EMBARGOED, "entity": "Nairobi"}, 404, "not visible"),
    ("/api/corrections", {"kind": "no_name", "story": "\0", "entity": "x"}, 404, "is not visible"),
    ("/api/corrections", {"kind": "place", "story": HARBOUR, "entity": "Nairobi"}, 409, "neither an id nor coordin"),
)


@pytest.mark.parametrize(("path", "given", "status", "detail"), REFUSED)
def test_what_cannot_hold_is_refused_in_one_line(desk: Client, path: str, given: Any, status: int, detail: str) -> None:
    answer = send(desk, "POST", path, given)
    assert answer.status_code == status
    assert detail in answer.json()["detail"] and "\n" not in answer.json()["detail"]
    assert send(desk, "GET", "/api/rulings").json()["rulings"] == []


def test_commands_decide_list_and_undo(store: Store, home: Path) -> None:
    done = command(home, "rename", "nairobi", "Nairobi City", "--why", "as the desk writes it", "--by", "ann")
    assert "“Nairobi” is called “Nairobi City”" in done.output and "as the desk writes it" in done.output
    listed = [json.loads(line) for line in command(home, "rulings", "--json").output.splitlines()]
    assert (listed[0]["kind"], listed[0]["by"]) == ("name", "ann")
    file = home / "rulings.tsv"
    assert "1 rulings written" in command(home, "export", str(file)).output
    assert "0 rulings imported, 1 were known" in command(home, "import", str(file)).output
    assert command(home, "export", str(file)).exit_code != 0
    command(home, "correct", HARBOUR, "--entity", "Mombasa", "--at", "33.6,-95.5", "--country", "US")
    [label] = [json.loads(line) for line in command(home, "corrections").output.splitlines()]
    assert (label["was"]["lat"], label["now"]["lat"], label["now"]["country"]) == (-4.05, 33.6, "US")
    for n in (label["ruling"], listed[0]["ruling"]):
        assert command(home, "undo", str(n)).exit_code == 0
    assert command(home, "rulings").output.strip() == "no rulings"


@pytest.mark.parametrize("words", [
    ("merge", "Nairobi"), ("correct", HARBOUR, "--quote", "x"), ("correct", HARBOUR, "--entity", "x", "--at", "north"),
    ("correct", HARBOUR, "--entity", "x", "--type", "ORG", "--no-name"),
])  # fmt: skip
def test_a_command_that_says_too_little_or_too_much_exits_with_2(store: Store, home: Path, words: Any) -> None:
    done = command(home, *words)
    assert done.exit_code == 2 and done.stderr.count("\n") == 1
