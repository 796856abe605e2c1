"""A TCP socket that carries IPTC 7901 or ANPA 1312, as a satellite receiver or an agency's line delivers them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Literal

from pydantic import Field

from producer.ingest.delivery import Line
from producer.ingest.scheduler import Intake
from producer.sources.addresses import LOOPBACK
from producer.sources.frames import Frame, Framer
from producer.sources.reconnect import keep_up
from producer.sources.source_config import Spec
from wiredesk.errors import BadData, ConfigError

LOOK = 0.2
"""Seconds within which a stop is noticed."""
SILENCE = 5.0
"""Seconds without a byte after which a message that has its ETX is taken for complete."""
CONNECTIONS = 8
"""Senders served at once when listening."""


class Receiver(Spec):
    """A socket's row in ``wire.toml``."""

    type: Literal["tcp"] = "tcp"
    host: str = Field(default=LOOPBACK, description="the receiver's address, or the one to listen on")
    port: int = Field(ge=0, le=65535, description="port; 0, when listening: any free one")
    listen: bool = Field(default=False, description="let the receiver connect to us instead")

    @property
    def name(self) -> str:
        return f"tcp {self.host}:{self.port}"

    def run(self, intake: Intake) -> None:
        """Receive until the intake is over; connects again whenever the line breaks.

        Raises:
            ConfigError: the address to listen on is taken.
        """
        line = Line(intake, self.name, rate=self.rate)
        if self.listen:
            self._listen(line)
        else:
            keep_up(line, lambda: self._connect(line))

    def _connect(self, line: Line) -> None:
        with socket.create_connection((self.host, self.port), timeout=10) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            line.tell("connected")
            receive(connection, line)

    def _listen(self, line: Line) -> None:
        try:
            family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
            server = socket.create_server((self.host, self.port), family=family)
        except OSError as error:
            raise ConfigError(self.name, error.strerror or str(error), "choose another host or port") from None
        room = threading.BoundedSemaphore(CONNECTIONS)
        threads: list[threading.Thread] = []
        with server:
            server.settimeout(LOOK)
            line.tell(f"listening on {self.host}:{server.getsockname()[1]}")
            while not line.over.is_set():
                with suppress(TimeoutError):
                    connection, _ = server.accept()
                    threads = [thread for thread in threads if thread.is_alive()]
                    if not room.acquire(blocking=False):
                        connection.close()
                        continue
                    threads.append(threading.Thread(target=_serve, args=(connection, line, room), daemon=True))
                    threads[-1].start()
        for thread in threads:
            thread.join()


def _serve(connection: socket.socket, line: Line, room: threading.BoundedSemaphore) -> None:
    try:
        with connection:
            receive(connection, line)
    except OSError as error:
        line.tell(f"a sender's connection broke: {error.strerror or error}")
    finally:
        room.release()


def receive(connection: socket.socket, line: Line) -> None:
    """Deliver the messages of one connection until it ends or the intake is over.

    Raises:
        OSError: the connection broke; what came before is in the ledger.
    """
    framer = Framer(line.limits.story_bytes)
    connection.settimeout(LOOK)
    quiet = 0.0
    try:
        while not line.over.is_set():
            try:
                data = connection.recv(65_536)
            except TimeoutError:
                quiet += LOOK
                if quiet >= SILENCE:
                    _deliver(framer.silence(), line)
                continue
            if not data:
                return
            quiet = 0.0
            _deliver(framer.feed(data), line)
    finally:
        _deliver(framer.end(), line)


def _deliver(frames: Iterable[Frame], line: Line) -> None:
    for frame in frames:
        if frame.whole:
            line.deliver(frame.data)
        else:
            line.reject(frame.data, BadData(line.name, "a message that was cut off, or is too long"))
