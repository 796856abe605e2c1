"""Delivery from the change log to sinks: nothing is lost, whatever the receiver does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from redis import Redis
from sqlalchemy import update

from desk.delivery.delivery import deliver
from desk.sinks.read_progress import ReadProgress
from desk.sinks.sink_list import sink_rows
from desk.sinks.sink_registry import build_sink
from tests.support.ledger_steps import DEAD, accept, complete
from tests.support.mail_server import MailServer
from tests.support.records import article
from tests.support.servers import RedisServer
from tests.support.waiting import wait_until
from tests.support.webhook_receiver import Answer, WebhookReceiver
from wiredesk.errors import ConfigError
from wiredesk.heartbeat import Heartbeat
from wiredesk.store import Store, sink_state
from wiredesk.store.change_tables import ChangeKind
from wiredesk.store.changes import add as add_change
from wiredesk.store.changes import prune
from wiredesk.store.delivery_tables import sinks
from wiredesk.store.sink_state import LEASE_SECONDS
from wiredesk.store.types import database_time, now


def publish(store: Store, *numbers: int, **fields: Any) -> None:
    """Let readers see stories, as producer and worker do."""
    for number in numbers:
        accept(store, article(f"s{number}", **fields))
        complete(store, f"s{number}")


def hook(url: str, **fields: Any) -> dict[str, Any]:
    return {"type": "webhook", "name": "cms", "url": url, "private": True, "since": "beginning", **fields}


@contextmanager
def delivering(store: Store, *rows: dict[str, Any]) -> Iterator[None]:
    """Deliver while the context lasts."""
    configs = [build_sink(row, "[[sink]]") for row in rows]
    stop = threading.Event()
    with TemporaryDirectory() as home:
        given = (store, configs, stop, Heartbeat(Path(home), "deliver"))
        thread = threading.Thread(target=deliver, args=given, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(30)
            assert not thread.is_alive()


def the_sink(store: Store, row: dict[str, Any]) -> ReadProgress:
    with store.read() as connection:
        return sink_rows(connection, [build_sink(row, "[[sink]]")])[0].changes


def numbers(receiver: WebhookReceiver) -> list[int]:
    return [one.change for one in receiver.received]


def test_a_sink_gets_what_was_stored_before_and_while_it_runs(store: Store) -> None:
    publish(store, 1, 2)
    with WebhookReceiver() as receiver, delivering(store, hook(receiver.url, lanes=1)):
        publish(store, 3)
        wait_until(lambda: len(receiver.received) == 3)
        assert numbers(receiver) == [1, 2, 3]
        wait_until(lambda: the_sink(store, hook(receiver.url)).behind == 0)
        assert the_sink(store, hook(receiver.url)).state == "delivering"
    assert the_sink(store, hook(receiver.url)).state == "stopped"


def test_a_receiver_that_fails_gets_everything_later_and_harms_no_other_sink(store: Store) -> None:
    failures: list[Answer] = [500, "close", 503]
    publish(store, *range(1, 6))
    with (
        WebhookReceiver(lambda number: failures[number] if number < len(failures) else 204) as bad,
        WebhookReceiver() as good,
        delivering(store, hook(bad.url, lanes=1, name="bad"), hook(good.url, name="good", lanes=1)),
    ):
        wait_until(lambda: len(good.received) == 5)
        wait_until(lambda: len(bad.received) >= 5)
    assert numbers(good) == [1, 2, 3, 4, 5]
    assert sorted(set(numbers(bad))) == [1, 2, 3, 4, 5]


def test_a_refused_change_is_kept_and_can_be_sent_again(store: Store) -> None:
    publish(store, 1, 2, 3)
    row = hook("http://127.0.0.1:9/")
    with WebhookReceiver(lambda number: 422 if number == 1 else 204) as receiver:
        row = hook(receiver.url, lanes=1)
        with delivering(store, row):
            wait_until(lambda: numbers(receiver) == [1, 3])
            assert the_sink(store, row).parked == 1
            with store.write() as connection:
                [kept] = sink_state.parked(connection, "cms")
                assert (kept.n, kept.id) == (2, "s2")
                assert sink_state.ask_again(connection, "cms", [2]) == 1
            wait_until(lambda: numbers(receiver) == [1, 3, 2])
            wait_until(lambda: the_sink(store, row).parked == 0)


def test_a_receiver_that_is_gone_pauses_the_sink_until_somebody_resumes_it(store: Store) -> None:
    publish(store, 1)
    with WebhookReceiver(lambda number: 410 if number == 0 else 204) as receiver:
        row = hook(receiver.url)
        with delivering(store, row):
            wait_until(lambda: the_sink(store, row).state == "paused")
            assert "410" in str(the_sink(store, row).error)
            with store.write() as connection:
                assert sink_state.resume(connection, "cms")
            wait_until(lambda: numbers(receiver) == [1])


def test_a_filter_is_that_of_search_and_a_withdrawal_goes_everywhere(store: Store) -> None:
    publish(store, 1, headline="Bridge to open")
    publish(store, 2, headline="Harbour to close")
    with (
        WebhookReceiver() as receiver,
        delivering(store, hook(receiver.url, lanes=1, filter={"q": "harbour"})),
    ):
        wait_until(lambda: numbers(receiver) == [2])
        accept(store, article("s2", 2, status="canceled"))
        wait_until(lambda: numbers(receiver) == [2, 3])


def test_history_is_no_news_unless_a_sink_wants_it(store: Store) -> None:
    accept(store, article("s1"), backfill=True)
    complete(store, "s1")
    publish(store, 2)
    with (
        WebhookReceiver() as news,
        WebhookReceiver() as everything,
        delivering(store, hook(news.url), hook(everything.url, name="all", backfill=True)),
    ):
        wait_until(lambda: len(everything.received) == 2 and len(news.received) == 1)
    assert numbers(news) == [2]


def test_two_processes_deliver_each_change_to_a_stream_once(store: Store, redis: RedisServer) -> None:
    row = {"type": "redis", "name": "out", "url": redis.url, "stream": "news", "since": "beginning", "batch": 3}
    client: Any = Redis.from_url(redis.url)
    publish(store, *range(1, 11))
    with delivering(store, row), delivering(store, row):
        wait_until(lambda: client.xlen("news") == 10)
        with store.write() as connection:
            sink_state.rewind(connection, "out", 4)  # as if a process had died before it moved the position
        publish(store, 11)
        wait_until(lambda: client.xlen("news") == 11)
    assert [int(id.partition(b"-")[0]) for id, _ in client.xrange("news")] == list(range(1, 12))


def test_a_target_that_is_ahead_of_the_log_is_reported_and_not_written(store: Store, redis: RedisServer) -> None:
    row = {"type": "redis", "name": "out", "url": redis.url, "stream": "news", "since": "beginning"}
    client: Any = Redis.from_url(redis.url)
    client.xadd("news", {"a": "b"}, id="500-0")
    publish(store, 1)
    with delivering(store, row):
        wait_until(lambda: "another store filled it" in str(the_sink(store, row).error))
    assert client.xlen("news") == 1


def test_what_arrived_before_a_failure_is_not_sent_again(store: Store) -> None:
    publish(store, *range(1, 9))
    with (
        WebhookReceiver(lambda number: 500 if number in {3, 7} else 204) as receiver,
        delivering(store, hook(receiver.url, lanes=1)),
    ):
        wait_until(lambda: len(receiver.received) == 8)
    assert numbers(receiver) == list(range(1, 9)) and receiver.requests == 10
    assert receiver.connections <= 3, "a connection is used again until a failure closes it"


def test_a_replay_asked_for_while_a_batch_is_being_sent_is_done(store: Store) -> None:
    publish(store, 1, 2, 3)
    moved = threading.Event()

    def answer(number: int) -> Answer:
        if number == 3 and not moved.is_set():
            with store.write() as connection:
                sink_state.rewind(connection, "cms", 0)
            moved.set()
        return 204

    with WebhookReceiver(answer) as receiver, delivering(store, hook(receiver.url, lanes=1)):
        wait_until(lambda: numbers(receiver) == [1, 2, 3])
        publish(store, 4)
        wait_until(lambda: numbers(receiver) == [1, 2, 3, 4, 1, 2, 3, 4])


def test_a_stream_that_lost_its_newest_entries_gets_them_again(store: Store, redis: RedisServer) -> None:
    row = {"type": "redis", "name": "out", "url": redis.url, "stream": "news", "since": "beginning"}
    client: Any = Redis.from_url(redis.url)
    publish(store, *range(1, 7))
    with delivering(store, row):
        wait_until(lambda: client.xlen("news") == 6)
    kept = client.xrange("news", max="4-0")
    client.delete("news")
    for id, fields in kept:
        client.xadd("news", fields, id=id)
    with delivering(store, row):
        wait_until(lambda: client.xlen("news") == 6)
    client.delete("news")
    with delivering(store, row):
        wait_until(lambda: client.xlen("news") == 6)


def test_a_sink_behind_what_the_log_keeps_says_how_to_go_on(store: Store) -> None:
    publish(store, 1)
    with WebhookReceiver() as receiver:
        row = hook(receiver.url)
        with delivering(store, row):
            wait_until(lambda: numbers(receiver) == [1])
        publish(store, 2, 3, 4)
        with store.write() as connection:
            prune(connection, days=0)
        with delivering(store, row):
            wait_until(lambda: the_sink(store, row).state == "paused")
            error = str(the_sink(store, row).error)
            assert error == (
                "changes 2 to 3 are no longer kept; wiredesk sinks replay cms --after 3, then wiredesk sinks resume cms"
            )
            with store.write() as connection:
                sink_state.rewind(connection, "cms", 3)
                sink_state.resume(connection, "cms")
            wait_until(lambda: numbers(receiver) == [1, 4])


def test_a_lease_is_taken_over_when_its_process_is_dead_or_the_clock_was_set_back(store: Store) -> None:
    with store.write() as connection:
        sink_state.add(connection, "cms", 0)
        assert sink_state.take(connection, "cms", "elsewhere/1/1/b7")
        assert sink_state.take(connection, "cms", "here/1/1/b8") is None
        connection.execute(update(sinks).values(until=now(3600)))
        assert sink_state.take(connection, "cms", "here/1/1/b8") is None
        state = sink_state.read(connection, "cms")
        assert state and state.until and state.until <= database_time(connection) + timedelta(seconds=LEASE_SECONDS)
        connection.execute(update(sinks).values(holder=DEAD))
        assert sink_state.take(connection, "cms", "here/1/1/b8")


def test_a_sink_that_failed_in_the_future_is_due(store: Store) -> None:
    with store.write() as connection:
        sink_state.add(connection, "cms", 0)
        sink_state.fail(connection, "cms", "answers 500", 300)
        present = database_time(connection)
        state = sink_state.read(connection, "cms")
        assert state and not state.is_due(present)
        connection.execute(update(sinks).values(failed_at=now(3600), next_at=now(3900)))
        state = sink_state.read(connection, "cms")
        assert state and state.is_due(present)


def test_people_get_the_first_story_at_once_and_then_one_message_for_several(store: Store) -> None:
    with MailServer() as server:
        row = {
            "type": "mail", "name": "editors", "server": "127.0.0.1", "port": server.port, "security": "none",
            "sender": "wire@desk.example", "to": ["a@desk.example"], "every": 0.05,
        }  # fmt: skip
        with delivering(store, row):
            wait_until(lambda: the_sink(store, row).position == 0)
            publish(store, 1)
            wait_until(lambda: len(server.messages) == 1)
            publish(store, 2, 3)
            wait_until(lambda: len(server.messages) == 2)
    assert [one["message-id"].split(".")[2] for one in server.messages] == ["1-1@desk", "2-3@desk"]


def test_a_lake_gets_what_waits_at_once_and_rests_before_it_writes_again(store: Store, tmp_path: Path) -> None:
    row = {"type": "lake", "name": "lake", "folder": str(tmp_path), "since": "beginning", "batch": 2}
    publish(store, 1, 2, 3, 4, 5)

    def files() -> list[str]:
        return sorted(one.stem for one in tmp_path.glob("changes/*/*.parquet"))

    with delivering(store, row | {"every_seconds": 3600}):
        wait_until(lambda: the_sink(store, row).behind == 0)
        publish(store, 6)
        publish(store, 7)
        wait_until(lambda: the_sink(store, row).behind == 2)
    assert [name[-1] for name in files()] == ["2", "4", "5"]
    with delivering(store, row | {"every_seconds": 0}):
        wait_until(lambda: the_sink(store, row).behind == 0)
    assert files()[-1][-1] == "7"


def test_a_sink_that_asks_for_them_gets_changes_of_things(store: Store, redis: RedisServer) -> None:
    publish(store, 1)
    with store.write() as connection:
        add_change(connection, ChangeKind.MERGED, thing=2**60 + 1, other=7)
    stream = {"type": "redis", "name": "out", "url": redis.url, "stream": "news", "since": "beginning", "things": True}
    with (
        WebhookReceiver() as plain,
        WebhookReceiver() as asked,
        delivering(store, hook(plain.url, lanes=1), hook(asked.url, name="things", lanes=1, things=True), stream),
    ):
        publish(store, 2)
        wait_until(lambda: len(asked.received) == 3 and len(plain.received) == 2)
        client: Any = Redis.from_url(redis.url)
        wait_until(lambda: client.xlen("news") == 3)
    message = orjson.loads(asked.received[1].body)
    assert message["type"] == "thing.merged"
    assert message["data"] == {"change": 2, "what": "merged", "thing": str(2**60 + 1), "other": "7"}
    assert client.xrange("news")[1][1][b"thing"] == str(2**60 + 1).encode()
    with pytest.raises(ConfigError, match="takes stories alone"):
        build_sink({"type": "sql", "name": "copy", "url": "sqlite://", "things": True}, "[[sink]]")
