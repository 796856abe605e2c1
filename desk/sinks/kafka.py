"""Kafka and Redpanda: one record a change, keyed by the story, from an idempotent producer."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar, Literal

import aiokafka
from aiokafka.errors import KafkaConnectionError, KafkaError, MessageSizeTooLargeError
from pydantic import Field, field_validator

from desk.sinks.loop_sender import LoopSender
from desk.sinks.sink import AlertSink, ChangeRefused, Promise, SinkConfig, SinkUnavailable
from desk.sinks.sink_message import SinkMessage
from wiredesk.config_values import Secret

TIMEOUT_SECONDS = 30.0
"""Time for a connection, and for the brokers to acknowledge a batch."""
MAX_MESSAGE_BYTES = 1_048_576
"""Largest record; brokers allow 1 MiB unless they are configured otherwise."""
DEFAULT_PORT = 9092
_ADDRESS = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s\[\]:/,@]+))(?::(\d{1,5}))?")
"""A host, or an IPv6 address in brackets, and a port."""


class KafkaConfig(SinkConfig):
    """A topic's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE
    takes_alerts: ClassVar[bool] = True

    type: Literal["kafka"]
    servers: tuple[str, ...] = Field(min_length=1, description="brokers to begin with: host:port")
    topic: str = Field(pattern=r"^[A-Za-z0-9._-]{1,249}$", description="the topic; the broker must have it or make it")
    user: str | None = Field(default=None, description="user of SASL; without one there is no login")
    password: Secret | None = Field(default=None, description="password of SASL; write it as env:NAME")
    mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        default="SCRAM-SHA-512", description="how it logs in"
    )
    tls: bool = Field(default=False, description="connect with TLS")

    @field_validator("servers")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for number, one in enumerate(value, 1):
            found = _ADDRESS.fullmatch(one)
            if found is None or not 0 < int(found[3] or DEFAULT_PORT) < 65536:
                raise ValueError(f"server {number} is no address of the form host:port")
        return value

    def open(self) -> AlertSink:
        """Return the topic."""
        return KafkaTopic(self)


class ConnectionReasons(logging.Handler):
    """Keeps why a broker could not be reached: aiokafka logs the reason and raises an error without it."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, str] = {}

    def listen(self) -> None:
        """Take the lines of aiokafka's client, so that they are not printed beside the delivery's own."""
        client = logging.getLogger("aiokafka")
        client.propagate = False
        client.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the last reason for each broker: its lines have host, port and reason as arguments."""
        if isinstance(record.args, tuple) and len(record.args) == 3:
            host, port, reason = record.args
            self._found[f"{host}:{port}"] = str(reason) or type(reason).__name__

    def of(self, servers: Sequence[str]) -> str:
        """Return the brokers, each with why it could not be reached if that is known."""
        found = [(one, self._found.get(_host_and_port(one))) for one in servers]
        return "; ".join(f"{one} ({reason})" if reason else one for one, reason in found)


def _host_and_port(server: str) -> str:
    """Return a server as aiokafka's lines name it: without brackets, with its port."""
    found = _ADDRESS.fullmatch(server)
    return f"{found[1] or found[2]}:{found[3] or DEFAULT_PORT}" if found else server


_REASONS = ConnectionReasons()


class KafkaTopic(LoopSender):
    """Sends changes and waits until all replicas in sync have them; those of one story stay in their order.

    The topic may have other producers, so it is not read back.
    """

    def __init__(self, config: KafkaConfig) -> None:
        super().__init__(f"sink-{config.name}-kafka", TIMEOUT_SECONDS)
        self._config = config
        self._subject = f"sink {config.name} (topic {config.topic})"

    def send_messages(self, messages: Sequence[SinkMessage]) -> None:
        """Send the messages.

        Raises:
            SinkUnavailable: the brokers do not answer, or do not acknowledge.
            ChangeRefused: a record is larger than the topic allows.
        """
        try:
            self._loop.run(self._send(messages), TIMEOUT_SECONDS * 2)
        except (KafkaError, OSError, TimeoutError) as error:
            name, words = type(error).__name__, str(error)  # a KafkaError begins with its name; others may be empty
            cause = words if words.startswith(name) else f"{name}: {words}".removesuffix(": ")
            raise SinkUnavailable(self._subject, cause) from None

    async def _send(self, messages: Sequence[SinkMessage]) -> None:
        producer = await self._connected()
        for one in messages:
            if len(one.body) > MAX_MESSAGE_BYTES - 1024:
                raise self._too_large(one)
        sent = [
            (
                one,
                await producer.send(
                    self._config.topic, one.body, key=one.of.encode(),
                    headers=[("id", one.id.encode()), ("type", one.type.encode())],
                ),
            )
            for one in messages
        ]  # fmt: skip
        for one, acknowledged in sent:
            try:
                await acknowledged
            except MessageSizeTooLargeError:
                raise self._too_large(one) from None

    async def _connect(self) -> Any:
        make: Any = aiokafka.AIOKafkaProducer  # it has no types
        _REASONS.listen()
        producer = make(**self._options())
        try:
            await producer.start()
        except KafkaConnectionError:
            await producer.stop()
            raise SinkUnavailable(self._subject, f"no broker answers: {_REASONS.of(self._config.servers)}") from None
        except BaseException:
            await producer.stop()
            raise
        return producer

    def _closing(self, client: Any) -> Coroutine[Any, Any, object]:
        closing: Coroutine[Any, Any, object] = client.stop()
        return closing

    def _too_large(self, one: SinkMessage) -> ChangeRefused:
        cause = f"allows no record of {len(one.body):,} bytes"
        return ChangeRefused(self._subject, cause, n=one.n)

    def _options(self) -> dict[str, Any]:
        config = self._config
        options: dict[str, Any] = {
            "bootstrap_servers": list(config.servers), "acks": "all", "enable_idempotence": True,
            "max_request_size": MAX_MESSAGE_BYTES, "client_id": f"wiredesk-{config.name}",
            "request_timeout_ms": int(TIMEOUT_SECONDS * 1000),
            "security_protocol": ("SASL_" if config.user else "") + ("SSL" if config.tls else "PLAINTEXT"),
        }  # fmt: skip
        if config.tls:
            options["ssl_context"] = ssl.create_default_context()
        if config.user:
            password = config.password.get_secret_value() if config.password else ""
            options |= {
                "sasl_mechanism": config.mechanism, "sasl_plain_username": config.user, "sasl_plain_password": password
            }  # fmt: skip
        return options
