"""A story has one shape in every list, and one as a document, whichever command or endpoint prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from desk.api.change_routes import encode_events
from desk.cli import app
from desk.queries.live import LiveWire
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from tests.support.desk_stories import HARBOUR
from wiredesk.settings import load
from wiredesk.store import open_store


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("shapes")
    desk_stories.filled(home).close()
    return home


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[Client]:
    store = open_store(load(home=home))
    yield Client(application(store))
    store.close()


def printed(home: Path, *words: str) -> dict[str, Any]:
    """The first JSON line that a command prints."""
    result = CliRunner().invoke(app, ["--home", str(home), *words])
    assert result.exit_code == 0, result.output
    record: dict[str, Any] = json.loads(result.stdout.splitlines()[0])
    return record


def streamed(home: Path) -> dict[str, Any]:
    """What the stream tells of a new story."""
    store = open_store(load(home=home))
    wire = LiveWire(store)
    wire.poll()
    desk_stories.write(store, [desk_stories.article("urn:test:streamed")])
    update = wire.poll()
    store.close()
    data = encode_events(update).split(b"event: story")[1].partition(b"data: ")[2].partition(b"\n")[0]
    record: dict[str, Any] = json.loads(data)
    return record


def test_a_story_of_a_list_has_the_same_fields_everywhere(home: Path, desk: Client) -> None:
    thing = desk.get("/api/things?window=all&kind=person").json()["things"][0]["thing"]
    shapes = {
        "search": printed(home, "search", "cranes", "--json"),
        "search without words": printed(home, "search", "source:coast", "--json"),
        "tail": printed(home, "tail", "--json"),
        "/api/search": desk.get("/api/search?q=cranes").json()["stories"][0],
        "/api/stories": desk.get("/api/stories").json()["stories"][0],
        "/api/things": desk.get(f"/api/things/{thing}/stories").json()["stories"][0],
        "/api/stream": {name: value for name, value in streamed(home).items() if name != "what"},
    }
    fields = list(shapes["search"])
    assert {name: list(record) for name, record in shapes.items()} == dict.fromkeys(shapes, fields)


def test_a_story_as_a_document_has_the_same_fields_everywhere(home: Path, desk: Client) -> None:
    shapes = {
        "show": printed(home, "show", HARBOUR, "--json"),
        "export": printed(home, "export", "cranes"),
        "/api/stories/ID": desk.get(f"/api/stories/{HARBOUR}").json(),
        "/api/export": json.loads(desk.get("/api/export?q=cranes").text.splitlines()[0]),
        "/search.jsonl": json.loads(desk.get("/search.jsonl?q=cranes").text.splitlines()[0]),
    }
    for record in shapes.values():
        record.pop("ledger", None)
    assert all(record == shapes["show"] for record in shapes.values())
