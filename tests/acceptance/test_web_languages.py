"""The web desk in other languages in a real browser: a phone, axe-core, scripts, and the choice without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import desk_stories
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from wiredesk.store import Store

if missing():
    lacking(missing())

PAGES = {"ru": ("/stats",), "ar": (f"/story/{desk_stories.HARBOUR}",)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home)
    yield home, store
    store.close()


@pytest.mark.parametrize("language", PAGES)
def test_a_phone_shows_pages_without_scrolling_sideways_and_axe_finds_nothing(
    open_page: Open, address: str, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/", viewport={"width": 360, "height": 740}, locale=language, bypass_csp=True)
    for path in PAGES[language]:
        page.goto(address + path)
        assert page.evaluate("[document.documentElement.lang, document.documentElement.scrollWidth]") == [language, 360]
        violations = Axe().run(page).response["violations"]
        found = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations]
        assert not found, path


def test_a_language_is_chosen_without_javascript_and_scripts_follow_it(open_page: Open) -> None:
    page = open_page("/stats", java_script_enabled=False)
    page.get_by_label("Language", exact=True).select_option("Deutsch")
    page.locator("footer form.language button").click()
    assert page.evaluate("document.documentElement.lang") == "de" and page.url.endswith("/stats")
    scripted = open_page("/", locale="de-DE")
    assert scripted.locator("#pause").text_content() == "Anhalten"
    assert "Nov." in (scripted.locator("time > span").first.text_content() or "")
