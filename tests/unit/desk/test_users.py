"""Users of a desk: their tokens, roles, the login of a proxy, and what each is refused with one line."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from desk.users.user_list import (
    UserRole,
    add_user,
    all_users,
    close_user,
    find_user,
    renew_user,
    set_role,
    user_of_token,
)
from desk.users.user_names import BadUser, clean_name
from desk.web.proxy_login import is_among
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from wiredesk.errors import NotFound
from wiredesk.store import Store
from wiredesk.store.user_tables import users

OURS = {"Sec-Fetch-Site": "same-origin"}
HARBOUR = desk_stories.HARBOUR
RULING = {"story": HARBOUR, "kind": "no_name", "entity": "Peter Lund"}


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("users"))
    yield store
    store.close()


def add(store: Store, name: str, role: UserRole = UserRole.READER) -> str:
    with store.write() as connection:
        return add_user(connection, name, role)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def signed_in(desk: Client, name: str, token: str) -> dict[str, str]:
    """Sign in, and return the headers of a browser that has."""
    answer = desk.send("POST", "/edit/enter", OURS, form={"by": name, "token": token, "back": "/sign-in"})
    assert answer.status_code == 303, answer.text
    return OURS | {"Cookie": "; ".join(one.partition(";")[0] for one in answer.headers.get_list("set-cookie"))}


def refused(answer: httpx.Response, status: int, words: str) -> None:
    assert answer.status_code == status, answer.text
    assert words in answer.text.replace("&#39;", "'")


def test_a_user_is_added_renewed_and_closed_and_the_store_knows_no_token(store: Store) -> None:
    first = add(store, "  Ana   Bell ", UserRole.EDITOR)
    with store.write() as connection:
        assert user_of_token(connection, "ANA BELL", first) == find_user(connection, "ana bell")
        assert user_of_token(connection, "Ana Bell", first + "x") is None
        assert user_of_token(connection, "Bo", first) is None
        assert first.removeprefix("wdu_") not in str(connection.execute(users.select()).all())
        with pytest.raises(BadUser, match='already exists; wiredesk users renew "Ana Bell"'):
            add_user(connection, "ana bell", UserRole.READER)
        close_user(connection, "ana bell")
        assert [(one.name, one.role, one.closed) for one in all_users(connection)] == [("Ana Bell", "editor", True)]
        second = renew_user(connection, "Ana Bell")
        set_role(connection, "Ana Bell", UserRole.READER)
        found = user_of_token(connection, "Ana Bell", second)
        assert found and not found.closed and found.role is UserRole.READER
        assert user_of_token(connection, "Ana Bell", first) is None
        with pytest.raises(NotFound, match="user Bo: does not exist"):
            close_user(connection, "Bo")


@pytest.mark.parametrize("name", ["", " \n ", "x" * 101, "x" * 5000, "a\u202eb", "a\0b", "a\x1b[31m"])
def test_a_name_that_cannot_be_shown_in_one_line_is_refused(name: str) -> None:
    with pytest.raises(BadUser):
        clean_name(name)


def test_a_user_signs_in_and_his_rulings_carry_his_name(store: Store) -> None:
    token = add(store, "Ana Bell", UserRole.EDITOR)
    desk = Client(application(store))
    browser = signed_in(desk, "ana bell", token)
    assert "Signed in as <bdi>Ana Bell</bdi>" in desk.get("/sign-in", browser).text
    fields = {"act": "no_name", "id": HARBOUR, "entity": "Peter Lund", "by": "eve"}
    assert desk.send("POST", "/edit/story", browser, form=fields).status_code == 303
    assert "<bdi>Ana Bell</bdi>" in desk.get("/rulings").text
    desk.send("POST", "/edit/watch", browser, form={"act": "add", "name": "w", "query": "q=cranes"})
    desk.send("POST", "/edit/sql", browser, form={"act": "save", "name": "s", "sql": "SELECT 1"})
    with store.read() as connection:
        for table in ("watches", "saved_queries"):
            assert connection.exec_driver_sql(f"SELECT made_by FROM {table}").scalar() == "Ana Bell"
    left = desk.send("POST", "/edit/leave", browser, form={"back": "/sign-in"})
    assert all('=""' in one for one in left.headers.get_list("set-cookie"))
    with store.write() as connection:
        close_user(connection, "Ana Bell")
    assert "Signed in as" not in desk.get("/sign-in", browser).text
    refused(desk.send("POST", "/edit/story", browser, form=fields), 403, "Sign in first")


def test_what_is_wrong_at_the_door_is_told_in_one_line(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    token, reader = add(store, "Ana", UserRole.EDITOR), add(store, "Bo")
    desk = Client(application(store, web_token="secret"))

    def enter(by: str, token: str, headers: dict[str, str] = OURS) -> httpx.Response:
        return desk.send("POST", "/edit/enter", headers, form={"by": by, "token": token, "back": "/"})

    refused(enter("Ana", "wrong"), 403, "The token is wrong.")
    refused(enter("Ana", reader), 403, "The token is wrong.")
    refused(enter("x" * 5000, token), 403, "The token is wrong.")
    refused(enter("Ana", token, {"Sec-Fetch-Site": "cross-site"}), 403, "does not come from this desk")
    refused(enter("ana", "secret"), 403, "There is a user of this name")
    assert enter("Cy", "secret").status_code == 303
    browser = signed_in(desk, "Bo", reader)
    refused(desk.send("POST", "/edit/story", browser, form={"act": "no_name"}), 403, "Bo is a reader of this desk")
    assert "Bo</bdi> is a reader of this desk" in desk.get(f"/story/{HARBOUR}", browser).text
    with store.write() as connection:
        close_user(connection, "Ana")
    refused(enter("Ana", token), 403, "The user Ana is closed.")
    assert token not in caplog.text and reader not in caplog.text


def test_the_api_knows_users_by_their_tokens(store: Store) -> None:
    editor, reader = add(store, "Ana", UserRole.EDITOR), add(store, "Bo")
    desk = Client(application(store, web_token="secret"))
    assert desk.get("/api/stories", bearer(reader)).status_code == 200
    assert desk.get("/api/stories", bearer("secret")).status_code == 200
    refused(desk.get("/api/stories", bearer("wrong")), 401, "A bearer token is required.")
    refused(desk.get("/api/stories"), 401, "A bearer token is required.")
    refused(desk.send("POST", "/api/corrections", bearer(reader), RULING), 403, "Bo is a reader of this desk")
    refused(desk.send("POST", "/api/corrections", bearer(editor), RULING | {"by": "Bo"}), 403, "Ana: leave it out")
    made = desk.send("POST", "/api/corrections", bearer(editor), RULING).json()
    assert made["rulings"][0]["by"] == "Ana"
    assert desk.send("DELETE", f"/api/rulings/{made['rulings'][0]['ruling']}", bearer("secret")).status_code == 200
    refused(desk.get("/metrics", bearer(editor)), 401, "bearer token")
    browser = signed_in(desk, "Ana", editor)
    assert desk.get("/api/stories", browser).status_code == 200
    foreign = browser | {"Sec-Fetch-Site": "cross-site"}
    refused(desk.send("POST", "/api/corrections", foreign, RULING), 403, "does not come from this desk")
    with store.write() as connection:
        close_user(connection, "Ana")
    refused(desk.get("/api/stories", bearer(editor)), 401, "The user Ana is closed.")


def test_without_a_token_of_the_desk_everybody_reads_and_editors_change(store: Store) -> None:
    open_desk = Client(application(store))
    assert open_desk.get("/api/stories", bearer("anything")).status_code == 200
    refused(open_desk.send("POST", "/api/corrections", OURS, RULING), 403, "set web_token")
    editor = add(store, "Ana", UserRole.EDITOR)
    assert open_desk.get("/api/stories").status_code == 200
    refused(open_desk.get("/api/stories", bearer("anything")), 401, "The bearer token is wrong.")
    refused(open_desk.send("POST", "/api/corrections", OURS, RULING), 401, "A bearer token is required.")
    assert open_desk.send("POST", "/api/corrections", bearer(editor), RULING).status_code == 200


def test_the_login_of_a_proxy_is_taken_from_the_proxy_only(store: Store) -> None:
    add(store, "ana@example.org", UserRole.EDITOR)
    add(store, "Cy")
    with store.write() as connection:
        close_user(connection, "Cy")
    desk = Client(application(store, web_user_header="X-Forwarded-User"))
    head = {"X-Forwarded-User": "ANA@example.org"}
    assert "Signed in as <bdi>ana@example.org</bdi>" in desk.get("/", head).text
    in_utf8: dict[str, str] = {"X-Forwarded-User": "Zoé".encode()}  # type: ignore[dict-item]
    assert "Signed in as <bdi>Zoé</bdi>" in desk.get("/", in_utf8).text
    assert desk.send("POST", "/edit/story", OURS | head, form={"act": "no_name", "id": HARBOUR}).status_code == 409
    refused(
        desk.send("POST", "/edit/story", OURS | {"X-Forwarded-User": "bo"}, form={"act": "no_name"}),
        403,
        "bo is a reader",
    )
    refused(desk.get("/", {"X-Forwarded-User": "cy"}), 403, "The user Cy is closed.")
    refused(desk.get("/", {"X-Forwarded-User": "x" * 5000}), 400, "is longer than 100 characters")
    assert desk.get("/", {"X-Forwarded-User": " "}).status_code == 200
    far = Client(application(store, web_user_header="X-Forwarded-User", web_proxies="10.0.0.0/8"))
    forged = far.get("/", head)
    refused(forged, 403, "The header X-Forwarded-User comes from 127.0.0.1, which is not in web_proxies.")
    assert "Signed in" not in forged.text
    refused(far.get("/api/stories", head), 403, "not in web_proxies")
    off = Client(application(store))
    assert "Signed in" not in off.get("/", head).text


@pytest.mark.parametrize(
    ("address", "found"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False), ("", False), ("x", False)],
)
def test_an_address_is_compared_with_networks(address: str, found: bool) -> None:
    assert is_among(address, ("127.0.0.0/8", "::1")) is found


def test_readers_sql_does_not_see_users(store: Store) -> None:
    add(store, "Ana")
    desk = Client(application(store))
    for table in ("users", "stars", "notes", "story_reads"):
        refused(desk.get(f"/sql?sql=SELECT+*+FROM+{table}"), 400, "cannot be read")
