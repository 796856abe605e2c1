"""Flashes on every page of the desk: bar, title, several tabs, page loads, notification, sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import desk_stories
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from tests.support.waiting import wait_until
from wiredesk.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

if missing():
    lacking(missing())

WITHOUT_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined});"
WITHOUT_CHANNEL = "delete window.BroadcastChannel;"
RECORDED_ALERTS = """
window.told = [];
window.Notification = class extends EventTarget {
  static permission = "default";
  static async requestPermission() { return this.permission = "granted"; }
  constructor(title, options) { super(); window.told.push(`${title}: ${options.body}`); }
  close() { window.told.push("closed"); }
};
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...given) { window.told.push("note"); return start.apply(this, given); };
"""
COUNT_STREAMS = """
const Opened = window.EventSource;
window.opened = 0;
window.EventSource = class extends Opened {
  constructor(url) { super(url); if (String(url).includes("/flashes")) window.opened += 1; }
};
"""
_numbers = count(1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home)
    yield home, store
    store.close()


Tell = Callable[..., str]


@pytest.fixture
def tell(store: tuple[Path, Store]) -> Iterator[Tell]:
    """Store a version of a story; the flashes are withdrawn when the test ends."""
    used: dict[str, int] = {}

    def tell(headline: str, id: str | None = None, *, backfill: bool = False, **fields: object) -> str:
        id = id or f"urn:flash:{next(_numbers)}"
        used[id] = used.get(id, 0) + 1
        article = desk_stories.article(id, used[id], **{"urgency": 1, "headline": headline} | fields)
        desk_stories.write(store[1], [article], backfill=backfill)
        return id

    yield tell
    for id in list(used):
        tell("", id, status="canceled")


def opened(open_page: Open, path: str, *scripts: str, **options: object) -> Page:
    """Open a page in a new browser profile; its other tabs get the same scripts."""
    page = open_page("/healthz", errors=True, **options)
    for script in (COUNT_STREAMS, *scripts):
        page.context.add_init_script(script)
    return goto(page, path)


def goto(page: Page, path: str) -> Page:
    page.goto(page.evaluate("location.origin") + path)
    return page


def tab(page: Page, path: str) -> Page:
    other = page.context.new_page()
    other.goto(page.evaluate("location.origin") + path)
    return other


def until(page: Page, condition: str) -> None:
    """Wait for a condition on a page; Playwright's own wait needs what the desk's policy for scripts forbids."""
    wait_until(lambda: page.evaluate(condition), condition)


def wait_until_followed(context: BrowserContext) -> None:
    """Wait until one tab has noted a position of the stream."""
    until(context.pages[0], "Object.keys(localStorage).some(key => key.endsWith(' position'))")


def headlines(page: Page) -> list[str]:
    return page.locator("#flashes .headline").all_text_contents()


@pytest.mark.parametrize(
    "scripts", [(), (WITHOUT_LOCKS,), (WITHOUT_LOCKS, WITHOUT_CHANNEL)], ids=["locks", "lease", "storage events"]
)
def test_a_flash_reaches_every_tab_through_one_stream(open_page: Open, tell: Tell, scripts: tuple[str, ...]) -> None:
    first = opened(open_page, "/stats", *scripts)
    second = tab(first, "/quotes")
    wait_until_followed(first.context)
    flash = tell("Bridge collapses in Oslo")
    for page in (first, second):
        page.locator("#flashes .headline", has_text="Bridge collapses").wait_for()
        assert page.title().startswith("(1) ")
        assert page.locator("#flash-alert").text_content() == "Flash: Bridge collapses in Oslo"
    assert sum(page.evaluate("window.opened") for page in (first, second)) == 1
    tell("Bridge falls into the sea at Oslo", flash, kind="update")
    for page in (first, second):
        page.locator("#flashes .headline", has_text="Bridge falls").wait_for()
        assert (page.title()[:4], len(headlines(page))) == ("(1) ", 1)
    second.get_by_role("button", name="Dismiss: Bridge falls").click()
    for page in (first, second):
        page.locator("#flashes").wait_for(state="hidden")
        assert not page.title().startswith("(")
    tell("Bridge at Oslo: three are hurt", flash, kind="update")
    other = tell("Quake shakes Lima", urgency=2)
    first.locator("#flashes .headline", has_text="Quake").wait_for()
    assert headlines(first) == ["Quake shakes Lima"]
    assert "Urgent" in first.locator("#flashes p").first.inner_text()
    tell("", other, status="canceled")
    for page in (first, second):
        page.locator("#flashes").wait_for(state="hidden")


def test_a_flash_that_came_while_no_page_was_open_is_shown_by_the_next(open_page: Open, tell: Tell) -> None:
    page = opened(open_page, "/stats")
    wait_until_followed(page.context)
    goto(page, "/healthz")
    ids = [tell(f"While you were away, part {n}") for n in range(3)]
    tell("No flash at all", urgency=4)
    tell("An old one", backfill=True)
    goto(page, "/topics")
    page.locator("#flashes .headline", has_text="part 2").wait_for()
    assert page.title().startswith("(3) ")
    page.locator("#flashes summary", has_text="2 more").click()
    assert headlines(page) == [f"While you were away, part {n}" for n in (2, 1, 0)]
    page.locator("#flashes .headline", has_text="part 1").click()
    page.wait_for_url("**/story/**")
    assert page.title().startswith("(2) ")
    goto(page, "/")
    assert headlines(page) == ["While you were away, part 2", "While you were away, part 0"]
    tell("", ids[2], status="canceled")
    page.locator("#flash-status", has_text="Withdrawn: While you were away, part 2").wait_for(state="attached")
    page.keyboard.press("x")
    page.locator("#flashes").wait_for(state="hidden")
    goto(page, "/quotes")
    page.wait_for_timeout(500)
    assert headlines(page) == []


def test_a_flash_that_loses_its_urgency_stays_and_leaves_when_it_is_withdrawn(open_page: Open, tell: Tell) -> None:
    page = opened(open_page, "/stats")
    wait_until_followed(page.context)
    flash = tell("Minister resigns")
    page.locator("#flashes .headline", has_text="Minister resigns").wait_for()
    tell("Minister resigns over harbour contracts", flash, urgency=4, kind="correction")
    page.locator("#flashes .headline", has_text="over harbour").wait_for()
    assert page.locator("#flashes .flag").inner_text() == "Flash"
    tell("Minister resigns over contracts; deputy to follow", flash, urgency=4, kind="update")
    page.locator("#flashes .headline", has_text="deputy").wait_for()
    tell("", flash, status="canceled")
    page.locator("#flashes").wait_for(state="hidden")


def test_the_tab_that_follows_hands_over_when_it_closes(open_page: Open, tell: Tell) -> None:
    first = opened(open_page, "/stats")
    wait_until_followed(first.context)
    second = tab(first, "/quotes")
    assert second.evaluate("window.opened") == 0
    first.close()
    until(second, "window.opened === 1")
    tell("Handed over")
    second.locator("#flashes .headline", has_text="Handed over").wait_for()


def test_a_broken_stream_is_opened_again_where_it_ended(open_page: Open, tell: Tell) -> None:
    page = opened(open_page, "/stats")
    wait_until_followed(page.context)
    page.route("**/flashes*", lambda route: route.fulfill(status=503))
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    page.context.set_offline(False)
    tell("Nobody was told")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_timeout(700)
    page.unroute("**/flashes*")
    page.locator("#flashes .headline", has_text="Nobody was told").wait_for()


def test_a_position_that_is_no_longer_kept_is_told(open_page: Open, tell: Tell) -> None:
    page = opened(open_page, "/stats")
    wait_until_followed(page.context)
    goto(page, "/healthz")
    page.evaluate("for (const key in localStorage) if (key.endsWith(' position')) localStorage[key] = '\"999999.0\"'")
    goto(page, "/stats")
    page.locator("#flashes", has_text="Flashes may be missing").wait_for()
    assert page.get_by_role("link", name="All flashes").get_attribute("href") == "/search?urgency=2"
    tell("After the gap")
    page.locator("#flashes .headline", has_text="After the gap").wait_for()
    page.get_by_role("button", name="Dismiss", exact=True).click()
    assert page.locator("#flashes", has_text="may be missing").count() == 0


def test_notification_and_sound_come_where_the_reader_asked_for_them(open_page: Open, tell: Tell) -> None:
    page = opened(open_page, "/stats", RECORDED_ALERTS)
    wait_until_followed(page.context)
    tell("Told by the bar alone")
    page.locator("#flashes .headline").wait_for()
    page.wait_for_timeout(600)
    page.keyboard.press("a")
    page.get_by_label("a notification").check()
    page.get_by_label("a sound").check()
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("window.told") == ["note", "note"]  # a sample
    flash = tell("Volcano erupts")
    until(page, "window.told.length === 5")
    assert page.evaluate("window.told.slice(2)") == ["Flash: Volcano erupts", "note", "note"]
    tell("Volcano erupts again", flash, kind="update")
    page.locator("#flashes .headline", has_text="again").wait_for()
    tell("", flash, status="canceled")
    until(page, "window.told.length === 6")
    assert page.evaluate("window.told.at(-1)") == "closed"
    goto(page, "/quotes")
    page.keyboard.press("a")
    assert page.get_by_label("a sound").is_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bar_is_accessible_and_fits_a_phone(open_page: Open, tell: Tell, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/stats", color_scheme=scheme, bypass_csp=True, viewport={"width": 360, "height": 740})
    wait_until_followed(page.context)
    tell(f"A headline of one word: {'Donaudampfschifffahrt' * 4}")
    tell(f"{desk_stories.HOSTILE_HEADLINE} second")
    page.locator("#flashes summary").click()
    assert page.title().startswith("(2) ")
    assert page.locator("#flashes script").count() == 0 and desk_stories.SCRIPT in headlines(page)[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("a")
    for _ in range(2):
        violations = Axe().run(page).response["violations"]
        assert not [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations]
        page.keyboard.press("Escape")
    page.keyboard.press("f")
    assert "second" in page.evaluate("document.activeElement.textContent")
    box = page.locator("#flashes .dismiss").first.bounding_box()
    assert box and box["height"] >= 24 and box["width"] >= 24


def test_a_desk_without_storage_shows_flashes_of_the_open_page(open_page: Open, tell: Tell) -> None:
    refused = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }});"
    page = opened(open_page, "/stats", refused, WITHOUT_LOCKS)
    until(page, "window.opened === 1")
    page.wait_for_timeout(500)
    tell("Without storage")
    page.locator("#flashes .headline", has_text="Without storage").wait_for()
