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
from typing import Any, BinaryIO, NoReturn, cast

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
RETIRE_MEBIBYTES = 512
"""Memory above which the process is replaced: a large document leaves it behind, as memory is seldom given back."""
_MEBIBYTE = 2**20


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
        source = _Document(connection, request, clock, flush)
        file = cast(BinaryIO, io.BufferedReader(source, 65_536))
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
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    retires = used > RETIRE_MEBIBYTES
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


class _Document(io.RawIOBase):
    """The document as a stream: its beginning, then what the producer sends on request."""

    def __init__(self, connection: socket.socket, request: ReadRequest, clock: CpuClock, flush: Any) -> None:
        self._connection, self._clock, self._flush = connection, clock, flush
        self._waiting = memoryview(request.beginning)
        self._at_end = request.is_whole

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._waiting and not self._at_end:
            self._flush()
            send(self._connection, MoreInput(min(len(buffer), MAX_CHUNK_BYTES)))
            self._waiting = memoryview(receive(self._connection))
            self._at_end = not self._waiting
            self._clock.extend(len(self._waiting))
        size = min(len(buffer), len(self._waiting))
        buffer[:size] = self._waiting[:size]
        self._waiting = self._waiting[size:]
        return size


if __name__ == "__main__":
    main(int(sys.argv[1]))
