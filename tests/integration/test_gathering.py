"""Stories gather in the ledger while every child of the fleet has a next message, beside a real Redis."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from producer.ingest.batch import Batch
from producer.ingest.sender import OutboxSender
from producer.publish import Publisher
from tests.support.records import article
from tests.support.servers import RedisServer
from tests.support.waiting import wait_until
from wiredesk.languages_read import Reads
from wiredesk.queue.app import app_for
from wiredesk.queue.broker import queue_depths
from wiredesk.queue.dispatch import Dispatched, dispatch
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store
from wiredesk.store.ledger import WorkerRow
from worker.process.reconciler import reconcile

CHILDREN = 2
FULL = {"wire": CHILDREN}
READS = Reads(frozenset({"en"}), True)


@pytest.fixture
def settings(tmp_path: Path, redis: RedisServer) -> Settings:
    return Settings(home=tmp_path / "wd", broker_url=redis.url, key_prefix=f"{tmp_path.name}:")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


class Wire:
    """A fleet of one worker, whose children take a message when the test says so."""

    def __init__(self, settings: Settings, store: Store, redis: RedisServer) -> None:
        self._settings, self._store, self._redis = settings, store, redis
        with store.write() as connection:
            row = WorkerRow("here", READS, frozenset(READS.queues()), {}, 0.0, CHILDREN)
            ledger.announce(connection, row, "test")

    def accept(self, *names: str, **fields: Any) -> None:
        with self._store.write() as connection:
            ledger.accept(connection, [article(name, **fields) for name in names])

    def look(self, *, gather: bool = True) -> Dispatched:
        return dispatch(app_for(self._settings), self._store, self._settings, gather=gather)

    def take(self, queue: str = "wire") -> list[str]:
        """Take a message as a child does; return the ids of its stories."""
        with self._redis.client() as client:
            found: Any = client.rpop(f"{self._settings.key_prefix}{queue}")
        (keys,), *_ = orjson.loads(_body(orjson.loads(found)))
        return [id for id, _ in keys]

    def depth(self, queue: str = "wire") -> int:
        return queue_depths(self._settings)[queue]


def _body(message: dict[str, Any]) -> bytes:
    return base64.b64decode(message["body"])


@pytest.fixture
def wire(settings: Settings, store: Store, redis: RedisServer) -> Wire:
    return Wire(settings, store, redis)


def test_stories_gather_while_every_child_has_a_next_message(wire: Wire) -> None:
    wire.accept("a", "b")
    assert wire.look() == Dispatched(2)
    wire.accept("c", "d", "e", "f")
    assert wire.look() == Dispatched(0, FULL)
    assert wire.take() == ["a"]
    assert wire.look() == Dispatched(4)
    assert [wire.take() for _ in range(3)] == [["b"], ["c", "d"], ["e", "f"]]


def test_a_flash_never_gathers(wire: Wire) -> None:
    wire.accept("a", "b", "c")
    wire.look()
    wire.accept(*(f"flash{n}" for n in range(5)), urgency=1)
    wire.accept("d")
    assert wire.look() == Dispatched(5, FULL)
    assert (wire.depth("flash"), wire.take("flash")) == (5, ["flash0"])


def test_nothing_gathers_where_no_worker_is_known(wire: Wire, store: Store) -> None:
    with store.write() as connection:
        ledger.withdraw(connection, "here")
    for name in "abcd":
        wire.accept(name)
        assert wire.look() == Dispatched(1)


def test_a_second_worker_counts(wire: Wire, store: Store) -> None:
    with store.write() as connection:
        ledger.announce(connection, WorkerRow("there", READS, frozenset(READS.queues()), {}, 0.0, 3), "test")
    for name in "abcde":
        wire.accept(name)
        assert wire.look() == Dispatched(1)
    wire.accept("f")
    assert wire.look() == Dispatched(0, {"wire": 5})


def test_what_gathers_is_sent_when_its_producer_dies_or_ends(wire: Wire, settings: Settings, store: Store) -> None:
    wire.accept("a", "b", "c")
    wire.look()
    wire.accept("d")
    assert wire.look() == Dispatched(0, FULL)
    assert reconcile(app_for(settings), store, settings) == 1  # every worker looks, whatever became of the producer


def test_a_producer_sends_what_has_gathered_as_soon_as_there_is_room(
    wire: Wire, settings: Settings, store: Store
) -> None:
    publisher = Publisher(app_for(settings), store, settings)
    sender = OutboxSender(publisher, print, live=True)
    sender.start()
    try:
        for name in "ab":
            publisher.accept([Batch("", [article(name)])])
            sender.wake()
        wait_until(lambda: wire.depth() == CHILDREN)
        for name in "cde":
            publisher.accept([Batch("", [article(name)])])
            sender.wake()
        time.sleep(0.2)
        assert wire.depth() == CHILDREN
        publisher.accept([Batch("", [article("flash", urgency=1)])])
        sender.wake(is_flash=True)
        wait_until(lambda: wire.depth("flash") == 1)
        assert wire.depth() == CHILDREN
        assert wire.take() == ["a"]
        wait_until(lambda: wire.depth() > 1)
        publisher.accept([Batch("", [article("z")])])
    finally:
        sender.close()  # sends what is left, room or not
    assert sorted(id for _ in range(wire.depth()) for id in wire.take()) == ["b", "c", "d", "e", "z"]
