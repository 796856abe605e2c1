"""Every page is small: with the styles, scripts and drawings that it loads, as a browser receives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.web import rendering
from tests.support import synthetic_store
from tests.support.desk_client import Client, application
from wiredesk.settings import load
from wiredesk.store import open_store

MAX_PAGE_BYTES = 100_000
"""Budget of a page with all that it loads at first, compressed."""
STATIC = Path(rendering.__file__).parent / "static"
PAGES = (
    "/", "/?view=compact", "/wire?col=cranes&col=source:Coast+Agency&col=budget&col=strike", "/threads", "/topics",
    "/topics/medtop:04000000", "/people", "/organisations", "/places", "/things", "/people/amina%20otieno",
    "/places/nairobi", "/map", "/map?q=budget", "/search", "/search?q=the", "/search?q=the&view=compact", "/quotes",
    "/events", "/watches", "/sources", "/rulings", "/stats", "/sql", "/api",
    "/sql?sql=SELECT+*+FROM+stories",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store = open_store(load(home=tmp_path_factory.mktemp("desk")))
    synthetic_store.write(store, 200)
    yield Client(application(store))
    store.close()


def sent(desk: Client, path: str) -> tuple[int, str]:
    """Return the compressed size of a file, bytes, and its text."""
    answer, raw = desk.raw(path, {"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, path
    return len(raw), desk.get(path).text


def loaded(desk: Client, path: str) -> dict[str, int]:
    """Return the size of a page and of every style, script and drawing that it loads, with the modules of scripts."""
    while (answer := desk.get(path)).is_redirect:
        path = answer.headers["location"]
    size, text = sent(desk, path)
    sizes, waiting = {path: size}, re.findall(r'(?:href|src)="(/static/[^"#]+)', text)
    while waiting:
        file = waiting.pop()
        if file not in sizes:
            sizes[file], text = sent(desk, file)
            waiting += [f"/static/{name}" for name in re.findall(r'import[^"]*"\./([\w.]+)"', text)]
    return sizes


@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_all_that_it_loads_is_small(desk: Client, path: str) -> None:
    sizes = loaded(desk, path)
    assert sum(sizes.values()) < MAX_PAGE_BYTES, sizes


def test_the_story_with_most_marks_is_small(desk: Client) -> None:
    for story in desk.get("/api/stories?limit=3").json()["stories"]:
        sizes = loaded(desk, f"/story/{story['id']}")
        assert sum(sizes.values()) < MAX_PAGE_BYTES, sizes


def test_every_script_is_loaded_by_a_page() -> None:
    """The budget counts what pages load; a script that none loads is dead."""
    text = "".join(one.read_text() for folder in ("static", "templates") for one in (STATIC.parent / folder).iterdir())
    unused = [one.name for one in STATIC.iterdir() if one.stem not in text]
    assert unused == []
