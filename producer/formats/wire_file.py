"""A file that is recognised and parsed."""

from __future__ import annotations

import io
import re
import zlib
from functools import cached_property
from typing import Any, BinaryIO, cast

from producer.formats import jsontree
from producer.formats.compression import Unpacked, coding_of
from producer.formats.envelope import NO_ENVELOPE, Envelope
from producer.formats.results import Limits
from producer.formats.text.decoding import decode, decode_markup
from wiredesk.errors import BadData, TooLarge

HEAD_BYTES = 65_536
"""Bytes that a recogniser sees; those of JSON see the whole file."""
_LEADING = b" \t\r\n\0\x7f"
_BOM = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe\0\0|\0\0\xfe\xff|\xff\xfe|\xfe\xff)")

_PROLOG = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[\]>\"']|\"[^\"]*\"|'[^']*')*(?:\[.*?\]\s*)?>", re.S | re.I
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")


class WireFile:
    """Bytes with a name and an envelope.  ``head`` is read at once, the rest when a parser needs it."""

    def __init__(
        self, file: BinaryIO, name: str, limits: Limits, envelope: Envelope = NO_ENVELOPE, depth: int = 0
    ) -> None:
        self.name = name
        self.depth = depth
        """Archives around the file."""
        self.limits = limits
        self.envelope = envelope
        self._begin = file.tell() if file.seekable() else 0
        self.head = file.read(HEAD_BYTES)
        self._file = file

    @classmethod
    def of(cls, data: bytes, name: str, limits: Limits, envelope: Envelope = NO_ENVELOPE) -> WireFile:
        """Return a file for bytes in memory."""
        return cls(io.BytesIO(data), name, limits, envelope)

    def subject(self, place: str = "") -> str:
        """Return the subject of an error: the file's name and the position in it."""
        return f"{self.name}, {place}" if place else self.name

    @cached_property
    def data(self) -> bytes:
        """The whole content.  Raises :class:`TooLarge` above the limit of a file that is read whole."""
        limit = self.limits.file_bytes
        rest = self._file.read(max(0, limit + 1 - len(self.head))) if len(self.head) <= limit else b""
        data = self.head + rest
        if len(data) > limit:
            raise TooLarge(self.name, f"more than {limit:,} bytes", "split it, or raise the limit")
        return data

    def first_lines(self, max_bytes: int) -> bytes:
        """Return the head, or up to ``max_bytes`` bytes if the head does not contain a whole line."""
        if b"\n" not in self.start and len(self.head) >= HEAD_BYTES:
            self.head += self._file.read(max(0, max_bytes - len(self.head)))
        return self.head.lstrip(_LEADING)

    def stream(self) -> BinaryIO:
        """Return a stream from the first byte, for parsers that read in pieces; use it or :attr:`data`, not both."""
        return rejoined(self.head, self._file)

    @cached_property
    def coding(self) -> str:
        """Name of the compression around the content; empty for none, and for gzip around a web archive.

        A gzipped web archive is unpacked record by record by its own parser, which survives damaged records.
        """
        coding = coding_of(self.head)
        if coding != "gzip":
            return coding
        try:
            return "" if zlib.decompressobj(31).decompress(self.head, 64).lstrip().startswith(b"WARC/") else coding
        except zlib.error:
            return ""

    def unpacked(self) -> WireFile:
        """Return the file inside the compression, which is unpacked in pieces up to the limits."""
        inside = cast(BinaryIO, io.BufferedReader(Unpacked(self.stream(), self.name, self.coding)))
        return WireFile(inside, self.name, self.limits, self.envelope, self.depth)

    def seekable(self) -> BinaryIO:
        """Return a file at its first byte in which a parser may jump: the file itself, else its whole content.

        Raises:
            TooLarge: it cannot be jumped in and is larger than a file that is read whole.
        """
        if self._file.seekable():
            self._file.seek(self._begin)
            return self._file
        return io.BytesIO(self.data)

    def from_byte(self, at: int) -> WireFile:
        """Return the file that begins at an offset in bytes.  Raises :class:`TooLarge`."""
        return WireFile.of(self.data[at:], self.name, self.limits, self.envelope)

    @cached_property
    def start(self) -> bytes:
        """The head without byte order mark, blanks and padding."""
        return _BOM.sub(b"", self.head).lstrip(_LEADING)

    @cached_property
    def head_text(self) -> str:
        """The head as text; a character that is cut at its end becomes U+FFFD."""
        return decode_markup(self.head.lstrip(b" \t\r\n\x7f")).lstrip("\ufeff \t\r\n\x7f\0")

    @cached_property
    def root(self) -> str:
        """Local name of the root element of XML or HTML, as written; empty if there is none."""
        if self.head_text[:1] != "<":
            return ""
        found = _root_name(self.head_text)
        if not found and len(self.head) >= HEAD_BYTES:  # behind a long comment or DOCTYPE
            found = _root_name(decode_markup(self.data).lstrip("\ufeff \t\r\n\x7f\0"))
        return found

    @cached_property
    def text(self) -> str:
        """The whole content as text, see :func:`~producer.formats.text.decoding.decode`."""
        return decode(self.data, transport=self.envelope.charset)

    @cached_property
    def json(self) -> Any:
        """The whole content as a JSON value.  Raises :class:`BadData`, :class:`TooLarge`."""
        return jsontree.load(self.data, self.name, self.limits, self.envelope.charset)

    def refuse_story(self, size: int, place: str = "") -> None:
        """Raise :class:`TooLarge` if a story of ``size`` bytes is certainly too large, before it is parsed."""
        limit = self.limits.story_bytes
        if size > 2 * limit:
            raise TooLarge(self.subject(place), f"a story of {size:,} bytes", f"the limit is {limit:,}")

    def bad(self, cause: str, place: str = "", hint: str = "") -> BadData:
        """Return an error about this file."""
        return BadData(self.subject(place), cause, hint)


def _root_name(text: str) -> str:
    at = 0
    while match := _PROLOG.match(text, at):
        at = match.end()
    found = _ROOT.match(text, at)
    return found[1] if found else ""


def rejoined(head: bytes, rest: BinaryIO) -> BinaryIO:
    """Return the bytes already read from a file and the rest of it as one stream."""
    return cast(BinaryIO, io.BufferedReader(_Rejoined(head, rest)))


class _Rejoined(io.RawIOBase):
    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(part) :]
        buffer[: len(part)] = part
        return len(part)
