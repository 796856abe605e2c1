"""Read the records of a web archive (WARC 1.0, 1.1: ISO 28500) one by one; the file may be damaged."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

CHUNK_BYTES = 65_536
MAX_HEADER_BYTES = 65_536
_START = re.compile(rb"WARC/(?:1\.[01]|0\.\d{1,2})[ \t]*\r?\n")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_MAGIC = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record: its header by lower-case names, its block, and its fault if it has one."""

    at: int
    """Offset of the record in the decompressed archive, in bytes."""
    header: dict[str, str] = field(default_factory=dict)
    block: bytes = b""
    fault: str = ""


def records(file: BinaryIO, max_bytes: int) -> Iterator[WarcRecord]:
    """Yield all records; a block of more than ``max_bytes`` bytes or a wrong length is a fault of one record."""
    reader = _RecordBuffer(_unpacked(file))
    while reader.seek_start():
        at = reader.at
        header = reader.header()
        if header is None:
            yield WarcRecord(at, fault="the record's header is cut off or too long")
            continue
        length = header.get("content-length", "")
        if not re.fullmatch(r"\d{1,15}", length):
            yield WarcRecord(at, header, fault="the record has no Content-Length")
            continue
        block, fault = reader.block(int(length), max_bytes)
        yield WarcRecord(at, header, block, fault)


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    """Yield the archive's bytes, decompressed member by member; after a damaged member the next one is read."""
    first = file.read(CHUNK_BYTES)
    if not first.startswith(_MAGIC[:2]):
        while first:
            yield first
            first = file.read(CHUNK_BYTES)
        return
    waiting, unpack = first, zlib.decompressobj(31)
    while waiting or (waiting := file.read(CHUNK_BYTES)):
        try:
            part = unpack.decompress(waiting, CHUNK_BYTES * 4)
            waiting = unpack.unconsumed_tail
        except zlib.error:
            part, waiting = b"", _next_member(file, waiting)
            unpack = zlib.decompressobj(31)
            yield b"\n"
        if part:
            yield part
        if unpack.eof:
            waiting = unpack.unused_data.lstrip(b"\0")
            unpack = zlib.decompressobj(31)


def _next_member(file: BinaryIO, waiting: bytes) -> bytes:
    """Return the bytes from the next gzip member on, after a damaged one."""
    waiting = waiting[1:]
    while True:
        at = waiting.find(_MAGIC)
        if at >= 0:
            return waiting[at:]
        more = file.read(CHUNK_BYTES)
        if not more:
            return b""
        waiting = waiting[-2:] + more


class _RecordBuffer:
    """A buffer over the decompressed bytes that can search for the start of a record."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._buffer = bytearray()
        self.at = 0

    def _fill(self, size: int) -> bool:
        """Read until the buffer holds ``size`` bytes; return whether it does."""
        while len(self._buffer) < size:
            part = next(self._parts, None)
            if part is None:
                return False
            self._buffer += part
        return True

    def _drop(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        self.at += len(taken)
        return taken

    def seek_start(self) -> bool:
        """Move to the next record's first line; return False at the end of the archive."""
        while True:
            match = _START.search(self._buffer)
            if match:
                self._drop(match.start())
                return True
            self._drop(max(0, len(self._buffer) - 16))
            if not self._fill(len(self._buffer) + 1):
                return False

    def header(self) -> dict[str, str] | None:
        """Return the header's fields and move to the block; None if the header has no end."""
        searched = 0
        while True:
            match = _BLANK_LINE.search(self._buffer, searched)
            if match:
                break
            searched = max(0, len(self._buffer) - 4)
            if searched > MAX_HEADER_BYTES or not self._fill(len(self._buffer) + 1):
                last = self._buffer.rfind(b"WARC/")  # no complete header is before it
                self._drop(max(last, 8))
                return None
        raw = self._drop(match.end())
        raw = raw[raw.rfind(b"WARC/") :]  # a header that breaks off where another begins
        lines = re.sub(rb"\r?\n[ \t]+", b" ", raw).splitlines()[1:]
        fields = (line.decode("utf-8", "replace").partition(":") for line in lines)
        return {name.strip().lower(): value.strip() for name, _, value in fields if value}

    def block(self, length: int, max_bytes: int) -> tuple[bytes, str]:
        """Return the block and its fault; after a wrong length the position is before the next record."""
        if length > max_bytes:
            return b"", self._skip(length, f"the record has {length:,} bytes; the limit is {max_bytes:,}")
        whole = self._fill(length)
        block = bytes(self._buffer[:length])
        self._fill(length + 16)
        follows = bytes(self._buffer[length : length + 16]).lstrip(b"\r\n")
        if whole and (not follows or follows.startswith(b"WARC/")):
            self._drop(length)
            return block, ""
        inside = _START.search(block)
        if inside:
            self._drop(inside.start())
            return b"", "its Content-Length reaches into the next record"
        self._drop(length)
        return b"", "it is cut off" if not whole else "its Content-Length is too short"

    def _skip(self, length: int, fault: str) -> str:
        """Skip a block that is too large; return ``fault``."""
        left = length
        while left > 0:
            if not self._buffer and not self._fill(1):
                break
            left -= len(self._drop(min(left, len(self._buffer))))
        return fault
