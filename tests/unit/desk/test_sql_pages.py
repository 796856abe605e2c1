"""The page and the endpoint of readers' SQL."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.sql import sql_answer
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from tests.support.desk_stories import HARBOUR
from wiredesk.settings import CONFIG_VARIABLE
from wiredesk.store import Store

COUNT = "SELECT+count(*)+AS+stories+FROM+stories"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("sql"))
    yield store
    store.close()


@pytest.fixture
def desk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    file = tmp_path / "wire.toml"
    file.write_text('[[query]]\nname = "ours"\nsql = "SELECT id FROM stories"\nabout = "all of them"\n')
    monkeypatch.setenv(CONFIG_VARIABLE, str(file))
    return Client(application(store))


def test_the_page_shows_rows_links_and_tables(desk: Client) -> None:
    empty = desk.get("/sql").text
    assert "event_roles" in empty and "all of them" in empty
    page = desk.get(f"/sql?sql={COUNT}").text
    assert ">3</td>" in page and "1 rows" not in page and "1 row." in page
    assert "/sql.csv?sql=SELECT" in page
    assert HARBOUR in desk.get("/sql/ours").text
    assert "<script>" not in desk.get("/sql?sql=SELECT+headline+FROM+stories").text


def test_files_and_api_have_the_same_rows(desk: Client) -> None:
    asked = "sql=SELECT+id,+urgency+FROM+stories+ORDER+BY+seq"
    found = desk.get(f"/api/sql?{asked}").json()
    assert found["columns"] == ["id", "urgency"] and len(found["rows"]) == 3 and not found["cut"]
    lines = list(csv.reader(io.StringIO(desk.get(f"/sql.csv?{asked}").text)))
    assert [line[0] for line in lines[1:]] == [row[0] for row in found["rows"]]
    assert desk.get("/api/sql?query=ours&format=jsonl").text.count("\n") == 3
    assert desk.get("/sql.json?query=ours").json()["columns"] == ["id"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/sql?sql=DROP+TABLE+articles", 400, "only SELECT is possible"),
        ("/sql?sql=SELECT+*+FROM+watches", 400, "cannot be read"),
        ("/sql?statement=1", 400, "unknown parameter"),
        ("/sql.docx?sql=SELECT+1", 404, "no such format"),
        ("/sql/nothing", 404, "does not exist"),
        ("/api/sql?query=nothing", 404, ""),
        ("/api/sql", 400, "is empty"),
        ("/api/sql?sql=SELECT+nothing", 400, "nothing"),
    ],
)
def test_what_cannot_run_is_told_why(desk: Client, path: str, status: int, words: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == status and words in answer.text


def test_too_many_at_once_are_told_to_come_back(desk: Client) -> None:
    for _ in range(sql_answer.MAX_RUNNING):
        assert sql_answer._running.acquire(blocking=False)
    try:
        answer = desk.get(f"/api/sql?sql={COUNT}")
        assert answer.status_code == 429 and answer.headers["retry-after"]
        assert desk.get("/sql").status_code == 200
    finally:
        for _ in range(sql_answer.MAX_RUNNING):
            sql_answer._running.release()


def test_a_setting_turns_it_off_and_the_token_guards_changes(store: Store) -> None:
    off = Client(application(store, web_sql="off"))
    assert {off.get(path).status_code for path in ("/sql", "/sql/ours", "/api/sql", "/sql.csv")} == {404}
    answer = Client(application(store)).send("POST", "/edit/sql")
    assert answer.status_code == 403
    guarded = Client(application(store, web_token="secret"))
    assert guarded.get("/api/sql?sql=SELECT+1").status_code == 401


def test_limits_are_those_of_the_settings(store: Store) -> None:
    desk = Client(application(store, sql_rows=1))
    assert desk.get("/api/sql?sql=SELECT+id+FROM+stories").json()["cut"] is True
    assert "there are more" in desk.get("/sql?sql=SELECT+id+FROM+stories").text
