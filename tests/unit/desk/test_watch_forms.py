"""The form "Watch this search" says what it does not take, and how else a watch is made."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest

from tests.support import desk_stories
from tests.support.desk_client import Client, application
from wiredesk.store import Store

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("watches"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def desk(store: Store) -> Client:
    return Client(application(store, web_token="secret"))


@pytest.fixture(scope="module")
def cookie(desk: Client) -> str:
    entered = desk.send("POST", "/edit/enter", OURS, form={"token": "secret", "by": "Zoé", "back": "/"})
    return "; ".join(one.partition(";")[0] for one in entered.headers.get_list("set-cookie"))


def send(desk: Client, cookie: str, **fields: str) -> httpx.Response:
    return desk.send("POST", "/edit/watch", OURS | {"Cookie": cookie}, form=fields)


@pytest.mark.parametrize(
    ("name", "query", "message"),
    [
        ("w", {}, "a watch needs a filter"),
        ("w", {"speker": "x"}, "speker: unknown filter"),
        ("w", {"urgency": "soon"}, "invalid urgency &#34;soon&#34;"),
        ("w", {"since": "never"}, "never"),
        ("a name", {"q": "x"}, "watch a name, name: "),
        ("", {"q": "x"}, "watch , name: "),
    ],
)
def test_a_watch_that_cannot_be_is_refused_with_the_reason(
    desk: Client, cookie: str, name: str, query: dict[str, str], message: str
) -> None:
    answer = send(desk, cookie, act="add", name=name, query=urlencode(query))
    assert answer.status_code == 400
    assert message in answer.text
    assert "go back and correct it" in answer.text


def test_a_name_that_is_taken_is_refused_with_the_reason(desk: Client, cookie: str) -> None:
    assert send(desk, cookie, act="add", name="cranes", query="q=cranes").status_code == 200
    again = send(desk, cookie, act="add", name="cranes", query="q=cranes")
    assert again.status_code == 409
    assert "watch cranes: already exists" in again.text


def test_a_watch_that_is_not_there_is_not_found(desk: Client, cookie: str) -> None:
    for act in ("remove", "feed"):
        answer = send(desk, cookie, act=act, name="nothing")
        assert answer.status_code == 404
        assert "watch nothing: does not exist" in answer.text


def test_without_the_token_the_page_names_the_command(store: Store) -> None:
    page = Client(application(store)).get("/search?q=cranes").text
    assert "<code>wiredesk watch</code> makes them" in page
    assert "wiredesk things" not in page
