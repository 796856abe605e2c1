"""Visit every page of a large store in a real browser: ``python -m benchmarks.walk --home HOME``.

Light, dark, on a phone and without JavaScript: no error on the console, no request to another host, nothing wider than
the screen, axe-core clean, links followed by keyboard.  ``--into DIR`` keeps a picture of each page.  The store is what
``benchmarks.desk_pages`` filled; exit code 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.support.browser import launched
from tests.support.web_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1200, "height": 820}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1200, "height": 820}},
    "phone": {"color_scheme": "light", "viewport": {"width": 360, "height": 740}},
    "no-script": {"java_script_enabled": False, "viewport": {"width": 1200, "height": 820}},
}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--home", type=Path, required=True)
    words.add_argument("--store")
    words.add_argument("--into", type=Path)
    given = words.parse_args()
    environment = {"WIREDESK_STORE_URL": given.store} if given.store else {}
    trouble: list[str] = []
    with serving(given.home, **environment) as address, launched() as browser:
        found = pages(address)
        for name, look in LOOKS.items():
            walk(browser, address, found, name, look, given.into, trouble)
        by_keyboard(browser, address, trouble)
    print(*trouble, f"{len(found)} pages in {len(LOOKS)} looks, {len(trouble)} troubles", sep="\n")
    sys.exit(bool(trouble))


def pages(address: str) -> dict[str, str]:
    """Return one page of each kind, with names that occur in many of the newest stories."""
    with httpx.Client(base_url=address, timeout=60) as desk:
        top = {kind: desk.get(f"/api/entities?type={kind}&limit=1").json()["entities"][0]["key"]
               for kind in ("PERSON", "ORG", "GPE")}  # fmt: skip
        newest = desk.get("/api/stories?limit=200").json()["stories"]
        quoted = desk.get("/api/quotes?limit=50").json()["quotes"]
    longest = max(newest, key=lambda one: one["words"])["id"]
    speaker = next(one["speaker"]["key"] for one in quoted if one["speaker"] and one["speaker"]["type"] == "PERSON")
    return {
        "wire": "/", "story": f"/story/{longest}", "quoted": f"/story/{quoted[0]['story']}", "search": "/search",
        "found": f"/search?q=said&entity={top['GPE']}", "not-found": "/search?q=xylophone+zither",
        "people": "/people", "organisations": "/organisations", "places": "/places", "things": "/things",
        "person": f"/people/{top['PERSON']}", "speaker": f"/people/{speaker}",
        "organisation": f"/organisations/{top['ORG']}", "place": f"/places/{top['GPE']}", "quotes": "/quotes",
        "stats": "/stats", "api": "/api",
    }  # fmt: skip


def walk(
    browser: Browser, address: str, found: dict[str, str], look: str, options: dict[str, object], into: Path | None,
    trouble: list[str],
) -> None:  # fmt: skip
    """Visit every page in one look."""
    context = browser.new_context(bypass_csp=look in {"light", "dark"}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    listen(page, address, look, trouble)
    for name, path in found.items():
        page.goto(address + path)
        if look != "no-script":
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                trouble.append(f"{look} {name}: {wide} px wider than the screen")
        if into:
            into.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=into / f"{name}-{look}.png", full_page=True)
        if look in {"light", "dark"}:
            trouble.extend(f"{look} {name}: {one}" for one in violations(page))
    context.close()


def listen(page: Page, address: str, look: str, trouble: list[str]) -> None:
    page.on("pageerror", lambda error: trouble.append(f"{look}: {error}"))
    page.on("console", lambda line: trouble.append(f"{look}: {line.text}") if line.type == "error" else None)
    page.on("request", lambda one: None if one.url.startswith(address) else trouble.append(f"{look}: {one.url}"))


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:2]]}" for one in found]


def by_keyboard(browser: Browser, address: str, trouble: list[str]) -> None:
    """Go from the wire to a story, to a search, to its first story, and back, only with keys."""
    page = browser.new_page()
    listen(page, address, "keyboard", trouble)
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")
    page.keyboard.press("/")
    page.keyboard.type("said")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=said")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")
    page.keyboard.press("w")
    page.wait_for_url(f"{address}/")
    page.close()


if __name__ == "__main__":
    main()
