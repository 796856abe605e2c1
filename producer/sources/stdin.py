"""The standard input as a live source: JSON line by line as it comes, anything else as one file at its end."""

from __future__ import annotations

import io
import os
import select
import sys
import threading
from typing import Any, BinaryIO, Literal

import orjson

from producer.intake import Intake, Line
from producer.sources.spec import Spec
from worker.errors import TooLarge

LOOK = 0.2
"""Seconds within which a stop is noticed."""


class Stdin(Spec):
    """The standard input's row in ``wire.toml``.  A pipe has no place to come back to: nothing is remembered."""

    type: Literal["stdin"] = "stdin"

    @property
    def name(self) -> str:
        return "stdin"

    def run(self, intake: Intake) -> None:
        """Read to the end, or until the intake is over."""
        stream = io.BufferedReader(_Polled(sys.stdin.fileno(), intake.over))
        read_lines(stream, intake.line(self.name, rate=self.rate))


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


def read_lines(stream: BinaryIO, line: Line) -> None:
    """Deliver a stream: lines that are JSON objects one by one, a stream that begins otherwise as a whole."""
    most = line.limits.story_bytes * 2
    first = stream.readline(most)
    while first and not first.strip():
        first = stream.readline(most)
    if not _is_object(first):
        rest = stream.read(line.limits.file_bytes + 1)
        if (first or rest) and not line.over.is_set():
            line.deliver(first + rest)
        return
    number, text = 1, first
    while text and not line.over.is_set():
        if text.endswith(b"\n") or len(text) < most:
            if text.strip():
                line.deliver(text, f"{line.name}, line {number}")
        else:
            line.reject(text, TooLarge(f"{line.name}, line {number}", f"more than {most:,} bytes"))
            while text and not text.endswith(b"\n"):
                text = stream.readline(most)
        number += 1
        text = stream.readline(most)


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False
