"""The command line as users run it: real processes, and a separate home for each test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance import engine
from tests.support.browser import Open, launched
from tests.support.command_line import Run, command
from tests.support.web_server import serving
from wiredesk.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Skip the tests of containers where no container engine, or no image to boot, is available."""
    needs = {"test_compose.py": engine.compose, "test_systemd.py": engine.boots_systemd}.get(collection_path.name)
    return True if needs and not needs() else None


@pytest.fixture(scope="session")
def short_tmp() -> Iterator[Path]:
    """A folder with a short path, for sockets."""
    path = Path(tempfile.mkdtemp(prefix="wd-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def wiredesk(tmp_path: Path) -> Run:
    """``wiredesk("status", "--json")`` in a home that only this test uses."""
    return lambda *words, **more: command(tmp_path, "desk", *words, **more)  # type: ignore[return-value]


@pytest.fixture
def producer(tmp_path: Path) -> Run:
    return lambda *words, **more: command(tmp_path, "producer", *words, **more)  # type: ignore[return-value]


@pytest.fixture(scope="module")
def address(store: tuple[Path, Store]) -> Iterator[str]:
    """A web desk on the store of the test's module, its folder and itself."""
    with serving(store[0]) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page; fail if it logs an error, opens a dialog or sends a request to another host."""
    contexts, trouble = [], []

    def open_page(path: str, *, errors: bool = False, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append("dialog"))
        page.on("request", lambda request: None if request.url.startswith(address) else trouble.append(request.url))
        page.on("console", lambda line: trouble.append(line.text) if line.type == "error" and not errors else None)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not trouble
