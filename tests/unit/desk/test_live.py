"""The live wire: polls report each change once, and readers miss nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from desk.api.routes import encode_events
from desk.queries import live
from desk.queries.changes import changes_since
from desk.queries.live import LiveUpdate, LiveWire
from tests.support import desk_stories
from wiredesk.store import Store


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("live"))
    yield store
    store.close()


def write(store: Store, name: str, version: int = 1, **fields: object) -> None:
    desk_stories.write(store, [desk_stories.article(f"urn:test:{name}", version, **fields)])


def ids(update: LiveUpdate | None) -> list[str]:
    return [card.id.removeprefix("urn:test:") for card in update.arrived] if update else []


def test_each_change_is_reported_once(store: Store) -> None:
    wire = LiveWire(store)
    wire.poll()
    write(store, "new")
    assert ids(wire.poll()) == ["new"]
    assert not wire.poll()
    write(store, "new", 2, status="canceled")
    assert wire.poll().gone == ("urn:test:new",)
    assert not wire.poll()


def test_a_poll_since_a_moment_repeats_what_came_after_it(store: Store) -> None:
    wire = LiveWire(store)
    wire.poll()
    write(store, "new")
    wire.poll()
    assert "new" in ids(wire.poll(datetime.now(UTC) - timedelta(minutes=1)))


async def upto(stream: AsyncIterator[LiveUpdate | None], name: str) -> list[str]:
    """Read updates until one contains a story; returns all stories."""
    found: list[str] = []
    async for update in stream:
        found += ids(update)
        if name in found:
            return found
    raise AssertionError(f"the stream ended without {name}: {found}")


def test_readers_get_the_same_updates_and_resume_where_they_left(store: Store) -> None:
    async def test() -> None:
        wire = LiveWire(store)
        polling = asyncio.create_task(wire.run())
        first, second = wire.follow(), wire.follow()
        assert await anext(first) is None and await anext(second) is None
        assert wire.followers == 2
        write(store, "one")
        assert await upto(first, "one") == ["one"]
        assert await upto(second, "one") == ["one"]
        position = datetime.now(UTC)
        write(store, "two")
        await upto(first, "two")
        late = wire.follow(position)
        assert "two" in await upto(late, "two")
        wire.close()
        assert [item async for item in first] == []
        polling.cancel()

    asyncio.run(test())


def test_a_reader_that_falls_behind_is_disconnected(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MAX_BACKLOG", 1)
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)

    async def test() -> None:
        wire = LiveWire(store)
        polling = asyncio.create_task(wire.run())
        slow, quick = wire.follow(), wire.follow()
        await anext(slow), await anext(quick)
        for number in range(3):
            write(store, f"story-{number}")
            await upto(quick, f"story-{number}")
        assert [item async for item in slow if item] == []
        assert wire.followers == 1
        polling.cancel()

    asyncio.run(test())


def test_a_silent_stream_sends_keepalives(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "KEEPALIVE_SECONDS", 0.01)

    async def test() -> None:
        stream = LiveWire(store).follow()
        assert [await anext(stream) for _ in range(3)] == [None, None, None]

    asyncio.run(test())


def test_more_changes_than_the_limit_are_said_to_be_incomplete(store: Store) -> None:
    write(store, "one")
    write(store, "two")
    with store.read() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=1)
        assert changes_since(connection, long_ago).complete
        assert not changes_since(connection, long_ago, limit=1).complete


def test_a_reader_is_told_that_it_was_away_for_too_long(store: Store) -> None:
    wire = LiveWire(store)
    assert wire.poll(datetime.now(UTC) - live.MAX_CATCH_UP - timedelta(minutes=1)).missed
    assert not wire.poll(datetime.now(UTC) - timedelta(minutes=1)).missed
    assert not wire.poll().missed


def test_a_stream_says_first_that_changes_are_missing() -> None:
    update = LiveUpdate("2026-11-20T09:30:00.000Z", gone=("urn:x",), missed=True)
    reset, gone, rest = encode_events(update).decode().split("\n\n")
    assert reset.startswith("id: 2026-11-20T09:30:00.000Z\nevent: reset\ndata: ")
    assert gone.splitlines()[1] == "event: gone"
    assert rest == ""
