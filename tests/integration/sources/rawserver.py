"""A server on the loopback that answers with exact bytes, for heads that no HTTP library would send."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Callable, Mapping

Answer = Callable[[Mapping[str, bytes]], bytes]
"""Takes the request's headers, their names in small letters, and returns all bytes of the answer."""


class RawServer:
    """``pages``: path → function that answers.  ``requests``: path and headers of each request."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: Counter[str] = Counter()
        self.requests: list[tuple[str, Mapping[str, bytes]]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._is_over = False
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def url(self, path: str, host: str = "127.0.0.1", login: str = "") -> str:
        return f"http://{login}{host}:{self.port}{path}"

    def stop(self) -> None:
        self._is_over = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while not self._is_over:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            data = b""
            while b"\r\n\r\n" not in data:
                more = connection.recv(65_536)
                if not more:
                    return
                data += more
            first, *lines = data.partition(b"\r\n\r\n")[0].split(b"\r\n")
            path = first.split()[1].decode()
            fields = (line.partition(b":") for line in lines)
            headers = {name.strip().lower().decode(): value.strip() for name, _, value in fields}
            self.asked[path] += 1
            self.requests.append((path, headers))
            page = self.pages.get(path) or self.pages[path.partition("?")[0]]
            connection.sendall(page(headers))
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):
                pass


def response(body: bytes, *lines: bytes, status: bytes = b"200 OK", length: bool = True) -> bytes:
    """Return an answer with these lines in its head; ``length`` adds the body's length."""
    head = [b"HTTP/1.1 " + status, *lines, *([b"Content-Length: %d" % len(body)] if length else [])]
    return b"\r\n".join(head) + b"\r\n\r\n" + body
