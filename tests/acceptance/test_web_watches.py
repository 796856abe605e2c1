"""Watches in a real browser: the button on a search, the pages, the feeds; and through the API."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desk.delivery.delivery import deliver
from producer.formats import parse
from tests.support import desk_stories
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from tests.support.waiting import wait_until
from tests.support.web_server import serving
from wiredesk.heartbeat import Heartbeat
from wiredesk.store import Store, watch_state

if missing():
    lacking(missing())

TOKEN = "a token of letters"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    """A store whose watches are asked."""
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home)
    stop = threading.Event()
    heartbeat = Heartbeat(home, "deliver")
    thread = threading.Thread(target=deliver, args=(store, [], stop, heartbeat), daemon=True)
    thread.start()
    yield home, store
    stop.set()
    thread.join(30)
    store.close()


@pytest.fixture(scope="module")
def address(store: tuple[Path, Store]) -> Iterator[str]:
    with serving(store[0], WIREDESK_WEB_TOKEN=TOKEN) as address:
        yield address


def count(store: Store, name: str) -> int:
    with store.read() as connection:
        return watch_state.count_after(connection, name, 0, 100)


def test_a_search_is_watched_and_its_alerts_are_shown_fed_and_counted(
    open_page: Open, store: tuple[Path, Store], address: str
) -> None:
    page = open_page("/search?q=cranes&urgency=4", java_script_enabled=False)
    page.get_by_text("Watch this search").click()
    page.get_by_label("Your name").fill("Zoé")
    page.get_by_label("Token of this desk").fill(TOKEN)
    page.get_by_role("button", name="Make changes").click()
    page.get_by_text("Watch this search").click()
    page.get_by_label("Name of the watch").fill("cranes")
    page.get_by_role("button", name="Watch", exact=True).click()
    feeds = page.locator("[role=status] a").all_inner_texts()
    assert [feed.rpartition(".")[2] for feed in feeds] == ["atom", "json"]
    desk_stories.write(store[1], [desk_stories.article("urn:test:news", headline="Cranes & more")])
    desk_stories.write(store[1], [desk_stories.article("urn:test:else", body="Nothing of it.")])
    wait_until(lambda: count(store[1], "cranes") == 1)
    page.goto(address + "/watches")
    assert "1 new" in page.locator("[data-watch=cranes]").inner_text()
    page.get_by_role("link", name="cranes", exact=True).click()
    assert page.locator("article h2").all_inner_texts() == ["Cranes & more"]
    assert "We want the cranes of Mombasa port" in page.locator("article").inner_text()
    page.goto(address + "/watches")
    assert "new" not in page.locator("[data-watch=cranes]").inner_text()
    _check_feeds(feeds, address)
    api = httpx.get(f"{address}/api/watches/cranes/alerts", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert [(one["kind"], one["story"]["headline"]) for one in api["alerts"]] == [("new", "Cranes & more")]
    _remove(page, address, feeds)


def _check_feeds(feeds: list[str], address: str) -> None:
    """The feeds are valid, ours read them back, and a reader that has them gets 304."""
    atom, json = (httpx.get(feed) for feed in feeds)
    for answer, form in ((atom, "Atom"), (json, "JSON Feed")):
        parsed = parse(answer.content, "feed")
        [story] = parsed.articles
        assert (story.headline, story.url) == ("Cranes & more", f"{address}/story/urn:test:news"), form
        again = httpx.get(str(answer.url), headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304 and again.content == b""
    assert httpx.get(f"{address}/feeds/{'x' * 32}.atom").status_code == 404


def _remove(page, address: str, feeds: list[str]) -> None:  # type: ignore[no-untyped-def]
    """New addresses end the old ones; a watch that is removed has no page."""
    page.goto(address + "/watches/cranes")
    page.locator(".edit summary").click()
    page.get_by_role("button", name="New feed addresses").click()
    assert page.locator("[role=status] a").all_inner_texts() != feeds
    assert httpx.get(feeds[0]).status_code == 404
    page.locator(".edit summary").click()
    page.get_by_role("button", name="Remove").click()
    assert page.url.endswith("/watches") and page.locator("[data-watch=cranes]").count() == 0


def test_forms_without_the_cookie_are_refused(address: str) -> None:
    ours = {"Sec-Fetch-Site": "same-origin"}
    fields = {"act": "add", "name": "eve", "query": "q=x"}
    assert httpx.post(f"{address}/edit/watch", data=fields, headers=ours).status_code == 403


def test_the_page_updates_itself(open_page: Open, store: tuple[Path, Store]) -> None:
    from desk.watches.watch_config import Watch
    from desk.watches.watch_rows import add_watch

    with store[1].write() as connection:
        add_watch(connection, Watch.model_validate({"name": "live", "query": "otieno"}))
    page = open_page("/watches/live")
    assert "Nothing found yet." in page.locator("main").inner_text()
    desk_stories.write(store[1], [desk_stories.article("urn:test:live", headline="Live news")])
    page.get_by_role("link", name="Live news").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, address: str, store: tuple[Path, Store], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/watches", color_scheme=scheme, bypass_csp=True, viewport={"width": 360, "height": 740})
    for path in ("/watches", "/watches/live", "/search?q=otieno"):
        page.goto(address + path)
        for summary in page.locator(".edit summary").all():
            summary.click()
        violations = Axe().run(page).response["violations"]
        assert not [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
