"""NATS JetStream: one message a change, with an id by which the stream drops what it has."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import nats.errors
import nats.js.errors
from nats.aio.client import Client
from pydantic import Field, SecretStr, field_validator

from desk.sinks.loop_sender import LoopSender
from desk.sinks.server_address import usable
from desk.sinks.sink import AlertSink, ChangeRefused, Promise, SinkConfig, SinkUnavailable
from desk.sinks.sink_message import SinkMessage
from producer.sources.public_address import hide_secrets, public_address
from wiredesk.config_values import Secret

TIMEOUT_SECONDS = 15.0
"""Time for a connection, and for the stream to acknowledge a batch."""


class NatsConfig(SinkConfig):
    """A stream's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE
    takes_alerts: ClassVar[bool] = True

    type: Literal["nats"]
    url: Secret = Field(description="nats:// or tls:// address; with a password or token write it as env:NAME")
    subject: str = Field(
        default="wiredesk", pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$",
        description="begins the subjects: `wiredesk.story.stored`",
    )  # fmt: skip
    stream: str = Field(
        default="WIREDESK", pattern=r"^[A-Za-z0-9_-]+$", description="name of the stream; it is made if it is missing"
    )
    credentials: Path | None = Field(default=None, description="file with the user's JWT and key")

    @field_validator("url")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        return usable(value, ("nats", "tls"))

    def open(self) -> AlertSink:
        """Return the stream."""
        return NatsStream(self)


class NatsStream(LoopSender):
    """Publishes changes and waits until the stream has stored them.

    A stream forgets ids after its window for duplicates, so it is not asked what it has.
    """

    def __init__(self, config: NatsConfig) -> None:
        super().__init__(f"sink-{config.name}-nats", TIMEOUT_SECONDS)
        self._config = config
        self._subject = f"sink {config.name} ({public_address(config.url.get_secret_value())})"

    def send_messages(self, messages: Sequence[SinkMessage]) -> None:
        """Publish the messages in their order.

        Raises:
            SinkUnavailable: the server does not answer, or the stream does not take messages.
            ChangeRefused: the message is larger than the server allows.
        """
        try:
            self._loop.run(self._send(messages), TIMEOUT_SECONDS * 2)
        except (nats.errors.Error, OSError, TimeoutError) as error:
            words = hide_secrets(str(error)) or type(error).__name__
            raise SinkUnavailable(self._subject, words.removeprefix("nats: ")) from None

    async def _send(self, messages: Sequence[SinkMessage]) -> None:
        stream = (await self._connected()).jetstream(timeout=TIMEOUT_SECONDS)
        for one in messages:
            subject = f"{self._config.subject}.{one.type}"
            try:
                await stream.publish(subject, one.body, headers={"Nats-Msg-Id": one.id})
            except nats.js.errors.NoStreamResponseError:
                subjects = [f"{self._config.subject}.story.*", f"{self._config.subject}.watch.*"]
                await stream.add_stream(name=self._config.stream, subjects=subjects)
                await stream.publish(subject, one.body, headers={"Nats-Msg-Id": one.id})
            except nats.errors.MaxPayloadError:
                cause = f"allows no message of {len(one.body):,} bytes"
                raise ChangeRefused(self._subject, cause, "raise max_payload of the server", one.n) from None

    async def _connect(self) -> Any:
        given: dict[str, Any] = {"user_credentials": str(self._config.credentials)} if self._config.credentials else {}
        client: Any = Client()
        try:
            await client.connect(
                self._config.url.get_secret_value(), connect_timeout=int(TIMEOUT_SECONDS), allow_reconnect=False,
                name=f"wiredesk {self._config.name}", error_cb=_ignore, **given,
            )  # fmt: skip
        except BaseException:
            await self._give_up(client)
            raise
        return client

    def _closing(self, client: Any) -> Coroutine[Any, Any, object]:
        closing: Coroutine[Any, Any, object] = client.close()
        return closing

    async def _give_up(self, client: Any) -> None:
        """Close what a connection that failed has left open: the client itself closes only what was connected."""
        await client.close()
        if (transport := client._transport) is not None:
            transport.close()
            await asyncio.sleep(0)  # the loop closes the socket in its next turn


async def _ignore(_error: Exception) -> None:
    """What goes wrong is reported where it is waited for."""
