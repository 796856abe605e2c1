"""Take the pictures of the docs in a real browser: ``python -m benchmarks.screenshots --home HOME [--flower]``.

HOME is a store that ``wiredesk run seeds`` filled, or many copies of it (``benchmarks.desk_pages --from``).  With
``--flower`` it starts a broker, a worker and Flower there.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.support.browser import launched
from tests.support.web_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IMAGES = Path(__file__).parents[1] / "docs" / "images"
COLUMNS = "--tasks_columns=args,state,received,runtime,worker,uuid"
QUAKE = "/story/urn:newsml:meridianwire.example:20260602:vanuatu-quake"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--home", type=Path, required=True)
    words.add_argument("--flower", action="store_true")
    given = words.parse_args()
    with launched() as browser:
        if given.flower:
            with flower(given.home) as address:
                take(browser, f"{address}/", "flower-workers", height=420)
                take(browser, f"{address}/tasks", "flower-tasks", height=620)
                take(browser, f"{address}/broker", "flower-broker", height=420)
            return
        with serving(given.home) as address:
            take(browser, f"{address}/", "wire")
            take(browser, address + QUAKE, "story")
            take(browser, address + QUAKE, "story-dark", scheme="dark")
            take(browser, address + QUAKE, "story-phone", width=360, height=740)
            take(browser, f"{address}/stats", "stats")
            threads = httpx.get(f"{address}/api/threads", params={"min_stories": 5}).json()["threads"]
            take(browser, f"{address}/threads/{threads[0]['thread']}", "thread", height=1100)


def take(browser: Browser, url: str, name: str, *, scheme: str = "light", width: int = 1200, height: int = 820) -> None:
    """Take one picture."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / f"{name}.png")
    context.close()


@contextmanager
def flower(home: Path, *words: str) -> Iterator[str]:
    """Run Flower and a worker that processes the seeds again; yields the address."""
    environment = os.environ | {"WIREDESK_HOME": str(home.absolute())}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    celery = [sys.executable, "-m", "celery", "-A", "worker"]
    worker = subprocess.Popen([*celery, "worker", "-c", "2"], env=environment, stderr=subprocess.DEVNULL)
    monitor = None
    try:
        time.sleep(20)
        monitor = subprocess.Popen(
            [*celery, "flower", f"--port={port}", "--address=127.0.0.1", "--read_only=True", COLUMNS, *words],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        address = f"http://127.0.0.1:{port}"
        wait(address)
        subprocess.run([sys.executable, "-m", "producer", "feed", "seeds"], env=environment, check=False)
        time.sleep(25)
        yield address
    finally:
        for process in (monitor, worker):
            if process:
                process.terminate()
                process.wait(60)


def wait(address: str) -> None:
    for _ in range(120):
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.HTTPError:
            time.sleep(0.5)


if __name__ == "__main__":
    main()
