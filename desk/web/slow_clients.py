"""How long the desk waits for a client: one that sends its request a byte a second, or does not read the answer, is
let go, so that it holds no place that a reader could have."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

ASKING = 10.0
"""Seconds from a request's first byte, or from connecting, to the end of its headers."""
READING = 30.0
"""Seconds that a client may leave an answer unread that fills its buffers."""


class Patience(H11Protocol):
    """uvicorn's HTTP with an end to its patience."""

    asking = ASKING
    reading = READING
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(self.asking)

    def data_received(self, data: bytes) -> None:
        began = self.cycle
        if self._timer is None and self._is_idle():
            self._wait(self.asking)
        super().data_received(data)
        if self.cycle is not began:
            self._stop_waiting()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait(self.reading)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
