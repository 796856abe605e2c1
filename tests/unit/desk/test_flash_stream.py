"""The stream of flashes: what the bar of each page is told, and from where."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from desk.queries.change_feed import StreamPosition
from desk.queries.live import LiveUpdate, LiveWire
from desk.web.flash_stream import encode
from tests.support import desk_stories
from wiredesk.store import Store


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("flashes"))
    yield store
    store.close()


def data(update: LiveUpdate, root: str = "") -> dict[str, Any]:
    """Return the data of the event that an update is encoded as."""
    lines = encode(update, root).decode().splitlines()
    assert lines[:2] == [f"id: {update.position}", "event: flashes"]
    found: dict[str, Any] = orjson.loads(lines[2].removeprefix("data: "))
    return found


def test_flashes_and_later_versions_are_told_and_withdrawals(store: Store) -> None:
    wire = LiveWire(store)
    steps: list[tuple[dict[str, Any], bool, list[tuple[str, str]], list[str]]] = [
        ({"id": "urn:a", "version": 1, "urgency": 4}, False, [], []),
        ({"id": "urn:f", "version": 1, "urgency": 1, "headline": "One"}, False, [("Flash", "One")], []),
        ({"id": "urn:f", "version": 2, "urgency": 4, "headline": "Two"}, False, [("", "Two")], []),
        ({"id": "urn:f", "version": 3, "status": "canceled"}, False, [], ["urn:f"]),
        ({"id": "urn:u", "version": 1, "urgency": 2, "headline": "Three"}, False, [("Urgent", "Three")], []),
        ({"id": "urn:u", "version": 2, "urgency": 2, "headline": "Old"}, True, [("", "Old")], []),
        ({"id": "urn:b", "version": 1, "urgency": 1}, True, [], []),
    ]
    for fields, backfill, told, gone in steps:
        position = wire.newest()
        desk_stories.write(store, [desk_stories.article(**fields)], backfill=backfill)
        found = data(wire.read(position), "/desk")
        assert ([(one["label"], one["title"]) for one in found["told"]], found["gone"]) == (told, gone), fields
        assert all(one["path"].startswith("/desk/story/urn") for one in found["told"])


@pytest.mark.parametrize("others", [False, True], ids=["alone", "beside another reader"])
def test_a_reader_with_the_position_of_another_store_is_told_that_flashes_may_be_missing(
    store: Store, others: bool
) -> None:
    async def first() -> LiveUpdate:
        wire = LiveWire(store)
        if others:
            await anext(wire.follow())
        stream = wire.follow(StreamPosition(10**9, 0))
        assert await anext(stream) is None
        update = await anext(stream)
        assert update is not None
        return update

    update = asyncio.run(first())
    assert data(update) == {"told": [], "gone": [], "missed": True}
    assert update.position.n < 10**9
