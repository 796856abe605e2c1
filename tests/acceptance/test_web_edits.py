"""Rulings in a real browser: with the token and without it, without JavaScript, from another site, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support import desk_stories
from tests.support.browser import Open, missing
from tests.support.requirements import lacking
from tests.support.web_server import serving
from wiredesk.store import Store

if missing():
    lacking(missing())

HARBOUR = f"/story/{desk_stories.HARBOUR}"
TOKEN = "a token of letters"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home)
    yield home, store
    store.close()


@pytest.fixture(scope="module")
def address(store: tuple[Path, Store]) -> Iterator[str]:
    """A desk on which changes are possible."""
    with serving(store[0], WIREDESK_WEB_TOKEN=TOKEN) as address:
        yield address


def test_a_speaker_is_corrected_and_undone_without_javascript(open_page: Open) -> None:
    page = open_page(HARBOUR, java_script_enabled=False, errors=True)
    page.get_by_text("Correct", exact=True).click()
    page.get_by_label("Your name").fill("Zoé")
    page.get_by_label("Token of this desk").fill("wrong")
    page.get_by_role("button", name="Make changes").click()
    assert "The token is wrong." in page.locator("main").inner_text()
    page.go_back()
    page.get_by_text("Correct", exact=True).click()
    page.get_by_label("Token of this desk").fill(TOKEN)
    page.get_by_role("button", name="Make changes").click()
    page.get_by_text("Correct", exact=True).click()
    page.get_by_label("Quote", exact=True).select_option(label="Port workers will vote on Friday")
    page.get_by_label("was said by").select_option(label="Peter Lund")
    page.locator("#edit-speaker-why").fill("he leads them")
    page.get_by_role("button", name="Correct the speaker").click()
    assert "speaker by Zoé" in page.locator(".speaker", has_text="Peter Lund").inner_text()
    page.locator(".edit summary").click()
    assert "“Port workers will vote on Friday” was said by Peter Lund" in page.locator(".rulings").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".speaker", has_text="speaker by").count() == 0
    page.locator(".edit summary").click()
    page.locator("#edit-other-of").select_option(label="Peter Lund (PERSON)")
    page.get_by_role("button", name="Another one").click()
    page.locator(".legend .chip", has_text="Peter Lund").click()
    page.locator(".edit summary").click()
    assert "is another thing in 1 story" in page.locator(".rulings").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert page.url.endswith("/rulings")
    assert page.locator(".rulings .undone").count() == 2
    cookies = {one["name"]: one for one in page.context.cookies()}
    assert cookies["wiredesk_edit"]["httpOnly"] and cookies["wiredesk_edit"]["sameSite"] == "Strict"
    page.get_by_role("button", name="Stop").click()
    assert page.get_by_role("button", name="Make changes").count() == 1


def test_forms_of_other_sites_and_without_the_cookie_are_refused(address: str) -> None:
    with httpx.Client(base_url=address) as desk:
        fields = {"token": TOKEN, "by": "eve", "back": "//evil.example/"}
        for headers in ({"Origin": "http://localhost:1"}, {"Sec-Fetch-Site": "same-site", "Origin": address}, {}):
            assert desk.post("/edit/enter", data=fields, headers=headers).status_code == 403
        ours = {"Sec-Fetch-Site": "same-origin"}
        assert desk.post("/edit/undo", data={"ruling": "1"}, headers=ours).status_code == 403
        entered = desk.post("/edit/enter", data=fields, headers=ours)
        assert (entered.status_code, entered.headers["location"]) == (303, "/rulings")
        assert TOKEN not in str(entered.headers)
        assert (
            desk.post("/edit/undo", data={"ruling": "9"}, headers={"Origin": "http://localhost:1"}).status_code == 403
        )
        assert desk.post("/edit/undo", data={"ruling": "9"}, headers=ours).status_code == 404
        assert desk.post("/edit/undo", data={"ruling": "x"}, headers=ours).status_code == 400
        assert desk.post("/edit/story", data={"act": "vote", "id": "x"}, headers=ours).status_code == 400
        hidden = {"act": "type", "id": desk_stories.EMBARGOED, "entity": "Nairobi", "type": "ORG"}
        assert desk.post("/edit/story", data=hidden, headers=ours).status_code == 404
        assert desk.post("/edit/story", content=b"x=" + b"y" * 200_000, headers=ours).status_code == 413


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_open_forms(open_page: Open, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page("/rulings", color_scheme=scheme, bypass_csp=True, viewport={"width": 360, "height": 740})
    page.get_by_label("Your name").fill("Zoé")
    page.get_by_label("Token of this desk").fill(TOKEN)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop").wait_for()
    for path in ("/rulings", HARBOUR, "/people/peter%20lund"):
        page.goto(address + path)
        for summary in page.locator(".edit summary").all():
            summary.click()
        violations = Axe().run(page).response["violations"]
        assert not [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in violations], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_thing_is_merged_renamed_and_rejected_on_its_page_without_javascript(open_page: Open, address: str) -> None:
    page = open_page("/people/peter lund", java_script_enabled=False)
    page.locator(".edit summary").click()
    page.get_by_label("Your name").fill("Zoé")
    page.get_by_label("Token of this desk").fill(TOKEN)
    page.get_by_role("button", name="Make changes").click()
    page.locator(".edit summary").click()
    page.get_by_label("Same as", exact=True).fill("Amina Otieno")
    page.get_by_role("button", name="Merge").click()
    merged = page.locator("h1").inner_text()
    assert "are the same" in page.locator(".rulings").text_content()
    page.locator(".edit summary").click()
    page.get_by_label("Name", exact=True).fill("Both of them")
    page.get_by_role("button", name="Rename").click()
    assert page.locator("h1").inner_text() == "Both of them"
    page.goto(f"{address}/search?thing=Peter+Lund")
    assert page.get_by_role("link", name="Harbour talks resume in Nairobi").count() == 1
    page.goto(f"{address}/people/amina otieno")
    assert page.locator("h1").inner_text() == "Both of them"
    page.locator(".edit summary").click()
    page.locator(".rulings li", has_text="is called").get_by_role("button").click()
    assert page.locator("h1").inner_text() == merged
    page.locator(".edit summary").click()
    page.get_by_role("button", name="Take out").click()
    names = {page.locator("h1").inner_text()}
    for name in ("peter lund", "amina otieno"):
        page.goto(f"{address}/people/{name}")
        names.add(page.locator("h1").inner_text())
    assert names == {"Peter Lund", "Amina Otieno"}
    page.goto(f"{address}/organisations/kenya ports union")
    page.locator(".edit summary").click()
    page.get_by_role("button", name="No name").click()
    assert page.url.endswith("/rulings") and "“Kenya Ports Union” is no name" in page.locator(".rulings").inner_text()
    page.goto(f"{address}/organisations")
    assert page.get_by_role("link", name="Kenya Ports Union").count() == 0
