"""A TCP socket that carries IPTC 7901 or ANPA 1312, from a satellite receiver or an agency's leased line."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Literal

from pydantic import Field, model_validator

from producer.formats import Envelope
from producer.ingest.delivery import STOP_POLL_SECONDS, SourceHandle
from producer.ingest.intake import Intake, describe_error
from producer.sources.addresses import LOOPBACK, Network, is_loopback
from producer.sources.frames import Frame, Framer
from producer.sources.reconnect import run_with_reconnect
from producer.sources.source_config import SourceConfig
from wiredesk.client_places import ClientPlaces, Visitor
from wiredesk.errors import BadData, ConfigError, StoreUnavailable

SILENCE_SECONDS = 5.0
"""Seconds without a byte after which a message that has its ETX counts as complete: some senders omit EOT."""
MAX_CONNECTIONS = 32
"""Senders served at once when listening; each takes a thread."""
MAX_CONNECTIONS_PER_ADDRESS = 8
"""Connections of one sender: a receiver opens one for each of its channels."""
CONNECT_SECONDS = 10.0
"""Time to connect to the receiver."""
RECEIVE_BYTES = 65_536
"""Bytes read at once."""
IDLE_SECONDS = 3600.0
"""Silence after which a sender is disconnected.  A wire may be silent for hours at night; a receiver connects again."""


class Receiver(SourceConfig):
    """A socket's row in ``wire.toml``."""

    type: Literal["tcp"] = "tcp"
    host: str = Field(default=LOOPBACK, description="the receiver's address, or the one to listen on")
    port: int = Field(ge=0, le=65535, description="port; 0, when listening: any free one")
    listen: bool = Field(default=False, description="let the receiver connect to us instead")
    allow: tuple[Network, ...] = Field(
        default=(), description="addresses and networks that may connect; required unless host is loopback"
    )
    idle: float = Field(default=IDLE_SECONDS, gt=0, description="seconds of silence that end a sender's connection")

    @model_validator(mode="after")
    def _check_allow(self) -> Receiver:
        if self.listen and not self.allow and not is_loopback(self.host):
            raise ValueError('open to other machines; name those that may send, as allow = ["192.0.2.7"]')
        if self.allow and not self.listen:
            raise ValueError("allow is for listen = true")
        return self

    @property
    def name(self) -> str:
        return f"tcp {self.host}:{self.port}"

    def run(self, scheduler: Intake) -> None:
        """Receive until the source is to stop; connect again whenever the connection breaks.

        Raises:
            ConfigError: the address to listen on is taken.
        """
        handle = self.handle(scheduler)
        if self.listen:
            self._listen(handle)
        else:
            run_with_reconnect(handle, lambda: self._connect(handle))

    def _connect(self, handle: SourceHandle) -> None:
        if self.reach:
            self.reach.check_host(self.name, self.host, self.port)
        with socket.create_connection((self.host, self.port), timeout=CONNECT_SECONDS) as connection:
            if self.reach:  # the name may stand for another address now
                self.reach.check(self.name, [str(connection.getpeername()[0])])
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            handle.work("connected")
            Reception(connection, handle, provider=self.provider).run()

    def _listen(self, handle: SourceHandle) -> None:
        try:
            family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
            server = socket.create_server((self.host, self.port), family=family)
        except OSError as error:
            raise ConfigError(self.name, error.strerror or str(error), "choose another host or port") from None
        senders = Senders(self, handle)
        with server:
            server.settimeout(STOP_POLL_SECONDS)
            handle.report(f"listening on {self.host}:{server.getsockname()[1]}")
            handle.work()
            while not handle.stop.is_set():
                try:
                    connection, peer = server.accept()
                except TimeoutError:
                    continue
                except OSError:  # the sender was gone before it was accepted, or no file descriptor is free
                    handle.stop.wait(STOP_POLL_SECONDS)
                    continue
                senders.welcome(connection, str(peer[0]))
        senders.join()


class Senders:
    """The connections that were accepted, one thread each."""

    def __init__(self, config: Receiver, handle: SourceHandle) -> None:
        self._config, self._handle = config, handle
        self._places = ClientPlaces(MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS)
        self._threads: list[threading.Thread] = []
        self._refused: set[str] = set()
        """Addresses whose refusal was told and that were not admitted since."""

    def welcome(self, connection: socket.socket, address: str) -> None:
        """Serve a connection in a thread, or refuse it."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        visitor = Visitor(address, partial(hang_up, connection))
        if not self._is_allowed(address):
            self._refuse(connection, address, "it is not among those that allow names")
        elif not self._places.admit(visitor):
            self._refuse(connection, address, "all places are taken")
        else:
            self._refused.discard(address)
            self._threads.append(threading.Thread(target=self._serve, args=(connection, visitor), daemon=True))
            self._threads[-1].start()

    def join(self) -> None:
        """Wait until all connections have ended."""
        for thread in self._threads:
            thread.join()

    def _is_allowed(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return not self._config.allow or any(found in network for network in self._config.allow)

    def _refuse(self, connection: socket.socket, address: str, reason: str) -> None:
        hang_up(connection)
        connection.close()
        if address not in self._refused:
            self._refused.add(address)
            self._handle.report(f"refused a connection from {address}: {reason}")

    def _serve(self, connection: socket.socket, visitor: Visitor) -> None:
        try:
            with connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                reception = Reception(connection, self._handle, visitor, self._config.idle, self._config.provider)
                reception.run()
        except OSError as error:
            self._handle.report(f"the connection of {visitor.address} broke: {error.strerror or error}")
        except Exception as error:  # of this connection only: the sender connects again
            self._handle.report(f"the connection of {visitor.address} failed: {describe_error(error)}")
        finally:
            self._places.leave(visitor)


def hang_up(connection: socket.socket) -> None:
    """End a connection; what was sent before is still received."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class Reception:
    """The messages of one connection.

    Args:
        connection: is open.
        handle: takes the stories.
        visitor: the connection's place; the time since its last message decides who gives up a place.
        idle_seconds: silence that ends the connection.
        provider: namespace of the ids, see :class:`~producer.formats.Envelope`.
    """

    def __init__(
        self,
        connection: socket.socket,
        handle: SourceHandle,
        visitor: Visitor | None = None,
        idle_seconds: float = float("inf"),
        provider: str | None = None,
    ) -> None:
        self._connection, self._handle, self._visitor = connection, handle, visitor
        self._idle_seconds, self._provider = idle_seconds, provider

    def run(self) -> None:
        """Deliver the messages until the connection ends or the source is to stop.

        Raises:
            OSError: the connection broke; the messages before are in the ledger.
        """
        framer = Framer(self._handle.limits.story_bytes)
        self._connection.settimeout(STOP_POLL_SECONDS)
        quiet = 0.0
        try:
            while not self._handle.stop.is_set() and quiet < self._idle_seconds:
                try:
                    data = self._connection.recv(RECEIVE_BYTES)
                except TimeoutError:
                    quiet += STOP_POLL_SECONDS
                    if quiet >= SILENCE_SECONDS:
                        self._deliver(framer.on_silence())
                    continue
                if not data:
                    return
                quiet = 0.0
                self._deliver(framer.feed(data))
        finally:
            self._deliver(framer.close())

    def _deliver(self, frames: Iterable[Frame]) -> None:
        for frame in frames:
            if not frame.whole:
                self._handle.reject(frame.data, BadData(self._handle.name, "a message that was cut off or is too long"))
                continue
            if self._visitor is not None:
                self._visitor.waiting_since = time.monotonic()
            try:
                envelope = Envelope(received=datetime.now(UTC), provider=self._provider)
                self._handle.deliver(frame.data, envelope=envelope)
            except StoreUnavailable as error:  # the producer stops, and the sender will not send the message again
                hint = f"feed the kept file to the producer later; {error}"
                self._handle.reject(frame.data, BadData(self._handle.name, "stopped before the ledger came back", hint))
