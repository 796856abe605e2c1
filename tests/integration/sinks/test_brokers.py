"""Message brokers: NATS JetStream and MQTT 5 as real servers; of Kafka what can be seen without one."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nats
import orjson
import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from desk.sinks.sink import ChangeRefused, SinkUnavailable
from desk.sinks.sink_registry import build_sink
from tests.support.alerts import alert_message
from tests.support.brokers import Broker, mosquitto, nats_server
from tests.support.outgoing import outgoing
from tests.support.waiting import HANG_SECONDS, wait_until
from wiredesk.errors import ConfigError


def build(**row: Any) -> Any:
    return build_sink({"name": "out", **row}, "[[sink]] 1").open()


@pytest.fixture
def nats_broker(tmp_path: Path) -> Iterator[Broker]:
    with nats_server(tmp_path / "js") as broker:
        yield broker


def stored(broker: Broker) -> list[tuple[str, dict[str, Any]]]:
    """Return subject and body of all messages of the stream."""

    async def read() -> list[tuple[str, dict[str, Any]]]:
        client = await nats.connect(f"nats://127.0.0.1:{broker.port}")
        stream = client.jetstream()
        last = (await stream.stream_info("WIREDESK")).state.last_seq
        found = [await stream.get_msg("WIREDESK", n) for n in range(1, last + 1)]
        await client.close()
        return [(str(one.subject), orjson.loads(one.data or b"")) for one in found]

    return asyncio.run(read())


def test_a_nats_stream_has_each_change_once_however_often_it_is_sent(nats_broker: Broker) -> None:
    with build(type="nats", url=f"nats://127.0.0.1:{nats_broker.port}") as sink:
        sink.send([outgoing(1), outgoing(2)])
        sink.send_alerts([alert_message(1)])
    with build(type="nats", url=f"nats://127.0.0.1:{nats_broker.port}") as sink:
        assert sink.position() is None
        sink.send([outgoing(2), outgoing(3, what="withdrawn", story=None)])
    found = stored(nats_broker)
    assert [subject for subject, _ in found] == [
        "wiredesk.story.stored", "wiredesk.story.stored", "wiredesk.watch.alert", "wiredesk.story.withdrawn"
    ]  # fmt: skip
    assert [body["data"].get("change") for _, body in found] == [1, 2, None, 3]
    assert found[2][1]["data"]["alerts"][0]["story"]["headline"] == "Bridge to open"


def test_nats_messages_that_are_too_large_are_refused_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "small.conf").write_text("max_payload: 4000\n")
    big = outgoing(2)
    assert big.story is not None
    object.__setattr__(big.story, "article", big.story.article.model_copy(update={"body": "x" * 5000}))
    with nats_server(tmp_path / "js", "-c", str(tmp_path / "small.conf")) as broker:
        with build(type="nats", url=f"nats://127.0.0.1:{broker.port}") as sink:
            with pytest.raises(ChangeRefused) as failed:
                sink.send([outgoing(1), big, outgoing(3)])
            assert failed.value.n == 2
            sink.send([outgoing(3)])
        assert [body["data"]["change"] for _, body in stored(broker)] == [1, 3]


def test_a_nats_server_that_goes_away_and_a_wrong_login_are_one_line(tmp_path: Path) -> None:
    with nats_server(tmp_path / "js", "--user", "wire", "--pass", "secret") as broker:
        with build(type="nats", url=f"nats://wire:hunter2@127.0.0.1:{broker.port}") as sink:
            with pytest.raises(SinkUnavailable, match=r"^sink out \(nats://\*\*\*@127.0.0.1:\d+\): .*uthori") as failed:
                sink.send([outgoing(1)])
            assert "hunter2" not in str(failed.value)
        with build(type="nats", url=f"nats://wire:secret@127.0.0.1:{broker.port}") as sink:
            sink.send([outgoing(1)])
            broker.stop()
            with pytest.raises(SinkUnavailable, match=r"^sink out \(nats://\*\*\*@127"):
                sink.send([outgoing(2)])


@pytest.fixture
def mqtt_broker(tmp_path: Path) -> Iterator[Broker]:
    with mosquitto(tmp_path) as broker:
        yield broker


class Subscriber:
    """Collects what a broker passes on."""

    def __init__(self, broker: Broker) -> None:
        self.received: list[Any] = []
        ready = threading.Event()
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self._client.on_message = lambda _client, _data, message: self.received.append(message)
        self._client.on_subscribe = lambda *_: ready.set()
        self._client.connect("127.0.0.1", broker.port)
        self._client.loop_start()
        self._client.subscribe("wiredesk/#", 1)
        assert ready.wait(HANG_SECONDS)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def test_an_mqtt_broker_passes_every_change_on(mqtt_broker: Broker) -> None:
    board = Subscriber(mqtt_broker)
    with build(type="mqtt", url=f"mqtt://127.0.0.1:{mqtt_broker.port}") as sink:
        assert sink.position() is None
        sink.send([outgoing(1), outgoing(2, what="withdrawn", story=None)])
        sink.send_alerts([alert_message(7)])
        wait_until(lambda: len(board.received) == 3)
    board.close()
    assert [one.topic for one in board.received] == [
        "wiredesk/story/stored", "wiredesk/story/withdrawn", "wiredesk/watch/alert"
    ]  # fmt: skip
    assert board.received[0].properties.UserProperty == [("message-id", "wiredesk-1"), ("of", "s1")]
    assert orjson.loads(board.received[0].payload)["data"]["story"]["id"] == "s1"


def test_an_mqtt_broker_that_goes_away_refuses_or_is_not_there_is_one_line(tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text("")
    subprocess.run(["mosquitto_passwd", "-b", str(passwords), "wire", "secret"], check=True, capture_output=True)
    with mosquitto(tmp_path, "allow_anonymous false", f"password_file {passwords}") as broker:
        with build(type="mqtt", url=f"mqtt://wire:hunter2@127.0.0.1:{broker.port}") as sink:
            with pytest.raises(SinkUnavailable, match=r"\(mqtt://\*\*\*@.*refuses the connection: Not auth") as failed:
                sink.send([outgoing(1)])
            assert "hunter2" not in str(failed.value)
        with build(type="mqtt", url=f"mqtt://wire:secret@127.0.0.1:{broker.port}") as sink:
            sink.send([outgoing(1)])
            broker.stop()
            with pytest.raises(SinkUnavailable, match=r"^sink out \(mqtt://\*\*\*@127.0.0.1:\d+\): "):
                sink.send([outgoing(2)])
        gone = build(type="mqtt", url=f"mqtt://127.0.0.1:{broker.port}")
        with gone, pytest.raises(SinkUnavailable, match="ConnectionRefusedError: Connection refused"):
            gone.send([outgoing(2)])


def test_a_kafka_that_is_not_there_is_one_line() -> None:
    row = {"type": "kafka", "servers": ["127.0.0.1:9"], "topic": "wire"}
    with (
        build(**row) as sink,
        pytest.raises(SinkUnavailable, match=r"^sink out \(topic wire\): no broker answers: 127\.0\.0\.1:9 \("),
    ):
        sink.send([outgoing(1)])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"type": "nats", "url": "nats://h", "subject": "a b"}, "subject: "),
        ({"type": "mqtt", "url": "https://u:hunter2@h"}, "url: is no mqtt:// or mqtts:// address"),
        ({"type": "mqtt", "url": "mqtt://h", "topic": "a/#"}, "topic: "),
        ({"type": "mqtt", "url": "mqtt://u:hunter2@h:70000"}, "url: is no mqtt:// or mqtts:// address"),
        ({"type": "nats", "url": "https://u:hunter2@h"}, "url: is no nats:// or tls:// address"),
        ({"type": "nats", "url": "nats://u:hunter2@h:42x"}, "url: is no nats:// or tls:// address"),
        ({"type": "nats", "url": "nats://"}, "url: is no nats:// or tls:// address"),
        ({"type": "redis", "url": "redis://u:hunter2@h:63x", "stream": "s"}, "url: is no redis:// or rediss:// addr"),
        ({"type": "redis", "url": "http://u:hunter2@h/0", "stream": "s"}, "url: is no redis:// or rediss:// address"),
        ({"type": "sql", "url": "postgresql://u:hunter2@h:54x/d"}, "url: is not the address of a database"),
        ({"type": "sql", "url": "nodb://u:hunter2@h/d"}, "url: is not the address of a database"),
        ({"type": "sql", "url": "hunter2"}, "url: is not the address of a database"),
        ({"type": "sql", "url": "mssql+pymssql://u:hunter2@h/d"}, "url: needs the Python package pymssql"),
        ({"type": "kafka", "servers": [], "topic": "wire"}, "servers: "),
        ({"type": "kafka", "servers": ["h:9092", "h:9x"], "topic": "wire"}, "servers: server 2 is no address"),
        ({"type": "kafka", "servers": ["h:70000"], "topic": "wire"}, "servers: server 1 is no address"),
        ({"type": "kafka", "servers": ["kafka://u:hunter2@h:9"], "topic": "wire"}, "servers: server 1 is no address"),
        ({"type": "kafka", "servers": ["h:9092"], "topic": "a topic"}, "topic: "),
    ],
)
def test_a_wrong_row_is_refused_without_its_secret(row: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as failed:
        build(**row)
    assert "hunter2" not in str(failed.value)


@pytest.mark.parametrize("url", ["redis://h:6379/1", "redis:///0", "unix:///run/redis.sock", "rediss://u:p@h"])
def test_an_address_that_the_client_of_redis_reads_is_taken(url: str) -> None:
    build(type="redis", url=url, stream="s")
