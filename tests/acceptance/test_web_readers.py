"""A reader in a real browser: signs in, stars by key and without JavaScript, writes a note, and reads on elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.users.user_list import UserRole, add_user
from tests.support import desk_stories
from tests.support.browser import Open, missing
from tests.support.desk_stories import HARBOUR, article, write
from tests.support.requirements import lacking
from wiredesk.store import Store

if missing():
    lacking(missing())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home)
    yield home, store
    store.close()


def test_stars_notes_and_reads_follow_a_reader_to_another_browser(open_page: Open, store: tuple[Path, Store]) -> None:
    with store[1].write() as connection:
        token = add_user(connection, "Ana", UserRole.READER)

    def signed_in(path: str, **options: object):  # type: ignore[no-untyped-def]
        page = open_page("/sign-in", **options)
        page.get_by_label("Your name").fill("ana")
        page.get_by_label("Your token").fill(token)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.goto(page.url.replace("/sign-in", path))
        return page

    page = signed_in("/")
    row = page.locator(f'.card[data-id="{HARBOUR}"]')
    row.locator("a.headline").focus()
    with page.expect_response("**/edit/star"):
        page.keyboard.press("b")
    row.locator('.star[aria-pressed="true"]').wait_for()
    write(store[1], [article(version=7, headline="Harbour talks end in Nairobi")])
    page.get_by_text("Harbour talks end in Nairobi").first.wait_for()  # a live row, the same for all readers
    assert row.locator(".star").get_attribute("aria-pressed") == "true"
    with page.expect_response("**/edit/read"):
        row.locator("a.headline").click()
    page.get_by_text("Write a note").click()
    page.get_by_label("Note", exact=True).fill("Call the ministry\nback")
    page.get_by_role("button", name="Save the note").click()
    assert "Call the ministry\nback" in page.locator(".said-note").inner_text()

    other = signed_in("/")
    row = other.locator(f'.card[data-id="{HARBOUR}"]')
    assert "read" in (row.get_attribute("class") or "").split()
    other.keyboard.press("g")
    other.wait_for_url("**/starred")
    assert other.locator(".card").count() == 1

    bare = signed_in("/starred", java_script_enabled=False)
    bare.get_by_role("button", name="Star", exact=True).click()
    assert "No starred stories." in bare.locator("main").inner_text()
    bare.goto(bare.url.replace("/starred", f"/story/{HARBOUR}"))
    bare.get_by_role("button", name="Remove the note").click()
    assert bare.locator(".said-note").count() == 0
    bare.goto(bare.url.partition("/story")[0] + "/sign-in")
    bare.get_by_role("button", name="Sign out").click()
    assert bare.locator(".star").count() == 0
