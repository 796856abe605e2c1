"""The web desk in a real browser: keyboard, phone, dark mode, without JavaScript, hostile stories, axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support import desk_stories
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from wiredesk.service_numbers import ServiceNumber
from wiredesk.store import Store, source_health
from wiredesk.store.source_health import Heard

if missing():
    lacking(missing())

HARBOUR = f"/story/{desk_stories.HARBOUR}"
PAGES = {
    "wire": "/", "compact": "/?view=compact", "columns": "/wire?col=cranes&col=source:Coast&col=%22",
    "search": "/search?q=nairobi", "story": HARBOUR, "diff": f"{HARBOUR}?compare=1",
    "hostile": f"/story/{quote(desk_stories.HOSTILE, safe='')}", "people": "/people",
    "person": "/people/amina%20otieno",
    "place": "/places/nairobi", "quotes": "/quotes", "events": "/events",
    "union": "/organisations/kenya%20ports%20union", "stats": "/stats", "api": "/api",
    "sources": "/sources", "none": "/story/none", "sql": "/sql", "rows": "/sql?sql=SELECT+id,+headline+FROM+stories",
    "rulings": "/rulings", "things": "/things?window=all", "lines": "/search?q=nairobi&view=compact",
    "nothing": "/search?q=zzzz", "map": "/map", "watches": "/watches",
    "held": f"/story/{desk_stories.BROKEN}",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home)
    with store.write() as connection:
        source_health.follow(connection, "tcp wire.example.org:8311", 1e-6)
        numbers = [ServiceNumber("abc", number, 4) for number in (1, 4)]
        source_health.count(connection, "tcp wire.example.org:8311", Heard(messages=2, stories=2), numbers)
    yield home, store
    store.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", color_scheme=scheme, bypass_csp=True, errors=True)
    for name, path in PAGES.items():
        page.goto(address + path)
        violations = Axe().run(page).response["violations"]
        found = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations]
        assert not found, name


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_every_page_without_scrolling_sideways(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name], viewport={"width": 360, "height": 740}, errors=name in {"none", "held", "columns"})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.title() != "owned"


def test_nothing_of_a_hostile_story_runs(open_page: Open, address: str) -> None:
    page = open_page(PAGES["hostile"])
    assert page.locator("main script, main img, main svg:not(.map)").count() == 0
    assert "onerror" in page.locator(".body").inner_text()
    for path in ("/", "/quotes", "/events", "/stats", "/organisations", "/people"):
        page.goto(address + path)
        assert page.locator("main script, main img").count() == 0
        assert page.title() != "owned"


def test_by_keyboard_only(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.keyboard.press("a")
    assert page.locator("#alerts").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#alerts").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("cranes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=cranes")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/story/**")
    assert "Harbour talks resume" in page.locator("h1").inner_text()
    page.keyboard.press("w")
    page.wait_for_url("**/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("name", ["people", "quotes", "events", "lines", "map", "nothing"])
def test_j_and_k_step_through_every_list_with_a_visible_focus(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name])
    page.keyboard.press("j")
    page.evaluate("window.first = document.activeElement")
    assert page.evaluate("window.first.matches('main a')")
    assert page.evaluate("getComputedStyle(window.first).outlineStyle") == "solid"
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement === window.first")


@pytest.mark.parametrize("width", [1024, 1280, 1600])
def test_the_header_is_one_line_and_shows_where_one_is(open_page: Open, width: int) -> None:
    page = open_page("/stats", viewport={"width": width, "height": 800})
    current, nav = page.locator("nav [aria-current]").bounding_box(), page.locator(".top nav").bounding_box()
    assert current and nav and nav["height"] < 50
    assert nav["x"] <= current["x"] and current["x"] + current["width"] <= nav["x"] + nav["width"] + 1


def test_the_view_of_a_search_is_the_one_chosen_last(open_page: Open, address: str) -> None:
    page = open_page("/search?q=nairobi")
    assert page.locator("#found.lined").count() == 0
    page.keyboard.press("v")
    page.wait_for_url("**view=compact*")
    assert page.locator("#found.lined article").count() > 0
    page.goto(f"{address}/search?q=cranes")
    assert page.locator("#found.lined article").count() == 1
    assert page.get_by_role("link", name="Compact").get_attribute("aria-current") == "true"


def test_without_javascript(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("link", name="Harbour talks resume in Nairobi").click()
    assert page.locator(".e.PERSON").first.is_visible()
    page.get_by_label("names").uncheck()
    page.locator("aside .legend .chip.PERSON").first.click()
    assert "Amina Otieno" in page.locator("h1").inner_text()
    page.locator("#find").fill("ferry")
    page.locator(".find button").click()
    assert page.locator("article").count() == 1


def test_the_wire_updates_itself(open_page: Open, store: tuple[Path, Store]) -> None:
    page = open_page("/")
    page.locator("#live.on").wait_for()
    desk_stories.write(
        store[1], [desk_stories.article("urn:test:new", headline=f"Fresh {desk_stories.SCRIPT}", urgency=1)]
    )
    first = page.locator("#wire > article").first
    page.locator("#wire > article.new").wait_for()
    assert desk_stories.SCRIPT in first.inner_text() and "Flash" in first.inner_text()
    desk_stories.write(store[1], [desk_stories.article("urn:test:new", 2, kind="update", headline="Fresher")])
    page.locator("#wire").get_by_role("link", name="Fresher").wait_for()
    assert page.locator('article[data-id="urn:test:new"]').count() == 1
    page.get_by_role("button", name="Pause").click()
    desk_stories.write(store[1], [desk_stories.article("urn:test:new", 3, status="canceled")])
    page.wait_for_timeout(1500)
    assert page.locator('article[data-id="urn:test:new"]').count() == 1
    page.get_by_role("button", name="Resume").click()
    page.locator('article[data-id="urn:test:new"]').wait_for(state="detached")
    assert page.title() == "The wire · wiredesk"


def test_a_story_has_its_marks_nested(open_page: Open) -> None:
    page = open_page(HARBOUR)
    assert page.locator(".quote.direct a.FAC span.GPE").inner_text() == "Mombasa"
    assert page.locator(".quote.direct .date").get_attribute("title") == "date: Fri 20 Nov 2026 (2026-11-20)"
    assert page.locator(".title").first.inner_text() == "Transport Minister"
    assert page.locator("svg.map circle.dot").count() == 3


def test_what_happened_leads_to_the_words_that_tell_it(open_page: Open) -> None:
    page = open_page(HARBOUR)
    lines = page.locator(".acts li")
    assert lines.nth(0).inner_text() == "Peter Lund rejected Kenya Ports Union · 20 Nov · Nairobi"
    assert lines.nth(1).get_attribute("data-status") == "planned"
    assert "planned · according to Amina Otieno" in lines.nth(1).inner_text()
    assert "before this news" in lines.nth(2).inner_text()
    trigger = page.locator(".trigger", has_text="rejected")
    link = lines.nth(0).locator("a.verb")
    assert link.get_attribute("title") == "REJECT (plover), occurred, score 0.9, row REJECT rejected obj"
    lines.nth(0).hover()
    assert "pointed" in (trigger.get_attribute("class") or "")
    page.mouse.move(0, 0)
    assert "pointed" not in (trigger.get_attribute("class") or "")
    link.focus()
    assert "pointed" in (trigger.get_attribute("class") or "")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{trigger.get_attribute('id')}")


def test_a_silent_source_and_missing_numbers_are_marked(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Sources").click()
    section = page.locator("section", has=page.get_by_role("heading", name="tcp wire.example.org:8311"))
    assert "silent" in section.locator("h2").inner_text()
    assert "2 service numbers: abc 2–3" in section.inner_text()


def test_events_are_filtered_and_lead_to_their_stories(open_page: Open) -> None:
    page = open_page("/events", java_script_enabled=False)
    assert page.locator(".report").count() == 5
    page.get_by_label("What", exact=True).select_option(label="refusal")
    page.get_by_label("Did it happen").select_option("occurred")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".report").count() == 1
    page.locator(".report a.verb").click()
    assert "#trigger-" in page.url and page.locator(".trigger:target").inner_text() == "rejected"
    page.locator(".acts .chip.ORG").first.click()
    assert page.locator("h2", has_text="What was done to it").count() == 1
