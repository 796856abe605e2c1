"""Lines of a large file, plain or compressed, with the position from which a later run can go on."""

from __future__ import annotations

import bz2
import hashlib
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from wiredesk.errors import BadData, NotFound

CHUNK_BYTES = 1 << 20
"""Bytes read at once."""
MAX_LINE_BYTES = 1 << 28
"""Longest line; the longest of Wikidata has some 10 MB."""
HEAD_BYTES = 1 << 16
"""Bytes at the beginning of a file by which it is known again."""
_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"


class SourcePosition(NamedTuple):
    """Where the next line begins."""

    stream: int = 0
    """Byte of the file at which the compressed stream begins that has the line; of a plain file the line's own byte."""
    skip: int = 0
    """Uncompressed bytes of that stream before the line."""
    lines: int = 0
    """Lines before it."""


class SourceCut(BadData):
    """The file ends in the middle."""


@dataclass(slots=True)
class _Chunk:
    data: bytes
    stream: int
    begin: int


class SourceLines:
    """The lines of one file, each without its line end; ``position`` is where the next one begins.

    After a last line without an end it is where that line begins: the file may be the first part of a longer one.

    Args:
        path: a file, plain, gzip or bzip2 (of one or several streams); ``-`` is the standard input.
        start: a position that an earlier run reached in the same file.  A pipe is read again up to its line.

    Raises:
        NotFound: there is no such file, or it cannot be read.
        SourceCut: the file ends before its compressed stream does; raised by the iterator, as is the next.
        BadData: the compressed data is damaged, or no line ends for 256 MiB.
    """

    def __init__(self, path: Path, start: SourcePosition = SourcePosition()) -> None:  # noqa: B008  # an immutable value
        self.path, self.position = path, start
        self.bytes_read = start.stream
        """Bytes read of the file so far, as it is on the disk."""
        self.is_unfinished = False
        """Whether the line that was read last has no end: the last one of the file."""
        self._stack = ExitStack()
        self._file = self._open()
        self._head = self._file.read(HEAD_BYTES)
        self.size = os.fstat(self._file.fileno()).st_size if self.is_seekable else None
        """Bytes of the file; None of a pipe."""

    @property
    def is_seekable(self) -> bool:
        """Whether a run can begin in the middle."""
        return self._file.seekable()

    def hash_before(self, end: int) -> str:
        """Return a hash by which a later run knows the file again; empty of a pipe.

        It is of the first bytes of the file and of those before ``end``.
        """
        if not self.is_seekable:
            return ""
        begin = max(0, end - HEAD_BYTES)
        known = self._head[:end] + os.pread(self._file.fileno(), end - begin, begin)
        return hashlib.sha256(known).hexdigest()

    def __enter__(self) -> SourceLines:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __iter__(self) -> Iterator[bytes]:
        if not self.is_seekable and self.position.lines:
            wanted, self.position = self.position.lines, SourcePosition()
            yield from islice(self._lines(), wanted, None)
        else:
            yield from self._lines()

    def _lines(self) -> Iterator[bytes]:
        rest, at = b"", self.position
        number = self.position.lines
        for chunk in self._from(self.position):
            pieces = (rest + chunk.data).split(b"\n")
            # the bytes of ``rest`` are from the chunk before, so positions are counted from the end of each line
            end = chunk.begin - len(rest)
            rest = pieces.pop()
            for piece in pieces:
                end += len(piece) + 1
                number += 1
                self.position = at = self._at(chunk, end, number)
                yield piece
            if len(rest) > MAX_LINE_BYTES:
                raise BadData(f"{self.path}: line {number + 1}", "has no end", "is it a file with one object per line?")
        if rest:
            self.position, self.is_unfinished = at, True  # a file that was cut here may be continued
            yield rest

    def _at(self, chunk: _Chunk, end: int, number: int) -> SourcePosition:
        return SourcePosition(chunk.stream, end, number) if self._is_compressed else SourcePosition(end, 0, number)

    @property
    def _is_compressed(self) -> bool:
        return self._head.startswith((_GZIP, _BZIP2))

    def _open(self) -> IO[bytes]:
        if str(self.path) == "-":
            return sys.stdin.buffer
        try:
            return self._stack.enter_context(self.path.open("rb"))
        except OSError as error:
            raise NotFound(f"file {self.path}", error.strerror or str(error), "check the path") from None

    def _from(self, start: SourcePosition) -> Iterator[_Chunk]:
        """Yield the uncompressed data from a position on."""
        if not self._is_compressed:
            yield from self._plain(start.stream)
            return
        make = (lambda: zlib.decompressobj(31)) if self._head.startswith(_GZIP) else bz2.BZ2Decompressor
        for chunk in self._decompressed(make, start.stream):
            if chunk.stream == start.stream and chunk.begin < start.skip:
                behind = chunk.data[start.skip - chunk.begin :]
                if behind:
                    yield _Chunk(behind, chunk.stream, start.skip)
            else:
                yield chunk

    def _raw(self, begin: int) -> Iterator[bytes]:
        """Yield the bytes of the file from one on; those of a pipe from the first on."""
        self.bytes_read = begin
        if self.is_seekable:
            self._file.seek(begin)
        else:
            self.bytes_read = len(self._head)
            yield self._head
        while data := self._file.read(CHUNK_BYTES):
            self.bytes_read += len(data)
            yield data

    def _plain(self, begin: int) -> Iterator[_Chunk]:
        for data in self._raw(begin):
            yield _Chunk(data, 0, begin)
            begin += len(data)

    def _decompressed(self, make: Callable[[], zlib._Decompress | bz2.BZ2Decompressor], begin: int) -> Iterator[_Chunk]:
        """Yield the data of all streams of a file that are at a byte and after it."""
        stream, at, done = begin, begin, 0
        one = make()
        has_begun = False
        for raw in self._raw(begin):
            data, at = raw, at + len(raw)
            while data:
                if not has_begun and not data.strip(b"\0"):
                    break  # zeros after the last stream
                has_begun = True
                for plain in self._pieces(one, data, stream):
                    yield _Chunk(plain, stream, done)
                    done += len(plain)
                data = one.unused_data if one.eof else b""
                if one.eof:
                    stream, done, one, has_begun = at - len(data), 0, make(), False
        if has_begun:
            hint = "get the whole file, and run the same command again: it goes on from there"
            raise SourceCut(f"file {self.path}", f"ends in the middle, after {self.bytes_read:,} bytes", hint)

    def _pieces(self, one: zlib._Decompress | bz2.BZ2Decompressor, data: bytes, stream: int) -> Iterator[bytes]:
        """Yield what compressed bytes hold, at most a chunk at a time: a megabyte of zeros may hold a gigabyte."""
        try:
            while True:
                plain = one.decompress(data, CHUNK_BYTES)
                if plain:
                    yield plain
                if one.eof:
                    return
                if isinstance(one, bz2.BZ2Decompressor):
                    data = b""
                    if one.needs_input:
                        return
                else:
                    data = one.unconsumed_tail
                    if not data and len(plain) < CHUNK_BYTES:
                        return
        except (OSError, zlib.error, ValueError) as error:
            cause = f"is damaged in the compressed stream that begins at byte {stream:,}: {error}"
            raise BadData(f"file {self.path}", cause, "get the file again") from None
