"""Slow clients are disconnected, so that they occupy no connection that a reader could use.

uvicorn has no limit for either of two things: how long a client takes to send its request, and how long it leaves an
answer unread.  :class:`SlowClientGuard` adds both around uvicorn's own protocol, with the interface of
:class:`asyncio.Protocol` and nothing of uvicorn's internals.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

import uvicorn

REQUEST_SECONDS = 10.0
"""Seconds from connecting, or from the first byte of a later request, to the end of the request's headers."""
UNREAD_SECONDS = 30.0
"""Seconds in which a client must read at least one byte of an answer that waits for it."""
_HEAD_END = b"\r\n\r\n"


class SlowClientGuard(asyncio.Protocol):
    """An asyncio protocol that hands every call to another one and aborts connections of slow clients.

    Args:
        inner: the HTTP protocol of the server.
        request_seconds: see :data:`REQUEST_SECONDS`.
        unread_seconds: see :data:`UNREAD_SECONDS`.
    """

    def __init__(
        self,
        inner: asyncio.Protocol,
        *,
        request_seconds: float = REQUEST_SECONDS,
        unread_seconds: float = UNREAD_SECONDS,
    ) -> None:
        self._inner = inner
        self._request_seconds, self._unread_seconds = request_seconds, unread_seconds
        self._request_timer: asyncio.TimerHandle | None = None
        self._unread_timer: asyncio.TimerHandle | None = None
        self._head = b""
        """The last bytes of a request's head that has not ended."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=0)  # pause_writing is called for every unread byte
        self._start_request_timer()
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self._follow_heads(data)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._start_unread_timer()
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._stop_unread_timer()
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_request_timer()
        self._stop_unread_timer()
        self._inner.connection_lost(exc)

    def _follow_heads(self, data: bytes) -> None:
        """Stop the request timer where a head ends, start it where the next one begins.

        The desk accepts no request bodies, so whatever follows a head belongs to the next one.
        """
        seen = self._head + data
        _, ended, rest = seen.rpartition(_HEAD_END)
        if ended:
            self._stop_request_timer()
        self._head = rest[-len(_HEAD_END) + 1 :]
        if rest and self._request_timer is None:
            self._start_request_timer()

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


def guard(config: uvicorn.Config, **limits: float) -> uvicorn.Config:
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
