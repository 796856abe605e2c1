"""A WebSocket that carries stories, one message each, in JSON or any other format."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

from pydantic import Field
from websockets.sync.client import connect

from producer.intake import Intake, Line
from producer.sources.reconnect import keep_up
from producer.sources.spec import Secret, Spec

LOOK = 0.3
"""Seconds within which a stop is noticed."""


class WebSocket(Spec):
    """A WebSocket's row in ``wire.toml``.  The protocol has no place to come back to: nothing is remembered."""

    type: Literal["websocket"] = "websocket"
    url: str = Field(pattern=r"^wss?://", description="the socket's address")
    token: Secret | None = Field(default=None, description="bearer token")
    hello: str = Field(default="", description="a message to send first, such as a subscription")

    @property
    def name(self) -> str:
        return f"websocket {self.url}"

    def run(self, intake: Intake) -> None:
        """Listen until the intake is over; pings find out a connection that is dead."""
        line = intake.line(self.name, rate=self.rate)
        keep_up(line, lambda: self._session(line))

    def _session(self, line: Line) -> None:
        headers = {"Authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}
        with connect(
            self.url, additional_headers=headers, max_size=line.limits.story_bytes * 2, max_queue=16,
            open_timeout=15, close_timeout=2,
        ) as socket:  # fmt: skip
            line.tell("listening")
            if self.hello:
                socket.send(self.hello)
            while not line.over.is_set():
                with suppress(TimeoutError):
                    message = socket.recv(timeout=LOOK)
                    line.deliver(message if isinstance(message, bytes) else message.encode("utf-8", "replace"))
