"""Sources that are set up are followed with all their changes, without a restart; nothing is lost or read twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from producer.sources import desk_rows, source_follower, wanted_sources
from producer.sources.source_follower import SourceFollower
from producer.sources.source_registry import build_source
from producer.sources.wanted_sources import FILE_HAS_IT, WantedSources
from tests.integration.sources.conftest import Desk
from tests.support.feed_server import FeedServer, rss
from wiredesk.settings import Settings
from wiredesk.store import Store, checkpoints, source_rows
from wiredesk.store.source_rows import SourceRow

LOOPBACK = Settings(source_networks="127.0.0.0/8").source_networks


@pytest.fixture
def server() -> Iterator[FeedServer]:
    made = FeedServer().start()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_follower, "LOOK_SECONDS", 0.05)


def add(store: Store, name: str, kind: str, **given: Any) -> None:
    with store.write() as connection:
        desk_rows.add_source(connection, name, kind, given, networks=LOOPBACK, by="eve")


def rows(store: Store) -> dict[str, SourceRow]:
    with store.read() as connection:
        return {row.name: row for row in source_rows.read_all(connection)}


def pause(store: Store, name: str, *, paused: bool = True) -> None:
    with store.write() as connection:
        desk_rows.pause_source(connection, name, by="eve", paused=paused)


def growing(server: FeedServer, path: str) -> str:
    """Let a feed have one more story at each request; return its address."""

    def answer(to: Any) -> None:
        to.reply(data=rss(*(f"{path} {number}" for number in range(server.asked[path]))))

    server.pages[path] = answer
    return server.url(path)


def follower(desk: Desk, *in_file: dict[str, Any], waits: bool = True) -> SourceFollower:
    configs = [build_source(row, "test") for row in in_file]
    return SourceFollower(WantedSources(desk.store, configs, LOOPBACK), waits=waits)


def test_sources_start_pause_go_on_change_and_end_while_the_producer_runs(desk: Desk, server: FeedServer) -> None:
    url = growing(server, "/a")
    desk.start(follower(desk))
    add(desk.store, "A", "feed", url=url, every=0.1, gap=0)
    desk.until(lambda: "/a 2" in desk.headlines(), "the new source is read")
    pause(desk.store, "A")
    desk.until(lambda: rows(desk.store)["A"].holder is None, "it has stopped")
    asked, kept = server.asked["/a"], desk.headlines()
    with desk.store.read() as connection:
        assert checkpoints.read(connection, f"feed {url}")["digest"]
    add(desk.store, "B", "feed", url=growing(server, "/b"), every=0.1, gap=0)
    desk.until(lambda: "/b 2" in desk.headlines(), "the other one is read")
    assert server.asked["/a"] == asked and [one for one in desk.headlines() if "/a" in one] == kept
    pause(desk.store, "A", paused=False)
    desk.until(lambda: server.asked["/a"] > asked + 2, "it goes on")
    with desk.store.write() as connection:
        desk_rows.change_source(connection, "A", {"url": growing(server, "/c")}, networks=LOOPBACK, by="eve")
        desk_rows.remove_source(connection, "B")
    desk.until(lambda: "/c 1" in desk.headlines(), "it was started again with its new address")
    desk.until(lambda: not any(one.holder is None for one in rows(desk.store).values()), "leases")
    desk.stop()
    found = desk.headlines()
    assert len(found) == len(set(found))
    assert {f"/a {number}" for number in range(server.asked["/a"])} <= set(found)
    assert rows(desk.store)["A"].holder is None


def test_a_source_that_fails_says_why_and_leaves_its_neighbours_alone(desk: Desk, server: FeedServer) -> None:
    add(desk.store, "Broken", "feed", url=server.url("/broken"), every=60, gap=0)
    add(desk.store, "Secret", "sse", url=server.url("/x"), token="env:SOURCE_SECRET_NONE")
    add(desk.store, "Good", "feed", url=server.url("/good"), every=60, gap=0)
    desk.start(follower(desk))
    desk.until(lambda: desk.headlines() == ["Ferry sails again"], "the good one is read")
    desk.until(lambda: rows(desk.store)["Broken"].problem == "HTTP 503", "the failure")
    desk.until(
        lambda: "SOURCE_SECRET_NONE is not set" in (rows(desk.store)["Secret"].problem or ""), "the missing variable"
    )
    assert rows(desk.store)["Good"].problem is None
    server.pages["/broken"] = lambda to: to.reply(data=rss("Mended"))
    with desk.store.write() as connection:
        desk_rows.fetch_source(connection, "Broken", by="eve")
    desk.until(lambda: "Mended" in desk.headlines(), "it is read at once")
    desk.until(lambda: rows(desk.store)["Broken"].problem is None, "the failure is over")
    desk.stop()


def test_no_source_of_the_desk_reads_the_own_network(
    desk: Desk, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_SECRET_P", "x")
    add(desk.store, "feed", "feed", url=server.url("/good"))
    add(desk.store, "sse", "sse", url=server.url("/good"))
    add(desk.store, "websocket", "websocket", url=server.url("/good").replace("http", "ws"))
    add(desk.store, "tcp", "tcp", host="localhost", port=server.server_port)
    secret = "env:SOURCE_SECRET_P"
    add(desk.store, "imap", "imap", host="127.0.0.1", port=server.server_port, user="x", password=secret)
    desk.start(SourceFollower(WantedSources(desk.store, [], ()), waits=True))
    refused = "the address is in a private network"
    desk.until(lambda: all((row.problem or "").startswith(refused) for row in rows(desk.store).values()), refused)
    assert "the setting source_networks" in (rows(desk.store)["imap"].problem or "")
    assert not server.requests


def test_two_producers_do_not_read_one_source_and_the_second_takes_over(
    desk: Desk, server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted_sources, "this_process", iter(["one", "two"]).__next__)
    other = Desk(tmp_path / "wd")
    desk.start(follower(desk))
    add(desk.store, "A", "feed", url=growing(server, "/a"), every=0.1, gap=0)
    desk.until(lambda: rows(desk.store)["A"].holder == "one", "the first one has it")
    other.start(follower(other))
    desk.until(lambda: server.asked["/a"] > 3, "it is read")
    assert not any("/a" in line for line in other.told)
    desk.stop()
    other.until(lambda: rows(other.store)["A"].holder == "two", "the second one takes over")
    other.close()


def test_rows_of_the_file_win_and_can_be_paused(desk: Desk, server: FeedServer) -> None:
    url = growing(server, "/a")
    add(desk.store, "A", "feed", url=url, every=0.1)
    desk.start(follower(desk, {"type": "feed", "url": url, "every": 0.1, "gap": 0}, waits=False))
    name = f"feed {url}"
    desk.until(lambda: rows(desk.store)["A"].problem == FILE_HAS_IT, "the row of the desk waits")
    desk.until(lambda: len(desk.headlines()) > 1, "that of the file is read")
    assert rows(desk.store)[name].in_file and not rows(desk.store)[name].given
    pause(desk.store, name)
    desk.until(lambda: _rests(server, "/a"), "it has stopped")
    pause(desk.store, name, paused=False)
    asked = server.asked["/a"]
    desk.until(lambda: server.asked["/a"] > asked, "it goes on")
    desk.stop()


def _rests(server: FeedServer, path: str, rests: dict[str, list[int]] = {}) -> bool:  # noqa: B006 - counts its calls
    seen = rests.setdefault(f"{id(server)}{path}", [])
    seen.append(server.asked[path])
    return len(seen) > 30 and len(set(seen[-30:])) == 1
