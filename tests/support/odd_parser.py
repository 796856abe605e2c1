"""A parser process in which some documents do what a fault in a parser could do; all others are read as usual."""

from __future__ import annotations

import ctypes
import io
import os
import re
import signal
from collections.abc import Iterator
from typing import Any, BinaryIO

from producer.formats import Part, Skipped, read
from producer.ingest import parser_process
from wiredesk.errors import BadData

__all__ = ["main"]


def main(descriptor: int) -> None:
    parser_process.read = odd_read  # type: ignore[attr-defined]
    parser_process.main(descriptor)


def odd_read(file: BinaryIO, name: str = "-", **options: Any) -> Iterator[Part]:
    head = file.getvalue() if isinstance(file, io.BytesIO) else b""  # a document that was handed over as a whole
    if head.startswith(b"odd: "):
        yield from _odd_parts(head.removeprefix(b"odd: ").decode().split())
    else:
        yield from read(file, name, **options)


def _odd_parts(words: list[str]) -> Iterator[Part]:
    for word in words:
        try:
            _do(word)
        except BadData as error:  # as the parser of web archives does for each page
            yield error
        else:
            yield Skipped(word)


def _do(word: str) -> None:
    if word == "regex":
        re.match(r"(?:a|a)*b", "a" * 60)
    elif word == "c-code":
        sum(range(10**13))
    elif word == "memory":
        bytearray(64 * 2**30)
    elif word == "crash":
        ctypes.string_at(0)
    elif word == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
