"""MQTT 5: one message a change, with quality of service 1, for wall boards and small programs."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, ClassVar, Literal, Self
from urllib.parse import unquote, urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from pydantic import Field, SecretStr, field_validator

from desk.sinks.server_address import usable
from desk.sinks.sink import AlertSink, ChangeRefused, Promise, SinkConfig, SinkUnavailable
from desk.sinks.sink_message import MessageSender, SinkMessage
from producer.sources.public_address import public_address
from wiredesk.config_values import Secret

TIMEOUT_SECONDS = 15.0
"""Time for a connection, and for the broker to acknowledge a message."""
_PORTS = {"mqtt": 1883, "mqtts": 8883}
_LOOK_SECONDS = 0.2
"""Pause between two looks whether the connection is lost while an acknowledgement is awaited."""
_TOO_LARGE = 0x95
"""Reason code of MQTT 5: packet too large."""


class MqttConfig(SinkConfig):
    """A broker's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE
    takes_alerts: ClassVar[bool] = True

    type: Literal["mqtt"]
    url: Secret = Field(description="mqtt:// or mqtts:// address; with a password write it as env:NAME")
    topic: str = Field(
        default="wiredesk", pattern=r"^[^+#\x00$][^+#\x00]*$", description="begins the topics: `wiredesk/story/stored`"
    )

    @field_validator("url")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        return usable(value, _PORTS)

    def open(self) -> AlertSink:
        """Return the broker."""
        return MqttBroker(self)


class MqttBroker(MessageSender):
    """Publishes changes and waits for the broker's acknowledgement of each."""

    def __init__(self, config: MqttConfig) -> None:
        self._config = config
        self._url = urlsplit(config.url.get_secret_value())
        self._subject = f"sink {config.name} ({public_address(config.url.get_secret_value())})"
        self._answered = threading.Event()
        self._answer: Any = None
        self._refused: dict[int, Any] = {}
        self._lost: Any = None
        """Why the connection ended."""
        self._client: paho.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._client is not None:
            self._client.disconnect()
            self._client.loop_stop()

    def position(self) -> None:
        """A broker does not tell what it passed on."""

    def send_messages(self, messages: Sequence[SinkMessage]) -> None:
        """Publish the messages in their order.

        Raises:
            SinkUnavailable: the broker does not answer, or does not acknowledge.
            ChangeRefused: the broker refuses a message for its size.
        """
        client = self._client or self._connect()
        sent = [(one, client.publish(self._topic(one), one.body, 1, properties=_properties(one))) for one in messages]
        for one, info in sent:
            self._wait_for(info)
            if (reason := self._refused.pop(info.mid, None)) is not None:
                if reason.value == _TOO_LARGE:
                    raise ChangeRefused(self._subject, str(reason), n=one.n)
                raise SinkUnavailable(self._subject, str(reason))

    def _wait_for(self, info: paho.MQTTMessageInfo) -> None:
        """Wait for the broker's acknowledgement of a message.

        Raises:
            SinkUnavailable: it does not come, or the connection is lost.
        """
        until = time.monotonic() + TIMEOUT_SECONDS
        try:
            while not info.is_published():
                if self._lost is not None:
                    raise SinkUnavailable(self._subject, f"connection lost: {self._lost}")
                if time.monotonic() > until:
                    raise SinkUnavailable(self._subject, f"acknowledges nothing in {TIMEOUT_SECONDS:.0f} seconds")
                info.wait_for_publish(_LOOK_SECONDS)
        except (RuntimeError, ValueError) as error:
            raise SinkUnavailable(self._subject, str(error)) from None

    def _topic(self, one: SinkMessage) -> str:
        return f"{self._config.topic}/{one.type.replace('.', '/')}"

    def _connect(self) -> paho.Client:
        client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5, reconnect_on_failure=False)
        client.on_disconnect = self._disconnected
        client.on_connect, client.on_publish, client.on_connect_fail = self._connected, self._published, self._failed
        if self._url.username is not None:
            client.username_pw_set(unquote(self._url.username), unquote(self._url.password or ""))
        if self._url.scheme == "mqtts":
            client.tls_set()
        try:
            client.connect(str(self._url.hostname), self._url.port or _PORTS[self._url.scheme])
        except OSError as error:
            raise SinkUnavailable(self._subject, f"{type(error).__name__}: {error.strerror or error}") from None
        client.loop_start()
        self._client = client
        if not self._answered.wait(TIMEOUT_SECONDS):
            raise SinkUnavailable(self._subject, f"does not answer in {TIMEOUT_SECONDS:.0f} seconds")
        if self._answer is None or self._answer.is_failure:
            raise SinkUnavailable(self._subject, f"refuses the connection: {self._answer}")
        return client

    def _connected(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._answer = reason
        self._answered.set()

    def _failed(self, _client: Any, _data: Any) -> None:
        self._answered.set()

    def _disconnected(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._lost = reason

    def _published(self, _client: Any, _data: Any, number: int, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            self._refused[number] = reason


def _properties(one: SinkMessage) -> Any:
    make: Any = Properties  # it has no types
    properties = make(PacketTypes.PUBLISH)
    properties.ContentType = "application/json"
    properties.UserProperty = [("message-id", one.id), ("of", one.of)]
    return properties
