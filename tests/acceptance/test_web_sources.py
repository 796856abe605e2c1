"""Sources in a real browser, followed by a real producer from a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from tests.support.browser import Open, missing
from tests.support.feed_server import FeedServer, rss
from tests.support.requirements import lacking
from tests.support.waiting import HANG_SECONDS, wait_until
from tests.support.web_server import serving
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store, source_rows
from wiredesk.store.tables import articles

if missing():
    lacking(missing())

TOKEN = "a token of letters"
NETWORK = {"WIREDESK_SOURCE_NETWORKS": "127.0.0.0/8"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def store(home: Path) -> Iterator[Store]:
    opened = open_store(Settings(home=home))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(store: Store, home: Path) -> Iterator[str]:
    with serving(home, WIREDESK_WEB_TOKEN=TOKEN, **NETWORK) as address:
        yield address


@pytest.fixture(scope="module")
def producer(store: Store, home: Path) -> Iterator[None]:
    ours = {"WIREDESK_HOME": str(home), "WIREDESK_BROKER_URL": "redis://127.0.0.1:9/0", "WIREDESK_CONFIG": "none.toml"}
    command = [sys.executable, "-m", "producer", "feed", "--desk"]
    process = subprocess.Popen(command, env=os.environ | ours | NETWORK, stderr=subprocess.DEVNULL)
    yield
    process.terminate()
    assert process.wait(HANG_SECONDS) == 0


@pytest.fixture(scope="module")
def server() -> Iterator[FeedServer]:
    made = FeedServer().start()

    def answer(to: Any) -> None:
        to.reply(data=rss(*(f"Ferry {number}" for number in range(made.asked["/rss"]))))

    made.pages["/rss"] = answer
    yield made
    made.stop()


def holder(store: Store) -> str | None:
    with store.read() as connection:
        return source_rows.read_all(connection)[0].holder


def test_a_source_is_set_up_read_paused_and_resumed_in_the_browser(
    open_page: Open, store: Store, server: FeedServer, producer: None
) -> None:
    page = open_page("/sources")
    page.get_by_label("Your name").fill("Zoé")
    page.get_by_label("Your token, or the token of this desk").fill(TOKEN)
    page.get_by_role("button", name="Make changes").click()
    page.get_by_role("link", name="Add a source").click()
    page.get_by_label("Name", exact=True).fill("Harbour")
    page.get_by_label("url: ").fill(server.url("/rss"))
    page.get_by_label("every: ").fill("0.1")
    page.get_by_label("gap: ").fill("0")
    page.get_by_role("button", name="Try").click()
    assert page.locator("#trial [role=status]").inner_text() == "1 story. Nothing was accepted."
    assert page.locator("#trial h3").all_inner_texts() == ["Ferry 0"]
    assert not Axe().run(page).response["violations"]
    page.get_by_role("button", name="Add").click()
    assert "set up by Zoé" in page.locator(".feeder").inner_text()
    wait_until(lambda: server.asked["/rss"] > 3, "the producer reads it")
    page.get_by_role("button", name="Pause: Harbour").click()
    assert page.locator(".feeder .flag").inner_text() == "paused"
    wait_until(lambda: holder(store) is None, "the producer has stopped")
    asked = server.asked["/rss"]
    page.get_by_role("button", name="Resume: Harbour").click()
    wait_until(lambda: server.asked["/rss"] > asked, "it goes on")
    with store.read() as connection:
        found = list(connection.execute(select(articles.c.headline)).scalars())
    assert sorted(found) == sorted(f"Ferry {number}" for number in range(len(found)))
    page.get_by_role("link", name="Change, try or remove").click()
    page.get_by_role("button", name="Remove").click()
    assert page.locator(".feeder").count() == 0
