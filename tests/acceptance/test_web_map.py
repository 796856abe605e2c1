"""The map page in a real browser: drag, wheel, keys, rectangles, the date line, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support import desk_stories, place_stories
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from wiredesk.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Page

if missing():
    lacking(missing())

MAX_PAGE_BYTES = 100_000
"""Bytes, compressed, of a page with all that it loads."""
EUROPE = "/map?view=8,49,3"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("map")
    store = desk_stories.filled(home)
    place_stories.write_places(store)
    yield home, store
    store.close()


def sent(url: str) -> int:
    """Return the bytes of an answer as they are sent to a browser that takes compressed ones."""
    with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as answer:
        return sum(map(len, answer.iter_raw()))


def drawn(page: Page) -> list[str]:
    """Return the names of the marks once the desk has drawn them for the view."""
    page.wait_for_function(
        "() => document.querySelector('#map').dataset.drawn === new URL(location).searchParams.get('view')"
        " && document.querySelector('#map').dataset.drawn"
    )
    return [one.get_attribute("aria-label") or "" for one in page.locator("#map-marks a").all()]


def redrawn(page: Page) -> list[str]:
    """Return the names of the marks of the next view that the desk draws."""
    page.evaluate("delete document.querySelector('#map').dataset.drawn")
    return drawn(page)


def test_a_cluster_opens_where_it_is_clicked(open_page: Open) -> None:
    page = open_page("/map")
    before = drawn(page)
    assert "London and 5 more: 26 stories; zoom in" in before
    page.locator('#map-marks a[aria-label^="London and"]').click()
    page.wait_for_function("() => !document.querySelector('#map-marks a[aria-label^=\"London and 5\"]')")
    assert {"Rome: 2 stories", "Oslo: 2 stories"} <= set(drawn(page))


def test_keys_move_and_zoom_the_map(open_page: Open) -> None:
    page = open_page("/map?view=0,0,1")
    drawn(page)
    page.locator("#map").focus()
    for key, changed in [("+", 2), ("ArrowRight", 0), ("ArrowUp", 1), ("-", 2)]:
        view = page.url.partition("view=")[2].split("%2C")
        page.keyboard.press(key)
        redrawn(page)
        moved = page.url.partition("view=")[2].split("%2C")
        assert [n for n in range(3) if view[n] != moved[n]] == [changed], key
    page.keyboard.press("0")
    redrawn(page)
    assert page.url.endswith("%2C0.00")


def test_the_wheel_and_a_drag_move_the_map(open_page: Open) -> None:
    page = open_page("/map")
    drawn(page)
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
    page.mouse.wheel(0, -480)
    redrawn(page)
    zoomed = page.url
    assert zoomed.endswith(("%2C1.00", "%2C2.00"))
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4, steps=4)
    page.mouse.up()
    redrawn(page)
    assert page.url != zoomed


def test_tab_goes_through_the_places_and_a_place_shows_its_headlines(open_page: Open) -> None:
    page = open_page(EUROPE)
    drawn(page)
    page.locator("#map").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "London: 9 stories"
    page.keyboard.press("Enter")
    card = page.locator("#map-card section")
    card.wait_for()
    assert card.locator("h2").inner_text() == "London"
    assert card.locator("a.headline").count() == 4
    page.keyboard.press("Escape")
    assert card.count() == 0
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "London: 9 stories"


def test_a_rectangle_across_the_date_line_narrows_the_search(open_page: Open) -> None:
    page = open_page("/map?view=180,-15,3")
    assert len(drawn(page)) == 3
    page.get_by_role("button", name="Draw an area").click()
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 40, box["y"] + box["height"] - 40, steps=3)
    page.mouse.up()
    page.wait_for_url("**bbox=**")
    west, _, east, _ = map(float, httpx.URL(page.url).params["bbox"].split(","))
    assert west > east
    assert "3 places of 6 stories" in page.locator(".head .note").inner_text()
    assert page.locator(".base .area").count() == 3
    page.get_by_role("link", name="list", exact=True).click()
    page.get_by_role("link", name="Suva votes on plan 1").wait_for()
    assert page.get_by_role("link", name="London votes").count() == 0


def test_without_javascript_links_move_the_map_and_open_places(open_page: Open) -> None:
    page = open_page("/map", java_script_enabled=False)
    page.locator('#map-marks a[aria-label^="London and"]').click()
    assert page.locator('#map-marks a[aria-label="Rome: 2 stories"]').count() == 1
    page.locator('#map-marks a[aria-label="Rome: 2 stories"]').click()
    assert page.locator("#map-card a.headline").count() == 2
    page.get_by_role("link", name="East").click()
    page.get_by_role("link", name="Zoom out").click()
    page.get_by_role("link", name="Only this area").click()
    assert "bbox=" in page.url
    assert page.locator(".placelist li").count() > 3
    page.locator(".placelist li a.count").first.click()
    assert "thing=" in page.url and "bbox=" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_map(open_page: Open, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(EUROPE, color_scheme=scheme, bypass_csp=True)
    drawn(page)
    page.locator('#map-marks a[aria-label="London: 9 stories"]').click()
    page.locator("#map-card section").wait_for()
    violations = Axe().run(page).response["violations"]
    assert not [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations]


def test_a_finger_moves_the_map_on_a_phone(open_page: Open) -> None:
    page = open_page(EUROPE, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    before = page.url
    point = "{pointerId: 7, pointerType: 'touch', isPrimary: true, bubbles: true, clientX: %d, clientY: %d}"
    page.evaluate(
        f"document.querySelector('#map .sheet').dispatchEvent(new PointerEvent('pointerdown', {point % (250, 500)}))"
    )
    box = page.locator("#map").bounding_box()
    assert box and box["width"] == pytest.approx(box["height"], abs=2)
    page.evaluate(f"""() => {{
      const map = document.querySelector('#map');
      map.setPointerCapture = () => {{}};
      map.dispatchEvent(new PointerEvent('pointermove', {point % (150, 500)}));
      map.dispatchEvent(new PointerEvent('pointerup', {point % (150, 500)}));
    }}""")
    redrawn(page)
    assert page.url != before


def test_a_map_page_with_all_that_it_loads_is_small(address: str, open_page: Open) -> None:
    loaded: list[str] = []
    page = open_page("/")
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(address + EUROPE)
    drawn(page)
    sizes = {url: sent(url) for url in dict.fromkeys(loaded) if "/static/" in url or "/map?" in url}
    assert sum(sizes.values()) < MAX_PAGE_BYTES, sizes
    assert any("world_detail.svg" in url for url in sizes)


def test_the_map_refuses_what_it_does_not_understand(address: str) -> None:
    for query, words in [
        ("bbox=1,2,3", "bbox: invalid bbox"), ("q=bbox:a", "not four numbers"), ("view=x", "invalid view"),
        ("viev=1", "did you mean view"),
    ]:  # fmt: skip
        answer = httpx.get(f"{address}/map?{query}")
        assert answer.status_code == 400 and words in answer.text, query
