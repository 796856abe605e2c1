"""Parse documents in processes of their own, so that no document can stop the producer.

A regular expression, an XML parser and a decompressor run in C and hold Python's lock: no thread and no signal handler
of the producer could interrupt one that does not end.  Therefore :func:`read` hands each document to a parser process,
which the kernel ends when it exceeds ``document_seconds`` of CPU.  The process is kept for the next document.
"""

from __future__ import annotations

import atexit
import io
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

from producer.formats import Envelope, Limits, Part
from producer.formats import read as read_here
from producer.formats.envelope import NO_ENVELOPE
from producer.ingest.parser_protocol import FIRST_CHUNK_BYTES, FoundParts, MoreInput, ReadRequest, receive, send
from wiredesk.errors import BadData, DocumentTooSlow, StoreUnavailable

MAX_PROCESSES = 4
"""Parser processes at once: three documents that take long do not delay the documents of the other sources."""
MAX_IDLE = 2
"""Parser processes kept for the next document; each takes about 50 MiB."""
PROCESS = "producer.ingest.parser_process"
"""The module that a parser process runs."""
HEAD_BYTES = 65_536
"""Bytes that are read before the request from a stream that may still be written."""


def read(
    file: BinaryIO, name: str = "-", *, limits: Limits | None = None, envelope: Envelope = NO_ENVELOPE
) -> Iterator[Part]:
    """Yield the parts of an open file like :func:`producer.formats.read`, within ``limits.document_seconds`` of CPU.

    A document that takes longer, or that ends the parser process, is the last part, as an error.  Without a time limit
    the document is parsed in this process.
    """
    limits = limits or Limits()
    if not limits.document_seconds:
        return read_here(file, name, limits=limits, envelope=envelope)
    return _pool().read(file, name, limits, envelope)


def prepare(limits: Limits) -> None:
    """Start a parser process in advance, so that it is ready when the first document arrives."""
    if limits.document_seconds:
        _pool().prepare()


class ParserPool:
    """The parser processes of this process.  Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(MAX_PROCESSES)
        self._idle: list[_ParserProcess] = []
        self._busy: set[_ParserProcess] = set()
        self._is_closed = False

    def read(self, file: BinaryIO, name: str, limits: Limits, envelope: Envelope) -> Iterator[Part]:
        """Yield the parts of one document; an error of the document as a whole is the last one."""
        try:
            source = _Source(file)
            wanted = FIRST_CHUNK_BYTES if source.size is not None else HEAD_BYTES
            beginning = source.read(wanted, 0)
        except OSError as error:
            yield BadData(name, error.strerror or str(error))
            return
        request = ReadRequest(name, limits, envelope, beginning, len(beginning) < wanted, source.size)
        with self._room:
            try:
                yield from self._parts(request, source)
            except _Died as death:
                if self._is_closed:
                    raise StoreUnavailable(name, "the producer has stopped") from None
                yield death.reason(request)

    def prepare(self) -> None:
        """Start a parser process if there is none."""
        with self._lock:
            if not self._idle and not self._busy and not self._is_closed:
                self._idle.append(_ParserProcess())

    def close(self) -> None:
        """End all parser processes."""
        with self._lock:
            self._is_closed = True
            for process in (*self._idle, *self._busy):
                process.kill()
            self._idle.clear()

    def process_ids(self) -> list[int]:
        """Return the ids of the parser processes, the idle ones first."""
        with self._lock:
            return [process.id for process in (*self._idle, *self._busy)]

    def forget(self) -> None:
        """Close this process's copies of the sockets after a fork: the parser processes belong to the parent."""
        for process in (*self._idle, *self._busy):
            process.connection.close()

    def _parts(self, request: ReadRequest, source: _Source) -> Iterator[Part]:
        """Yield the parts; a process that died before it found any, and not of the time limit, is replaced once."""
        started = False
        try:
            for part in self._parts_once(request, source):
                started = True
                yield part
            return
        except _Died as death:
            if started or death.is_too_slow or not request.is_whole or self._is_closed:
                raise
        yield from self._parts_once(request, source)

    def _parts_once(self, request: ReadRequest, source: _Source) -> Iterator[Part]:
        process = self._take()
        is_done = False
        try:
            process.send(request)
            while not is_done:
                message = process.receive()
                if isinstance(message, MoreInput):
                    process.send(source.read(message.size, message.at))
                    continue
                assert isinstance(message, FoundParts)
                is_done = message.is_last
                process.retires = message.retires
                yield from message.parts
                if message.error is not None:
                    raise message.error
        except OSError as error:  # of the file
            yield BadData(request.name, error.strerror or str(error))
        finally:
            self._give_back(process, usable=is_done)

    def _take(self) -> _ParserProcess:
        with self._lock:
            process = self._idle.pop() if self._idle else None
        process = process or _ParserProcess()
        with self._lock:
            self._busy.add(process)
            if self._is_closed:
                process.kill()
        return process

    def _give_back(self, process: _ParserProcess, *, usable: bool) -> None:
        with self._lock:
            self._busy.discard(process)
            if usable and not process.retires and len(self._idle) < MAX_IDLE and not self._is_closed:
                self._idle.append(process)
                return
        process.kill()


class _Source:
    """The open file of a document, from where it stands."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begin = 0
        self.size: int | None = None
        if file.seekable():
            self._begin = file.tell()
            self.size = file.seek(0, io.SEEK_END) - self._begin
            file.seek(self._begin)

    def read(self, size: int, at: int) -> bytes:
        """Return up to ``size`` bytes from a position; of a file without positions the next ones."""
        if self.size is not None:
            self._file.seek(self._begin + at)
        return self._file.read(size)


class _Died(Exception):
    """A parser process ended while it parsed a document; ``status`` is its exit status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status

    @property
    def is_too_slow(self) -> bool:
        return self.status == -signal.SIGXCPU

    def reason(self, request: ReadRequest) -> BadData:
        """Return the error of the document."""
        if self.is_too_slow:
            seconds = request.limits.document_seconds
            return DocumentTooSlow(request.name, f"takes more than {seconds} s of CPU time to parse")
        how = f"signal {-self.status}" if self.status < 0 else f"exit status {self.status}"
        return BadData(request.name, f"the parser process ended with {how}", "report the file as a fault of wiredesk")


class _ParserProcess:
    """One parser process and the socket to it."""

    def __init__(self) -> None:
        self.retires = False
        self.connection, theirs = socket.socketpair()
        with theirs:
            descriptor = theirs.fileno()
            # sys.path, as the producer may have been found by its current directory or by a test's own path
            code = f"import sys; sys.path[:] = {sys.path!r}; from {PROCESS} import main; main({descriptor})"
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=(descriptor,), process_group=0,
            )  # fmt: skip

    @property
    def id(self) -> int:
        """The process id."""
        return self._process.pid

    def send(self, message: object) -> None:
        try:
            send(self.connection, message)
        except OSError:  # the process ended, or another thread closed the pool
            raise self._death() from None

    def receive(self) -> object:
        try:
            return receive(self.connection)
        except (EOFError, OSError):
            raise self._death() from None

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self.connection.close()
        self._process.wait()

    def _death(self) -> _Died:
        return _Died(self._process.wait())


@cache
def _pool() -> ParserPool:
    """Return the pool of this process: the parser processes serve all sources, and they end with the process."""
    pool = ParserPool()
    atexit.register(pool.close)

    def forget() -> None:
        pool.forget()
        _pool.cache_clear()

    os.register_at_fork(after_in_child=forget)
    return pool
