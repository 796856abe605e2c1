"""A receiver of webhooks: a real HTTP server that answers as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import orjson


@dataclass(frozen=True, slots=True)
class Received:
    """A message that was accepted."""

    headers: Mapping[str, str]
    body: bytes
    at: float = 0.0
    """When it was complete, seconds since 1970."""

    @property
    def change(self) -> int:
        """The number of the change."""
        return int(orjson.loads(self.body)["data"]["change"])


Answer = int | str
"""A status, ``hang`` (until the receiver stops), ``close`` (the connection, without an answer), ``half`` (close it
when half of the message is read)."""


class WebhookReceiver:
    """Collects the messages that it answers with 2xx.

    Args:
        answer: what to do with the n-th request, from 0; by default 204.
    """

    def __init__(self, answer: Callable[[int], Answer] = lambda _number: 204, **headers: str) -> None:
        self.answer, self.headers = answer, headers
        self.received: list[Received] = []
        self.requests = self.connections = 0
        self._lock, self._over = threading.Lock(), threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                outer.connections += 1
                super().setup()

            def do_POST(self) -> None:
                outer._receive(self)

            def log_message(self, format: str, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def _receive(self, request: BaseHTTPRequestHandler) -> None:
        with self._lock:
            number, self.requests = self.requests, self.requests + 1
        answer = self.answer(number)
        length = int(request.headers["content-length"])
        body = request.rfile.read(length // 2 if answer == "half" else length)
        at = time.time()
        if len(body) < length and answer != "half":  # the sender was killed
            answer = "close"
        if answer == "hang":
            self._over.wait()
        if isinstance(answer, str):
            request.close_connection = True
            return
        if 200 <= answer < 300:
            with self._lock:
                self.received.append(Received(dict(request.headers), body, at))
        request.send_response(answer)
        for name, value in self.headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("content-length", "0")
        request.end_headers()
