"""A receiver of webhooks in a process of its own, which takes less time for a message than any sender.

    python -m benchmarks.receiver

It prints its address, and answers 204 to every message until it is ended.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"
_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class _Messages(asyncio.Protocol):
    """A connection: whole messages are answered and forgotten."""

    def __init__(self) -> None:
        self._given = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._given += data
        while (end := self._given.find(_HEAD_END) + len(_HEAD_END)) >= len(_HEAD_END):
            found = _LENGTH.search(self._given, 0, end)
            if len(self._given) < end + int(found[1] if found else 0):
                return
            self._given = self._given[end + int(found[1] if found else 0) :]
            assert isinstance(self._transport, asyncio.WriteTransport)
            self._transport.write(_ANSWER)


@contextmanager
def receiving() -> Iterator[str]:
    """Run the receiver, and yield its address."""
    command = [sys.executable, "-m", "benchmarks.receiver"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Messages, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
