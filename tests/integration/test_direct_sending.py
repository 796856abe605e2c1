"""A story of a live wire is accepted and claimed in one transaction, and sent at once, beside a real Redis."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import delete, select, update

from producer.ingest.batch import Batch
from producer.publish import Publisher
from tests.support.records import article
from tests.support.servers import RedisServer
from wiredesk.contract import Article
from wiredesk.languages_read import Reads
from wiredesk.queue.app import app_for
from wiredesk.queue.broker import queue_depths
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger
from wiredesk.store.ledger import Accepted, WorkerRow
from wiredesk.store.ledger.accept import MAX_CLAIMED
from wiredesk.store.tables import articles, workers
from worker.process.reconciler import reconcile

CHILDREN = 2
READS = Reads(frozenset({"en"}), False)
LOST_SECONDS = 6
"""Age of a claim that no message of an empty queue belongs to."""


class Live:
    """A producer of a live wire, and a fleet of one worker that reads English."""

    def __init__(self, settings: Settings, store: Store, redis: RedisServer) -> None:
        self.settings, self.store, self._redis = settings, store, redis
        self.publisher = Publisher(app_for(settings), store, settings)
        with store.write() as connection:
            row = WorkerRow("here", READS, frozenset(READS.queues()), {}, 0.0, CHILDREN)
            ledger.announce(connection, row, "test")

    def accept(self, *given: Article, claim: bool = True) -> Accepted:
        return self.publisher.accept([Batch("", given)], claim=claim)[0]

    def sent(self) -> dict[str, bool]:
        """Return for each story whether it counts as sent."""
        with self.store.read() as connection:
            rows = connection.execute(select(articles.c.id, articles.c.sent_at).order_by(articles.c.seq)).all()
        return {row.id: row.sent_at is not None for row in rows}

    def messages(self, queue: str = "wire") -> list[list[str]]:
        """Take the messages of a queue; return the ids of each, in the order in which a worker takes them."""
        key = f"{self.settings.key_prefix}{queue}"
        with self._redis.client() as client:
            found: Sequence[Any] = client.lrange(key, 0, -1)
            client.delete(key)
        bodies = [base64.b64decode(orjson.loads(one)["body"]) for one in reversed(found)]
        return [[id for id, _ in orjson.loads(body)[0][0]] for body in bodies]


@pytest.fixture
def live(settings: Settings, store: Store, redis: RedisServer) -> Iterator[Live]:
    yield Live(settings.model_copy(update={"broker_url": redis.url}), store, redis)
    with store.write() as connection:
        connection.execute(delete(workers))


def test_a_story_is_accepted_and_claimed_in_one_transaction(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    for kind in ("write", "read"):
        begin = getattr(live.store, kind)

        @contextmanager
        def counted(begin: Any = begin, kind: str = kind, **options: Any) -> Any:
            opened.append((kind, options))
            with begin(**options) as connection:
                yield connection

        monkeypatch.setattr(live.store, kind, counted)
    accepted = live.accept(article("a"))
    assert live.publisher.send_claimed(accepted.claimed).sent == 1
    assert opened == [("write", {})]  # as durable as without the claim
    monkeypatch.undo()
    assert (live.sent(), live.messages()) == ({"a": True}, [["a"]])


def test_flashes_go_first_and_each_alone(live: Live) -> None:
    given = [article("a"), article("f", urgency=1), article("b"), article("g", urgency=1)]
    accepted = live.accept(*given)
    assert [one.queue for one in accepted.claimed] == ["wire", "flash", "wire", "flash"]
    assert live.publisher.send_claimed(accepted.claimed).sent == 4
    assert (live.messages("flash"), live.messages()) == ([["f"], ["g"]], [["a"], ["b"]])


def test_what_a_producer_claimed_before_it_died_is_sent_again(live: Live) -> None:
    live.accept(article("a"))
    assert (live.sent(), queue_depths(live.settings)["wire"]) == ({"a": True}, 0)
    assert reconcile(app_for(live.settings), live.store, live.settings) == 0  # it may be on its way
    with live.store.write() as connection:
        accepted = connection.scalar(select(articles.c.sent_at)) - timedelta(seconds=LOST_SECONDS)
        connection.execute(update(articles).values(sent_at=accepted))
    assert reconcile(app_for(live.settings), live.store, live.settings) == 1
    assert live.messages() == [["a"]]


def test_a_story_waits_behind_others_of_its_queue_and_language(live: Live) -> None:
    live.accept(article("a"), claim=False)
    assert live.accept(article("b")).claimed == ()
    assert live.accept(article("f", urgency=1)).claimed
    assert live.sent() == {"a": False, "b": False, "f": True}
    assert live.publisher.flush_outbox().sent == 2


def test_nothing_is_claimed_that_cannot_be_sent_at_once(live: Live) -> None:
    french = article("fr", body="Le ministre a dit lundi que le plan serait voté par les députés.", language="fr")
    assert live.accept(french).claimed == ()  # no worker reads it
    assert live.accept(article("c", status="canceled")).claimed == ()
    assert live.accept(*(article(f"many{n}") for n in range(MAX_CLAIMED + 1))).claimed == ()
    assert not any(live.sent().values())


def test_a_known_text_is_not_claimed_again(live: Live) -> None:
    live.accept(article("a"))
    accepted = live.accept(article("a"), article("b"))
    assert [one.entry.id for one in accepted.claimed] == ["b"]


def test_claimed_stories_gather_while_every_child_has_a_next_message(live: Live) -> None:
    for name in "ab":
        live.publisher.send_claimed(live.accept(article(name)).claimed, gather=True)
    live.publisher._finds_empty = True  # as another producer would that has not looked
    claimed = live.accept(article("c")).claimed
    assert claimed
    assert live.publisher.send_claimed(claimed, gather=True).sent == 0
    assert live.sent() == {"a": True, "b": True, "c": False}
    assert live.accept(article("d")).claimed == ()
    assert live.publisher.flush_outbox(gather=True).gathering == {"wire": CHILDREN}
    assert live.publisher.flush_outbox().sent == 2


def test_claimed_stories_wait_in_the_ledger_where_the_queue_is_full(live: Live) -> None:
    live.settings = live.settings.model_copy(update={"high_water": 2})
    live.publisher = Publisher(app_for(live.settings), live.store, live.settings)
    claimed = live.accept(*(article(name) for name in "abc")).claimed
    assert live.publisher.send_claimed(claimed).sent == 0
    assert not any(live.sent().values())


def test_claimed_stories_wait_in_the_ledger_while_the_broker_is_away(live: Live) -> None:
    away = live.settings.model_copy(update={"broker_url": "redis://127.0.0.1:1/0"})
    publisher = Publisher(app_for(away), live.store, away)
    claimed = publisher.accept([Batch("", [article("a")])], claim=True)[0].claimed
    assert "127.0.0.1:1" in publisher.send_claimed(claimed).delayed_reason
    assert live.sent() == {"a": False}
    assert live.publisher.flush_outbox().sent == 1
