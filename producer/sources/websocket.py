"""A WebSocket that carries stories, one message each, in JSON or any other format."""

from __future__ import annotations

import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from pydantic import Field
from websockets.client import ClientProtocol
from websockets.sync.client import ClientConnection, connect
from websockets.uri import parse_uri

from producer.formats import Envelope
from producer.ingest.delivery import STOP_POLL_SECONDS, SourceHandle
from producer.ingest.intake import Intake
from producer.sources.addressed_source import AddressedSource
from producer.sources.addresses import PUBLIC
from producer.sources.public_address import base_address, public_address
from producer.sources.reconnect import run_with_reconnect
from wiredesk.config_values import Secret

OPEN_SECONDS = 15
"""Time for the opening handshake."""
CLOSE_SECONDS = 2
"""Time for the closing handshake: a stop must not wait for a server."""
MAX_QUEUED_MESSAGES = 16
"""Messages buffered before the server is slowed down."""


class WebSocket(AddressedSource):
    """A WebSocket's row in ``wire.toml``.  It has no checkpoint, because the protocol cannot resume."""

    type: Literal["websocket"] = "websocket"
    url: str = Field(pattern=r"^wss?://", description="the socket's address")
    token: Secret | None = Field(default=None, description="bearer token")
    hello: str = Field(default="", description="a message to send first, such as a subscription")
    private: bool = Field(default=False, description="follow redirects into private networks")

    kind: ClassVar[str] = "websocket"

    def run(self, scheduler: Intake) -> None:
        """Listen until the source is to stop; pings detect a dead connection."""
        handle = self.handle(scheduler)
        run_with_reconnect(handle, lambda: self._session(handle))

    def _session(self, handle: SourceHandle) -> None:
        if self.reach:
            here = parse_uri(self.url)
            self.reach.check_host(self.name, here.host, here.port)
        headers = {"Authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}
        with connect(  # type: ignore[call-overload]  # its documentation allows any factory
            self.url, additional_headers=headers, max_size=handle.limits.story_bytes * 2, max_queue=MAX_QUEUED_MESSAGES,
            open_timeout=OPEN_SECONDS, close_timeout=CLOSE_SECONDS, create_connection=self._connection,
        ) as stream:  # fmt: skip
            handle.work("listening")
            if self.hello:
                stream.send(self.hello)
            while not handle.stop.is_set():
                with suppress(TimeoutError):
                    message = stream.recv(timeout=STOP_POLL_SECONDS)
                    data = message if isinstance(message, bytes) else message.encode("utf-8", "replace")
                    charset = None if isinstance(message, bytes) else "utf-8"
                    envelope = Envelope(base_address(self.url), charset, datetime.now(UTC), self.namespace)
                    handle.deliver(data, envelope=envelope)

    def _connection(self, opened: socket.socket, protocol: ClientProtocol, **options: Any) -> ClientConnection:
        """Return the connection over a new socket, before anything is sent.

        Raises:
            BadData: it leads where it may not, or a redirect led to another server, in a private network.
        """
        here, configured = protocol.uri, parse_uri(self.url)
        foreign = (here.secure, here.host, here.port) != (configured.secure, configured.host, configured.port)
        if reach := self.reach or (PUBLIC if foreign and not self.private else None):
            reach.check(self.name if self.reach else public_address(self.url), [str(opened.getpeername()[0])])
        return ClientConnection(opened, protocol, **options)
