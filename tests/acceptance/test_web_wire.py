"""The wire view in a real browser: compact lines, live columns, what was read, the way through a list and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import desk_stories
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from tests.support.waiting import wait_until
from wiredesk.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Page

if missing():
    lacking(missing())

COLUMNS = "/wire?name=Coast&col=source:Coast&name=Cranes&col=cranes"
STARTED = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home)
    for n in range(45):
        write(store, f"urn:line:{n}", f"Ship {n} waits off the port", published=STARTED + timedelta(minutes=n))
    yield home, store
    store.close()


def write(store: Store, id: str, headline: str, version: int = 1, **fields: object) -> None:
    desk_stories.write(store, [desk_stories.article(id, version, **{"headline": headline} | fields)])


def column(page: Page, name: str) -> list[str]:
    section = page.locator(".column", has=page.get_by_role("heading", name=name))
    return section.locator(".headline").all_text_contents()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_a_screen_shows_more_than_thirty_compact_lines(open_page: Open) -> None:
    page = open_page("/", viewport={"width": 1920, "height": 1080})
    page.get_by_role("link", name="Compact").click()
    page.wait_for_url("**/?view=compact")
    boxes = [one.bounding_box() for one in page.locator("#wire > .card").all()]
    assert sum(box is not None and box["y"] + box["height"] <= 1080 for box in boxes) >= 30
    page.goto(page.evaluate("location.origin"))
    page.wait_for_url("**/?view=compact")  # the browser keeps the choice
    page.keyboard.press("v")
    page.wait_for_url("**/?view=cards")


def test_two_columns_are_live_through_one_stream(open_page: Open, store: tuple[Path, Store]) -> None:
    page = open_page("/healthz", errors=True)
    page.context.add_init_script(
        "const Opened = window.EventSource; window.opened = [];"
        "window.EventSource = class extends Opened {"
        " constructor(url) { super(url); window.opened.push(String(url)); } };"
    )
    page.goto(page.evaluate("location.origin") + COLUMNS)
    page.locator("#live.on").wait_for()
    assert page.evaluate("window.opened.filter(url => url.includes('/live')).length") == 1
    later = STARTED + timedelta(days=1)
    write(store[1], "urn:new:coast", "Tug adrift", source="Coast", body="All quiet.", published=later)
    page.locator(".line.new", has_text="Tug adrift").wait_for()
    assert column(page, "Coast")[0] == "Tug adrift" and "Tug adrift" not in column(page, "Cranes")
    assert page.title() == "1 new · Columns · wiredesk"
    write(store[1], "urn:new:cranes", f"Cranes {desk_stories.SCRIPT}", source="Coast", published=later)
    page.locator(".line.new", has_text="Cranes <script>").first.wait_for()
    assert column(page, "Coast")[0] == column(page, "Cranes")[0] == f"Cranes {desk_stories.SCRIPT}"
    assert page.title() == "2 new · Columns · wiredesk"
    write(store[1], "urn:new:coast", "Tug towed", 2, source="Elsewhere", body="All quiet.", published=later)
    page.locator('.line[data-id="urn:new:coast"]').wait_for(state="detached")
    page.keyboard.press("p")
    write(store[1], "urn:new:cranes", "", 2, status="canceled")
    page.locator("#live-status", has_text="paused").wait_for()
    page.keyboard.press("p")
    page.locator('.line[data-id="urn:new:cranes"]').first.wait_for(state="detached")
    assert page.title() == "Columns · wiredesk"


def test_columns_are_added_named_moved_and_removed_without_javascript(open_page: Open) -> None:
    page = open_page("/wire", java_script_enabled=False)
    assert page.locator(".column h2").all_text_contents() == ["All stories", "Flashes and urgents"]
    page.locator(".add summary").click()
    page.locator("#new-query").fill("ship")
    page.locator("#new-name").fill("Ships")
    page.get_by_role("button", name="Add").click()
    assert page.locator(".column h2").all_text_contents() == ["All stories", "Flashes and urgents", "Ships"]
    assert len(column(page, "Ships")) == 40
    page.get_by_label("Change the column Ships").click()
    page.locator("#column-3").get_by_role("link", name="Move left").click()
    page.get_by_label("Change the column Flashes and urgents").click()
    page.locator("#column-3").get_by_role("link", name="Remove").click()
    page.get_by_label("Change the column Ships").click()
    page.locator("#column-2-name").fill("At sea")
    page.locator("#column-2").get_by_role("button", name="Show").click()
    assert page.locator(".column h2").all_text_contents() == ["All stories", "At sea"]
    page.goto(page.url)
    assert page.locator(".column h2").all_text_contents() == ["All stories", "At sea"]


def test_a_phone_shows_one_column_at_a_time(open_page: Open) -> None:
    page = open_page(COLUMNS, viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first, second = page.locator("#column-1"), page.locator("#column-2")
    box = second.bounding_box()
    assert box and box["x"] >= 374
    page.locator(".tabs a", has_text="Cranes").click()
    wait_until(lambda: (second.bounding_box() or {"x": 999})["x"] < 40, "the second column is shown")
    box = first.bounding_box()
    assert box and box["x"] < -300


def test_what_was_read_is_marked_and_counted(open_page: Open) -> None:
    page = open_page(COLUMNS)
    badge = page.locator("#column-2 h2 .unread")
    unread = int(badge.inner_text().split()[0])
    assert unread == len(column(page, "Cranes"))
    page.locator("#column-2 .headline").nth(1).click()
    page.wait_for_url("**/story/**")
    page.keyboard.press("u")
    page.wait_for_url(f"**{COLUMNS.replace(':', '*')}")
    assert badge.inner_text() == f"{unread - 1} unread"
    assert page.locator("#column-2 .line.read").count() == 1
    page.keyboard.press("m")  # the focus is on the story that was read
    assert badge.inner_text() == f"{unread} unread"
    page.keyboard.press("m")
    other = page.context.new_page()
    other.goto(page.url)
    assert other.locator("#column-2 h2 .unread").inner_text() == f"{unread - 1} unread"


def test_the_keys_step_through_the_list_that_a_story_was_opened_from(open_page: Open) -> None:
    page = open_page("/?view=compact")
    titles = page.locator("#wire .headline").all_text_contents()
    for _ in range(25):
        page.keyboard.press("j")
    assert focused(page) == titles[24]
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")
    assert page.locator("h1").inner_text() == titles[24]
    assert "25 of" in page.locator(".steps").inner_text()
    for key, at in (("j", 25), ("j", 26), ("k", 25)):
        page.keyboard.press(key)
        page.locator(".steps", has_text=f"{at + 1} of").wait_for()
        assert page.locator("h1").inner_text() == titles[at]
    page.keyboard.press("w")
    page.wait_for_url("**/?view=compact")
    assert focused(page) == titles[25]
    assert page.evaluate("scrollY") > 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")
    page.get_by_role("link", name="Back to").click()
    page.wait_for_url("**/?view=compact")
    assert focused(page) == titles[25]


def test_keys_go_from_column_to_column(open_page: Open) -> None:
    page = open_page(COLUMNS)
    page.keyboard.press("l")
    assert focused(page) == column(page, "Coast")[0]
    page.keyboard.press("l")
    page.keyboard.press("j")
    assert focused(page) == column(page, "Cranes")[1]
    page.keyboard.press("n")
    page.wait_for_url("**/people")
    page.keyboard.press("c")
    page.wait_for_url("**/wire?name=Coast*")


def test_marks_and_the_entries_beside_the_text_show_each_other(open_page: Open) -> None:
    page = open_page(f"/story/{desk_stories.HARBOUR}")
    page.locator(".legend .chip", has_text="Amina Otieno").hover()
    assert "pointed" in (page.locator("#entity-e1").get_attribute("class") or "")
    page.locator("#quote-0").hover()
    entry = page.locator('li[data-of="quote-0"]')
    assert "pointed" in (entry.get_attribute("class") or "")
    entry.locator("a").click()
    assert page.url.endswith("#quote-0")
    assert not page.locator(".ledger dl").is_visible()


def test_a_mark_says_why_it_is_there(open_page: Open) -> None:
    page = open_page(f"/story/{desk_stories.HARBOUR}")
    page.locator("#entity-e1").click()
    card = page.locator("#why-card")
    assert "person: Amina Otieno" in card.inner_text() and "0.95" in card.inner_text()
    assert focused(page) == "Open its page"
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.locator("#entity-e1").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/**")
