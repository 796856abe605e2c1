"""The form of a sink whose client is asynchronous: the client lives in an event loop of its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from desk.sinks.loop_thread import LoopThread
from desk.sinks.sink_message import MessageSender


class LoopSender(MessageSender):
    """Connects at the first message, and closes its client and its loop on exit.

    Args:
        name: of the thread.
        seconds: time to close the client.
    """

    def __init__(self, name: str, seconds: float) -> None:
        self._loop, self._seconds = LoopThread(name), seconds
        self._client: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._client is not None:
            self._loop.run(self._closing(self._client), self._seconds)
        self._loop.close()

    def position(self) -> None:
        """What is sent is not read back."""

    async def _connected(self) -> Any:
        """Return the client, and connect it before the first message."""
        if self._client is None:
            self._client = await self._connect()
        return self._client

    @abstractmethod
    async def _connect(self) -> Any:
        """Return a client that is connected; one that fails is closed."""

    @abstractmethod
    def _closing(self, client: Any) -> Coroutine[Any, Any, object]:
        """Return what closes a client."""
