"""Measure when a browser on a slow machine paints each page: ``python -m benchmarks.first_paint --home HOME``.

HOME is a store that ``wiredesk run seeds`` filled, or many copies of it (``benchmarks.desk_pages --from``).  Chromium
slows down its own processor (DevTools protocol, ``Emulation.setCPUThrottlingRate``), and its cache is empty.  On a
machine with other work the times to the paint are too long; the processor time of the page's main thread hardly is.
"""

from __future__ import annotations

import argparse
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.support.browser import launched
from tests.support.web_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLOWER = 4
"""How many times slower the browser's processor is than this machine's."""
PAGES = (
    "/", "/?view=compact", "/wire", "/threads", "/topics", "/people", "/places", "/map", "/quotes", "/events",
    "/watches", "/search?q=said", "/stats", "/sources", "/sql", "/api",
)  # fmt: skip
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening of a page."""

    paint: float
    """Milliseconds from the request to the first text or picture."""
    work: float
    """Milliseconds of processor time of the page's main thread until all is loaded, with what slows it down."""
    sent: int
    """Bytes of the page and of all that it loads, as they were sent."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--home", type=Path, required=True)
    words.add_argument("--times", type=int, default=5, help="openings of each page")
    given = words.parse_args()
    with launched() as browser, serving(given.home) as address:
        story = httpx.get(f"{address}/api/stories?limit=1").json()["stories"][0]["id"]
        print(f"ms, processor {SLOWER} times slower, empty cache, {given.times} times; KB with all files, compressed")
        print(f"{'page':<20}{'first paint':>12}{'highest':>9}{'main thread':>13}{'KB':>6}")
        for path in (*PAGES, f"/story/{story}"):
            found = [opened(browser, address + path) for _ in range(given.times)]
            paints = [one.paint for one in found]
            name = "a story" if path.startswith("/story/") else path
            sent = max(one.sent for one in found) / 1000
            work = min(one.work for one in found)
            print(f"{name:<20}{statistics.median(paints):>12.0f}{max(paints):>9.0f}{work:>13.0f}{sent:>6.0f}")


def opened(browser: Browser, url: str) -> Opened:
    """Open a page in a new profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 820})
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    sent: list[int] = []
    protocol.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    protocol.send("Network.enable")
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="load")
    page.wait_for_function(f"({_PAINT}) !== null")
    paint = page.evaluate(_PAINT)
    metrics = {one["name"]: one["value"] for one in protocol.send("Performance.getMetrics")["metrics"]}
    context.close()
    return Opened(paint, 1000 * metrics["TaskDuration"], sum(sent))


if __name__ == "__main__":
    main()
