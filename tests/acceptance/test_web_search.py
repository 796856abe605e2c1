"""The search page in a real browser: hits, passages, facets, the chart that is brushed, and what is near nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.support import desk_stories
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from wiredesk.store import Store

if missing():
    lacking(missing())

FIRST, DAY = datetime(2026, 11, 2, 12, tzinfo=UTC), timedelta(days=1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("search")
    store = desk_stories.filled(home)
    made = [
        desk_stories.article(f"urn:test:{n}", headline=f"Ballot of day {n}", source="Coast", published=FIRST + n * DAY)
        for n in range(5)
    ]
    desk_stories.write(store, made)
    yield home, store
    store.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_a_search_answers(open_page: Open, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/search?q=cranes", color_scheme=scheme, bypass_csp=True, errors=True)
    for path in ("/search?q=cranes+place:KE&urgency=4", "/search?q=crnaes", "/search?q=zzzz+source:Coast", "/search"):
        page.goto(address + path)
        for folded in page.locator("details:not([open]) > summary").all():
            if folded.is_visible():
                folded.click()
        violations = Axe().run(page).response["violations"]
        assert not [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations], path


def test_results_come_first_on_a_phone(open_page: Open) -> None:
    page = open_page("/search?q=cranes", viewport={"width": 390, "height": 844})
    first = page.locator("article").first.bounding_box()
    assert first is not None and first["y"] < 844 / 1.5
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.get_by_role("link", name="Harbour News").is_visible()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("link", name="Harbour News").click()
    assert page.locator("article").count() == 1


def test_facets_narrow_a_search_and_chips_widen_it_without_scripts(open_page: Open) -> None:
    page = open_page("/search?q=cranes", java_script_enabled=False)
    assert page.locator(".answer p").first.inner_text() == "6 stories"
    assert page.locator("article mark").first.inner_text() == "cranes"
    page.locator(".facet", has_text="Source").get_by_role("link", name="Harbour News").click()
    assert page.locator("#find").input_value() == 'cranes source:"Harbour News"'
    assert page.locator("article").count() == 1
    page.get_by_role("link", name="Remove source Harbour News").click()
    assert page.locator("#find").input_value() == "cranes"
    page.locator(".volume summary").click()
    page.locator(".volume table").get_by_role("link", name="4 Nov 2026").click()
    assert page.locator("article h2").all_inner_texts() == ["Ballot of day 2"]


def test_dragging_over_the_chart_narrows_the_search_to_its_days(open_page: Open) -> None:
    page = open_page("/search?q=cranes+published:2026")
    bars = page.locator(".volume svg a")
    first, last = bars.nth(1).bounding_box(), bars.nth(3).bounding_box()
    assert first is not None and last is not None
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + 10, steps=5)
    assert page.locator(".volume a.chosen").count() == 3
    page.mouse.up()
    page.wait_for_url("**published**2026-11-03*")
    assert page.locator("#find").input_value() == "cranes published:2026-11-03..2026-11-05"
    assert page.locator("article").count() == 3
    page.locator(".volume svg a").first.click()
    page.wait_for_url("**T13")
    assert page.locator("article").count() == 1


def test_what_is_near_a_search_without_stories_is_offered(open_page: Open) -> None:
    page = open_page("/search?q=crnaes+source:Harbour", java_script_enabled=False)
    assert "No matching stories" in page.locator("main").inner_text()
    page.goto(page.url.replace("+source:Harbour", ""))
    page.get_by_role("link", name="cranes").click()
    assert page.locator("article").count() == 6


def test_old_parameters_work_and_can_be_removed(address: str) -> None:
    with httpx.Client(base_url=address) as desk:
        text = desk.get("/search?q=cranes&source=harbour+news&speaker=amina+otieno&since=2026-01-01").text
        assert text.count("<article") == 1
        for name in ("source", "speaker", "since"):
            assert f'aria-label="Remove {name} ' in text
        assert desk.get("/search?q=cranes&sort=relevance").text.count("<article") == 6
        hostile = desk.get("/search", params={"q": f"{desk_stories.SCRIPT} cranes", "source": desk_stories.SCRIPT})
        assert "<script>document" not in hostile.text
