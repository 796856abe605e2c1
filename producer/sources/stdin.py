"""The standard input as a live source: JSON line by line as it arrives, anything else as one file at its end."""

from __future__ import annotations

import io
import os
import select
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import orjson

from producer.formats import Envelope
from producer.formats.wire_file import rejoined
from producer.ingest.delivery import STOP_POLL_SECONDS, SourceHandle
from producer.ingest.intake import Intake
from producer.sources.source_config import SourceConfig
from wiredesk.errors import TooLarge

CHUNK_BYTES = 65_536
"""Bytes read at once: the capacity of a pipe on Linux."""


class Stdin(SourceConfig):
    """The standard input's row in ``wire.toml``.  It has no checkpoint, because a pipe cannot be read again."""

    type: Literal["stdin"] = "stdin"

    @property
    def name(self) -> str:
        return "stdin"

    def run(self, scheduler: Intake) -> None:
        """Read to the end, or until the source is to stop."""
        stream = io.BufferedReader(_StoppableInput(sys.stdin.fileno(), scheduler.stop), CHUNK_BYTES)
        deliver_stream(stream, self.handle(scheduler), self.provider)


class _StoppableInput(io.RawIOBase):
    """Reads a descriptor and ends when ``stop`` is set; a plain read would block until the sender writes."""

    def __init__(self, descriptor: int, stop: threading.Event) -> None:
        self._descriptor, self._stop = descriptor, stop

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._stop.is_set():
            if select.select([self._descriptor], [], [], STOP_POLL_SECONDS)[0]:
                data = os.read(self._descriptor, len(buffer))
                buffer[: len(data)] = data
                return len(data)
        return 0


NumberedLines = list[tuple[int, bytes]]
"""Lines with their numbers."""


def deliver_stream(stream: io.BufferedReader[Any], handle: SourceHandle, provider: str | None = None) -> None:
    """Deliver a stream: line by line if its first line is a JSON object, else as one file."""

    def envelope() -> Envelope:
        return Envelope(received=datetime.now(UTC), provider=provider)

    max_bytes = handle.limits.story_bytes * 2
    beginning = stream.readline(max_bytes)
    blank = 0
    while beginning and not beginning.strip():
        blank += 1
        beginning = stream.readline(max_bytes)
    if not _is_object(beginning):
        data = beginning + stream.read(handle.limits.file_bytes + 1)
        if data and not handle.stop.is_set():  # larger than a file may be: an archive, else it is rejected
            whole = data if len(data) <= handle.limits.file_bytes else rejoined(data, stream)
            handle.deliver(whole, envelope=envelope())
        return
    handle.deliver(beginning, f"{handle.name}, line {blank + 1}", envelope=envelope())
    for rows in read_lines(stream, max_bytes, blank + 2):
        if handle.stop.is_set():
            return
        complete = [
            (text, f"{handle.name}, line {number}") for number, text in rows if len(text) <= max_bytes and text.strip()
        ]
        handle.deliver_all(complete, envelope=envelope())
        for number, text in rows:
            if len(text) > max_bytes:
                handle.reject(text, TooLarge(f"{handle.name}, line {number}", f"more than {max_bytes:,} bytes"))


def read_lines(stream: io.BufferedReader[Any], max_bytes: int, number: int) -> Iterator[NumberedLines]:
    """Yield the complete lines of each read, numbered from ``number``.

    Of a line of more than ``max_bytes`` bytes only the beginning is yielded.
    """
    held, skipping = b"", False
    while chunk := stream.read1(CHUNK_BYTES):
        *whole, held = (held + chunk).split(b"\n")
        if skipping and whole:  # the end of a line that is too long
            skipping = False
            whole.pop(0)
        rows = list(enumerate(whole, number))
        number += len(rows)
        if skipping:
            held = b""
        elif len(held) > max_bytes:
            rows.append((number, held))
            held, skipping, number = b"", True, number + 1
        if rows:
            yield rows
    if held.strip() and not skipping:
        yield [(number, held)]


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False
