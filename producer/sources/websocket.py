"""A WebSocket that carries stories, one message each, in JSON or any other format."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any, Literal

from pydantic import Field
from websockets.client import ClientProtocol
from websockets.sync.client import ClientConnection, connect
from websockets.uri import parse_uri

from producer.ingest.delivery import Line
from producer.ingest.scheduler import Intake
from producer.sources.addresses import is_private, refused
from producer.sources.reconnect import keep_up
from producer.sources.source_config import Secret, Spec

LOOK = 0.3
"""Seconds within which a stop is noticed."""


class WebSocket(Spec):
    """A WebSocket's row in ``wire.toml``.  The protocol has no place to come back to: nothing is remembered."""

    type: Literal["websocket"] = "websocket"
    url: str = Field(pattern=r"^wss?://", description="the socket's address")
    token: Secret | None = Field(default=None, description="bearer token")
    hello: str = Field(default="", description="a message to send first, such as a subscription")
    private: bool = Field(default=False, description="follow redirects into private networks")

    @property
    def name(self) -> str:
        return f"websocket {self.url}"

    def run(self, intake: Intake) -> None:
        """Listen until the intake is over; pings find out a connection that is dead."""
        line = Line(intake, self.name, rate=self.rate)
        keep_up(line, lambda: self._session(line))

    def _session(self, line: Line) -> None:
        headers = {"Authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}
        with connect(  # type: ignore[call-overload]  # any factory will do, its documentation says
            self.url, additional_headers=headers, max_size=line.limits.story_bytes * 2, max_queue=16,
            open_timeout=15, close_timeout=2, create_connection=self._connection,
        ) as stream:  # fmt: skip
            line.tell("listening")
            if self.hello:
                stream.send(self.hello)
            while not line.over.is_set():
                with suppress(TimeoutError):
                    message = stream.recv(timeout=LOOK)
                    line.deliver(message if isinstance(message, bytes) else message.encode("utf-8", "replace"))

    def _connection(self, opened: socket.socket, protocol: ClientProtocol, **options: Any) -> ClientConnection:
        """The connection over a socket just opened, before a word is said.

        Raises:
            BadData: a redirect led to another server, in a private network.
        """
        here, configured = protocol.uri, parse_uri(self.url)
        foreign = (here.secure, here.host, here.port) != (configured.secure, configured.host, configured.port)
        if foreign and not self.private and is_private(peer := str(opened.getpeername()[0])):
            raise refused(self.url, peer)
        return ClientConnection(opened, protocol, **options)
