"""The parser process: it parses one document after the other for a producer, each within limits of time and memory.

The time limit works in two steps.  After ``document_seconds`` of CPU an exception is raised in the parser's own code,
also inside a regular expression: a page of a web archive that takes too long is rejected without its neighbours.  Code
in C that does not return to Python is ended by the kernel a little later, and the process with it.
"""

from __future__ import annotations

import io
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn, cast

import psutil

from producer.formats import Part, read
from producer.ingest.parser_protocol import MAX_CHUNK_BYTES, FoundParts, MoreInput, ReadRequest, receive, send
from wiredesk.errors import BadData, ConfigError, DocumentTooSlow
from wiredesk.memory_limit import limit_memory

MAX_PARTS = 64
"""Parts that are sent in one message."""
MAX_HELD_SECONDS = 0.02
"""Seconds for which parts are collected: those that were sent are not lost if a later one ends the process."""
MAX_SLOW_PARTS = 3
"""Parts of one document that may reach the time limit before the process is ended: a bound on the whole."""
KILL_DELAY_SECONDS = 2
"""CPU seconds after the time limit at which the kernel ends the process."""
BUFFER_BYTES = 65_536
"""Bytes that are requested at least."""
RETIRE_MEBIBYTES = 512
"""Memory above which the process is replaced: a large document leaves it behind, as memory is seldom given back."""
_MEBIBYTE = 2**20
PROCESS = psutil.Process()
"""This process, asked for the memory that it holds now."""


def main(descriptor: int) -> None:
    """Serve the producer at the other end of a socket until it closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the producer decides when to stop
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection = socket.socket(fileno=descriptor)
    clock = CpuClock()
    memory_limited = False
    while True:
        try:
            request = receive(connection)
        except EOFError:
            return
        if not memory_limited and request.limits.document_memory:
            limit_memory(request.limits.document_memory)
            memory_limited = True
        serve(connection, request, clock)


def serve(connection: socket.socket, request: ReadRequest, clock: CpuClock) -> None:
    """Send the parts of one document."""
    found: list[Part] = []
    failure: ConfigError | None = None
    sent_at = time.monotonic()

    def flush() -> None:
        nonlocal sent_at
        sent_at = time.monotonic()
        if found:
            send(connection, FoundParts(list(found)))
            found.clear()

    clock.start(request.name, request.limits.document_seconds, len(request.beginning))
    try:
        file = _document(connection, request, clock, flush)
        for part in read(file, request.name, limits=request.limits, envelope=request.envelope):
            found.append(part)
            if len(found) >= MAX_PARTS or time.monotonic() - sent_at > MAX_HELD_SECONDS:
                flush()
    except MemoryError:
        found.append(BadData(request.name, "needs more memory than the limit allows", "raise WIREDESK_DOCUMENT_MEMORY"))
    except DocumentTooSlow as error:  # raised between two parts
        found.append(error)
    except ConfigError as error:  # an extra that is not installed
        failure = error
    finally:
        clock.stop()
    # not ru_maxrss, which a forked process has from its parent
    retires = PROCESS.memory_info().rss > RETIRE_MEBIBYTES * _MEBIBYTE
    send(connection, FoundParts(found, is_last=True, retires=retires, error=failure))


class CpuClock:
    """Limits the CPU time of a document: first by an exception, then by the end of the process."""

    def __init__(self) -> None:
        self._name, self._seconds, self._slow_parts = "", 0, 0
        signal.signal(signal.SIGPROF, self._on_limit)

    def start(self, name: str, seconds: int, size: int) -> None:
        """Begin with a document of which ``size`` bytes are known."""
        self._name, self._seconds, self._slow_parts = name, seconds, 0
        self.extend(size)

    def extend(self, size: int) -> None:
        """Start again, as ``size`` bytes more were read: a large document may take longer."""
        if self._seconds:
            self._arm(self._seconds * (1 + size / _MEBIBYTE))

    def stop(self) -> None:
        """Remove both limits."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))

    def _arm(self, seconds: float) -> None:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        end = int(usage.ru_utime + usage.ru_stime + seconds) + KILL_DELAY_SECONDS
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (end, hard))

    def _on_limit(self, _signal: int, _frame: Any) -> NoReturn:
        self._slow_parts += 1
        if self._slow_parts < MAX_SLOW_PARTS:
            self._arm(self._seconds)
        raise DocumentTooSlow(self._name, f"takes more than {self._seconds} s of CPU time to parse")


def _document(connection: socket.socket, request: ReadRequest, clock: CpuClock, flush: Callable[[], None]) -> BinaryIO:
    if request.is_whole:
        return io.BytesIO(request.beginning)
    return cast(BinaryIO, io.BufferedReader(_Document(connection, request, clock, flush), BUFFER_BYTES))


class _Document(io.RawIOBase):
    """The document as a stream: its beginning, then what the producer sends on request."""

    def __init__(
        self, connection: socket.socket, request: ReadRequest, clock: CpuClock, flush: Callable[[], None]
    ) -> None:
        self._connection, self._clock, self._flush = connection, clock, flush
        self._beginning, self._size = memoryview(request.beginning), request.size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._size is not None

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if self._size is None:
            raise io.UnsupportedOperation("seek")
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, begin + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        data = self._beginning[self._at : self._at + len(buffer)] or self._requested(min(len(buffer), MAX_CHUNK_BYTES))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _requested(self, size: int) -> memoryview:
        self._flush()
        send(self._connection, MoreInput(size, self._at))
        data = memoryview(receive(self._connection))
        self._clock.extend(len(data))
        return data


if __name__ == "__main__":
    main(int(sys.argv[1]))
