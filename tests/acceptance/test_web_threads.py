"""Threads and topics in a real browser: unfolding, a thread that moves, claims that lead to their words, axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import desk_stories, desk_threads
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from wiredesk.store import Store

if missing():
    lacking(missing())

PAGES = {
    "wire": "/", "threads": "/threads", "thread": "/threads/1", "topics": "/topics",
    "topic": "/topics/medtop:20000153", "story": f"/story/{desk_threads.FIRST}", "search": "/search?q=Ravnik",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("threads")
    store = desk_threads.filled(home)
    hostile = desk_threads.story("urn:test:hostile", 0.2, desk_stories.SCRIPT, headline=desk_stories.SCRIPT)
    desk_threads.write(store, [hostile])
    yield home, store
    store.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", color_scheme=scheme, bypass_csp=True, errors=True)
    for name, path in PAGES.items():
        page.goto(address + path)
        for fold in page.locator("details").all():
            fold.evaluate("one => one.open = true")
        violations = Axe().run(page).response["violations"]
        found = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations]
        assert not found, name


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_every_page_without_scrolling_sideways(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name], viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.title() != "owned" and page.locator("main script, main img").count() == 0


def test_a_row_unfolds_and_leads_to_its_thread(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    row = page.locator("article", has=page.locator(".thread"))
    assert row.count() == 1 and "5 stories · 3 texts" in row.inner_text()
    assert not row.locator(".members").is_visible()
    row.locator("summary").click()
    assert row.locator(".members li").count() == 3 and "2 copies" in row.locator(".members").inner_text()
    row.get_by_role("link", name="The whole thread").click()
    page.wait_for_url("**/threads/1")


def test_a_claim_leads_to_its_words(open_page: Open) -> None:
    page = open_page("/threads/1")
    page.locator(".differs[data-kind=disagree] a.source").first.click()
    page.wait_for_url("**/story/**mark=**")
    assert page.locator("#passage").inner_text() == "three"
    page.get_by_role("link", name="stories ·").click()
    page.wait_for_url("**/threads/1")


def test_a_topic_leads_up_and_down_its_tree(open_page: Open) -> None:
    page = open_page("/topics")
    page.get_by_role("link", name="natural disaster").or_(page.get_by_role("link", name="disaster")).first.click()
    page.wait_for_url("**/topics/medtop:**")
    assert page.locator("article").count() == 5
    page.locator(".kicker a").first.click()
    page.wait_for_url("**/topics")


def test_a_thread_moves_to_the_top_when_a_story_joins_it(open_page: Open, store: tuple[Path, Store]) -> None:
    page = open_page("/")
    page.locator("#live.on").wait_for()
    other = {"headline": "Trams stop in Bern", "body": "Trams stopped in Bern on Tuesday."}
    desk_threads.write(store[1], [desk_threads.story("urn:test:trams", 29, "Coast Agency", **other)])
    page.locator("#wire > article:first-child", has_text="Trams stop").wait_for()
    desk_threads.write(
        store[1], [desk_threads.story("urn:test:joins", 30, "Coast Agency", body=desk_threads.LATER_TEXT)]
    )
    page.locator("#wire > article:first-child .thread", has_text="6 stories").wait_for()
    assert page.locator("#wire > article .thread").count() == 1
