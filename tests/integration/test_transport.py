"""Queue entries that are not messages: our override makes kombu skip them, with a real Redis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from wiredesk.queue import transport
from wiredesk.queue.app import app_for
from wiredesk.settings import Settings

MALFORMED = (
    b"no JSON",
    b"\xff\xfe\x00",
    b"",
    b"null",
    b"[]",
    b"{}",
    b'{"body": "e30=", "properties": {}}',
    b'{"body": "e30=", "properties": {"delivery_tag": "t", "body_encoding": "base64"}}',
    b'{"body": "%%%", "properties": {"delivery_tag": "t", "body_encoding": "base64", "delivery_info": {}}}',
)


@pytest.fixture
def app(tmp_path: Path, redis: Any) -> Iterator[Celery]:
    made = app_for(Settings(home=tmp_path / "wd", broker_url=redis.url))
    yield made
    made.pool.force_close_all()


def consume(app: Celery, number: int) -> list[Any]:
    """Consume as a worker does until that many good messages have arrived; the error of a malformed entry ends it."""
    received: list[Any] = []

    def on_message(body: Any, message: Any) -> None:
        received.append(body)
        message.ack()

    with app.connection_for_read() as connection:
        channel = connection.default_channel
        with connection.Consumer(app.amqp.queues["wire"], callbacks=[on_message], channel=channel, accept=["json"]):
            while len(received) < number:
                connection.drain_events(timeout=20)
    return received


def test_malformed_entries_are_skipped_and_the_messages_around_them_arrive(
    app: Celery, redis: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with app.connection_for_write() as connection, connection.Producer() as producer, redis.client() as client:

        def publish(number: int) -> None:
            producer.publish({"number": number}, routing_key="wire", declare=[app.amqp.queues["wire"]])

        publish(0)
        for number, entry in enumerate(MALFORMED, 1):
            client.lpush("wire:wire", entry)
            publish(number)
    received = consume(app, len(MALFORMED) + 1)
    assert [body["number"] for body in received] == list(range(len(MALFORMED) + 1))
    assert capsys.readouterr().out.count("skipped a queue entry that is not a message") == len(MALFORMED)


def test_kombu_calls_the_override(app: Celery, redis: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when kombu renames the private method that SkipMalformed overrides: then nothing is skipped any more."""
    calls = []
    read = transport.SkipMalformed._brpop_read

    def counted(self: Any, **options: Any) -> Any:
        calls.append(type(self))
        return read(self, **options)

    monkeypatch.setattr(transport.SkipMalformed, "_brpop_read", counted)
    with app.connection_for_write() as connection, connection.Producer() as producer:
        producer.publish({}, routing_key="wire", declare=[app.amqp.queues["wire"]])
    assert consume(app, 1) == [{}]
    assert set(calls) == {transport.Channel}


def test_kombu_takes_the_client_that_a_channel_keeps(app: Celery, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when kombu renames the private method that KeepClient overrides: then each command makes a client."""
    calls = []
    create = transport.KeepClient._create_client

    def counted(self: Any, asynchronous: bool = False) -> Any:
        client = create(self, asynchronous)
        calls.append(client)
        return client

    monkeypatch.setattr(transport.KeepClient, "_create_client", counted)
    with app.connection_for_write() as connection, connection.Producer() as producer:
        for _ in range(3):
            producer.publish({}, routing_key="wire", declare=[app.amqp.queues["wire"]])
        channel: Any = connection.default_channel
        published = calls[-3:]
        assert len(set(map(id, published))) == 1
        channel._after_fork()
        producer.publish({}, routing_key="wire")
        assert calls[-1] is not published[0]
