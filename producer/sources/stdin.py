"""The standard input as a live source: JSON line by line as it comes, anything else as one file at its end."""

from __future__ import annotations

import io
import os
import select
import sys
import threading
from collections.abc import Iterator
from typing import Any, Literal

import orjson

from producer.formats.wire_file import rejoined
from producer.ingest.delivery import Line
from producer.ingest.scheduler import Intake
from producer.sources.source_config import Spec
from wiredesk.errors import TooLarge

LOOK = 0.2
"""Seconds within which a stop is noticed."""
CHUNK = 65_536


class Stdin(Spec):
    """The standard input's row in ``wire.toml``.  A pipe has no place to come back to: nothing is remembered."""

    type: Literal["stdin"] = "stdin"

    @property
    def name(self) -> str:
        return "stdin"

    def run(self, intake: Intake) -> None:
        """Read to the end, or until the intake is over."""
        stream = io.BufferedReader(_Polled(sys.stdin.fileno(), intake.over), CHUNK)
        take(stream, Line(intake, self.name, rate=self.rate))


class _Polled(io.RawIOBase):
    """A descriptor to read from, which ends when a stop is wanted: a read that blocks would hold up the whole stop."""

    def __init__(self, descriptor: int, over: threading.Event) -> None:
        self._descriptor, self._over = descriptor, over

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._over.is_set():
            if select.select([self._descriptor], [], [], LOOK)[0]:
                data = os.read(self._descriptor, len(buffer))
                buffer[: len(data)] = data
                return len(data)
        return 0


Rows = list[tuple[int, bytes]]
"""Lines with their numbers."""


def take(stream: io.BufferedReader[Any], line: Line) -> None:
    """Deliver a stream: lines that are JSON objects as they come, a stream that begins otherwise as a whole."""
    most = line.limits.story_bytes * 2
    beginning = stream.readline(most)
    blank = 0
    while beginning and not beginning.strip():
        blank += 1
        beginning = stream.readline(most)
    if not _is_object(beginning):
        data = beginning + stream.read(line.limits.file_bytes + 1)
        if data and not line.over.is_set():  # what is larger than a file may be is an archive, or is refused
            line.deliver(data if len(data) <= line.limits.file_bytes else rejoined(data, stream))
        return
    line.deliver(beginning, f"{line.name}, line {blank + 1}")
    for rows in waiting(stream, most, blank + 2):
        if line.over.is_set():
            return
        whole = [(text, f"{line.name}, line {number}") for number, text in rows if len(text) <= most and text.strip()]
        line.deliver_all(whole)
        for number, text in rows:
            if len(text) > most:
                line.reject(text, TooLarge(f"{line.name}, line {number}", f"more than {most:,} bytes"))


def waiting(stream: io.BufferedReader[Any], most: int, number: int) -> Iterator[Rows]:
    """Whatever whole lines have come, again and again; of a line of more than ``most`` bytes only its beginning."""
    held, passing = b"", False
    while chunk := stream.read1(CHUNK):
        *whole, held = (held + chunk).split(b"\n")
        if passing and whole:  # the end of a line that was given up
            passing = False
            whole.pop(0)
        rows = list(enumerate(whole, number))
        number += len(rows)
        if passing:
            held = b""
        elif len(held) > most:
            rows.append((number, held))
            held, passing, number = b"", True, number + 1
        if rows:
            yield rows
    if held.strip() and not passing:
        yield [(number, held)]


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False
