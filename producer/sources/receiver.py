"""A TCP socket that carries IPTC 7901 or ANPA 1312, from a satellite receiver or an agency's leased line."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Literal

from pydantic import Field

from producer.ingest.delivery import STOP_POLL_SECONDS, SourceHandle
from producer.ingest.scheduler import FairScheduler
from producer.sources.addresses import LOOPBACK
from producer.sources.frames import Frame, Framer
from producer.sources.reconnect import run_with_reconnect
from producer.sources.source_config import SourceConfig
from wiredesk.errors import BadData, ConfigError

SILENCE_SECONDS = 5.0
"""Seconds without a byte after which a message that has its ETX counts as complete: some senders omit EOT."""
MAX_CONNECTIONS = 8
"""Senders served at once when listening; each takes a thread."""
CONNECT_SECONDS = 10.0
"""Time to connect to the receiver."""
RECEIVE_BYTES = 65_536
"""Bytes read at once."""


class Receiver(SourceConfig):
    """A socket's row in ``wire.toml``."""

    type: Literal["tcp"] = "tcp"
    host: str = Field(default=LOOPBACK, description="the receiver's address, or the one to listen on")
    port: int = Field(ge=0, le=65535, description="port; 0, when listening: any free one")
    listen: bool = Field(default=False, description="let the receiver connect to us instead")

    @property
    def name(self) -> str:
        return f"tcp {self.host}:{self.port}"

    def run(self, scheduler: FairScheduler) -> None:
        """Receive until the source is to stop; connect again whenever the connection breaks.

        Raises:
            ConfigError: the address to listen on is taken.
        """
        handle = SourceHandle(scheduler, self.name, rate=self.rate)
        if self.listen:
            self._listen(handle)
        else:
            run_with_reconnect(handle, lambda: self._connect(handle))

    def _connect(self, handle: SourceHandle) -> None:
        with socket.create_connection((self.host, self.port), timeout=CONNECT_SECONDS) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            handle.report("connected")
            receive(connection, handle)

    def _listen(self, handle: SourceHandle) -> None:
        try:
            family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
            server = socket.create_server((self.host, self.port), family=family)
        except OSError as error:
            raise ConfigError(self.name, error.strerror or str(error), "choose another host or port") from None
        room = threading.BoundedSemaphore(MAX_CONNECTIONS)
        threads: list[threading.Thread] = []
        with server:
            server.settimeout(STOP_POLL_SECONDS)
            handle.report(f"listening on {self.host}:{server.getsockname()[1]}")
            while not handle.stop.is_set():
                with suppress(TimeoutError):
                    connection, _ = server.accept()
                    threads = [thread for thread in threads if thread.is_alive()]
                    if not room.acquire(blocking=False):
                        connection.close()
                        continue
                    threads.append(threading.Thread(target=_serve, args=(connection, handle, room), daemon=True))
                    threads[-1].start()
        for thread in threads:
            thread.join()


def _serve(connection: socket.socket, handle: SourceHandle, room: threading.BoundedSemaphore) -> None:
    try:
        with connection:
            receive(connection, handle)
    except OSError as error:
        handle.report(f"a sender's connection broke: {error.strerror or error}")
    finally:
        room.release()


def receive(connection: socket.socket, handle: SourceHandle) -> None:
    """Deliver the messages of one connection until it ends or the source is to stop.

    Raises:
        OSError: the connection broke; the messages before are in the ledger.
    """
    framer = Framer(handle.limits.story_bytes)
    connection.settimeout(STOP_POLL_SECONDS)
    quiet = 0.0
    try:
        while not handle.stop.is_set():
            try:
                data = connection.recv(RECEIVE_BYTES)
            except TimeoutError:
                quiet += STOP_POLL_SECONDS
                if quiet >= SILENCE_SECONDS:
                    _deliver(framer.on_silence(), handle)
                continue
            if not data:
                return
            quiet = 0.0
            _deliver(framer.feed(data), handle)
    finally:
        _deliver(framer.close(), handle)


def _deliver(frames: Iterable[Frame], handle: SourceHandle) -> None:
    for frame in frames:
        if frame.whole:
            handle.deliver(frame.data)
        else:
            handle.reject(frame.data, BadData(handle.name, "a message that was cut off or is too long"))
