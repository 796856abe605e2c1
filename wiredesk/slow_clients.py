"""Slow clients are disconnected, so that they occupy no connection that a reader could use.

uvicorn has no limit for any of three things: how long a client takes to send its request, how long it leaves an answer
unread, and how many connections one address may hold.  :class:`SlowClientGuard` adds them around uvicorn's own
protocol, with the interface of :class:`asyncio.Protocol` and nothing of uvicorn's internals.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from wiredesk.client_places import ClientPlaces, Visitor

if TYPE_CHECKING:
    import uvicorn

REQUEST_SECONDS = 10.0
"""Seconds from connecting, or from the first byte of a later request, to the end of the request's headers."""
UNREAD_SECONDS = 30.0
"""Seconds in which a client must read at least one byte of an answer that waits for it."""
_HEAD_END = b"\r\n\r\n"
_INTERIM = b"HTTP/1.1 100 "
"""Beginning of the answer that only asks for the request's body."""
_NO_PLACE_BODY = b'{"error":"too many connections; try again"}'
_NO_PLACE = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(_NO_PLACE_BODY), _NO_PLACE_BODY)
)
"""The answer to a connection for which there is no place."""


class SlowClientGuard(asyncio.Protocol):
    """An asyncio protocol that hands every call to another one and aborts connections of slow clients.

    Args:
        inner: the HTTP protocol of the server.
        request_seconds: see :data:`REQUEST_SECONDS`.
        unread_seconds: see :data:`UNREAD_SECONDS`.
        has_bodies: requests may have a body, whose time the application limits.
        places: the places for connections; by default any number.
    """

    def __init__(
        self,
        inner: asyncio.Protocol,
        *,
        request_seconds: float = REQUEST_SECONDS,
        unread_seconds: float = UNREAD_SECONDS,
        has_bodies: bool = False,
        places: ClientPlaces | None = None,
    ) -> None:
        self._inner = inner
        self._has_bodies, self._places = has_bodies, places
        self._in_request = False
        """A head has ended and was not answered yet; only kept where requests have bodies."""
        self._visitor: Visitor | None = None
        self._refused = False
        self._request_seconds, self._unread_seconds = request_seconds, unread_seconds
        self._request_timer: asyncio.TimerHandle | None = None
        self._unread_timer: asyncio.TimerHandle | None = None
        self._head = b""
        """The last bytes of a request's head that has not ended."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        if self._places is not None:
            peer = transport.get_extra_info("peername")
            self._visitor = Visitor(str(peer[0]) if peer else "", self._transport.abort)
            if not self._places.admit(self._visitor):
                self._refused = True
                self._transport.write(_NO_PLACE)
                self._transport.close()
                return
        self._transport.set_write_buffer_limits(high=0)  # pause_writing is called for every unread byte
        self._start_request_timer()
        if self._has_bodies:
            transport = cast(asyncio.Transport, _ObservedTransport(self._transport, self._answered))
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        if self._has_bodies:
            self._follow_request(data)
        else:
            self._follow_heads(data)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return None if self._refused else self._inner.eof_received()

    def pause_writing(self) -> None:
        if not self._refused:
            self._start_unread_timer()
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        if not self._refused:
            self._stop_unread_timer()
            self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._places is not None and self._visitor is not None:
            self._places.leave(self._visitor)
        if self._refused:
            return
        self._stop_request_timer()
        self._stop_unread_timer()
        self._inner.connection_lost(exc)

    def _follow_heads(self, data: bytes) -> None:
        """Stop the request timer where a head ends, start it where the next one begins.

        Requests have no bodies, so whatever follows a head belongs to the next one.
        """
        seen = self._head + data
        _, ended, rest = seen.rpartition(_HEAD_END)
        if ended:
            self._stop_request_timer()
        self._head = rest[-len(_HEAD_END) + 1 :]
        if rest and self._request_timer is None:
            self._start_request_timer()

    def _follow_request(self, data: bytes) -> None:
        """Stop the request timer where a head ends, start it with the first bytes after the answer.

        Until the answer, bytes are the request's body.  A body of which nothing is answered yet is the application's
        to limit; one that goes on after its refusal is soon ended here.
        """
        if self._in_request:
            return
        if _HEAD_END in self._head + data:
            self._stop_request_timer()
            self._in_request, self._head = True, b""
            self._set_waiting(False)
            return
        self._head = (self._head + data)[-len(_HEAD_END) + 1 :]
        if self._request_timer is None:
            self._start_request_timer()

    def _answered(self, data: bytes) -> None:
        if self._in_request and not data.startswith(_INTERIM):
            self._in_request = False
            self._set_waiting(True)

    def _set_waiting(self, waiting: bool) -> None:
        if self._visitor is not None:
            self._visitor.waiting_since = time.monotonic() if waiting else None

    def _start_request_timer(self) -> None:
        loop = asyncio.get_running_loop()
        self._request_timer = loop.call_later(self._request_seconds, self._transport.abort)

    def _start_unread_timer(self) -> None:
        self._stop_unread_timer()
        unread = self._transport.get_write_buffer_size()
        loop = asyncio.get_running_loop()
        self._unread_timer = loop.call_later(self._unread_seconds, self._check_progress, unread)

    def _stop_request_timer(self) -> None:
        if self._request_timer:
            self._request_timer.cancel()
            self._request_timer = None

    def _stop_unread_timer(self) -> None:
        if self._unread_timer:
            self._unread_timer.cancel()
            self._unread_timer = None

    def _check_progress(self, unread: int) -> None:
        """Abort if the client has read nothing since the timer started; a slow but steady reader is served."""
        if self._transport.get_write_buffer_size() < unread:
            self._start_unread_timer()
        else:
            self._transport.abort()


class _ObservedTransport:
    """A transport that tells what is written to it."""

    def __init__(self, transport: asyncio.Transport, on_write: Callable[[bytes], object]) -> None:
        self._transport, self._on_write = transport, on_write

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        self._on_write(data)
        self._transport.write(data)


def guard(config: uvicorn.Config, **limits: Any) -> uvicorn.Config:
    """Put a :class:`SlowClientGuard` around the HTTP protocol that a configuration has chosen.

    Args:
        limits: arguments of :class:`SlowClientGuard`.
    """
    config.load()
    http_protocol: Callable[..., asyncio.Protocol] = config.http_protocol_class

    def guarded(*args: Any, **kwargs: Any) -> SlowClientGuard:
        return SlowClientGuard(http_protocol(*args, **kwargs), **limits)

    config.http_protocol_class = cast(type[asyncio.Protocol], guarded)
    return config
