"""The live wire: reads report each change once, and readers miss nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from desk.api.change_routes import encode_events
from desk.queries import live
from desk.queries.change_feed import StreamPosition
from desk.queries.filters import Filters
from desk.queries.live import LiveUpdate, LiveWire
from tests.support import desk_stories
from wiredesk.store import Store
from wiredesk.store.change_tables import changes
from wiredesk.store.changes import ChangesGone, prune
from wiredesk.store.types import now


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


def test_a_read_after_a_position_repeats_what_came_after_it(store: Store) -> None:
    wire = LiveWire(store)
    start = wire.newest()
    write(store, "new")
    assert ids(wire.read(start)) == ids(wire.read(StreamPosition(start.n))) == ["new"]
    assert "new" in ids(wire.read(datetime.now(UTC) - timedelta(minutes=1)))


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
        position = wire.newest()
        write(store, "two")
        await upto(first, "two")
        for since in (position, StreamPosition(position.n), datetime.now(UTC)):
            assert "two" in await upto(wire.follow(since), "two")
        wire.close()
        assert [item async for item in first] == []
        polling.cancel()

    asyncio.run(test())


def test_what_was_stored_while_nobody_listened_reaches_a_reader_that_comes_back(store: Store) -> None:
    """More stories than one read takes, in the order in which they were stored, each once."""
    number = live.PAGE_CHANGES + 200

    async def test() -> list[str]:
        wire = LiveWire(store)
        position = wire.newest()
        with store.write() as connection:
            rows = [{"id": f"s{n}", "seq": None, "version": 1, "what": "stored", "at": now()} for n in range(number)]
            for row in rows:
                connection.execute(changes.insert().values(row))
        write(store, "last")
        stream, found = wire.follow(position), []
        async for update in stream:
            found += [str(one.change.id) for one in update.told] if update else []
            if "urn:test:last" in found:
                break
        return found

    assert asyncio.run(test()) == [*(f"s{n}" for n in range(number)), "urn:test:last"]


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


def test_a_reader_is_told_that_changes_are_no_longer_kept(store: Store) -> None:
    wire = LiveWire(store)
    assert not wire.read(StreamPosition(0)).missed
    with store.write() as connection:
        connection.execute(changes.update().values(at=now(-86_400)))
        prune(connection, 0.5)
    for position in (StreamPosition(0), datetime.now(UTC) - timedelta(days=3), StreamPosition(10**9)):
        update = wire.read(position)
        assert update.missed and update.position == wire.newest()
    assert not wire.read(wire.newest()).missed


def test_a_stream_says_first_that_changes_are_missing() -> None:
    update = LiveUpdate(StreamPosition(12, 3), missed=ChangesGone.after(2, 5, 12))
    reset, rest = encode_events(update).decode().split("\n\n", 1)
    assert reset.startswith("id: 12.3\nevent: reset\ndata: ") and '"oldest":5,"newest":12' in reset
    assert rest == "id: 12.3\n\n"


def test_a_stream_with_filters_has_what_a_list_of_the_search_needs(store: Store) -> None:
    """A story that no longer fits is gone from the list, and so is one that is withdrawn."""
    wire = LiveWire(store)
    start = wire.newest()
    urgent = Filters(urgency=2)
    write(store, "quiet")
    write(store, "loud", urgency=2)
    write(store, "calm", urgency=1)
    write(store, "calm", 2, urgency=5)
    write(store, "killed", urgency=1)
    write(store, "killed", 2, status="canceled")
    update = wire.read(start, urgent)
    assert ids(update) == ["loud"]
    assert update.gone == ("urn:test:calm", "urn:test:killed")
    assert update.position.n == wire.newest().n
    names = [line[7:] for line in encode_events(update).decode().splitlines() if line.startswith("event: ")]
    assert names == ["story", "gone", "gone"]


def test_backfill_is_told_but_is_no_news(store: Store) -> None:
    wire = LiveWire(store)
    wire.poll()
    desk_stories.write(store, [desk_stories.article("urn:test:old")], backfill=True)
    update = wire.poll()
    assert ids(update) == [] and [told.card.id for told in update.told if told.card] == ["urn:test:old"]
    assert b"event: backfill\n" in encode_events(update)
