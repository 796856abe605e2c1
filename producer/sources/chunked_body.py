"""The body of a response in chunks (RFC 9112, 7.1), also with bare line feeds and blanks around the sizes."""

from __future__ import annotations

import re

MAX_LINE_BYTES = 16_384
"""Bytes of a line with a chunk's size and extensions."""
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?\r?", re.DOTALL)


class ChunkedBody:
    """Takes bytes in pieces of any size and returns the body.  Trailers are ignored."""

    def __init__(self) -> None:
        self.is_complete = False
        """Whether the last chunk has arrived."""
        self._held = b""
        self._left = 0
        self._is_after_chunk = False

    def feed(self, data: bytes) -> bytes:
        """Return the part of the body that is complete now.  Raises :class:`ValueError` if a size is not a number."""
        body: list[bytes] = []
        data = self._held + data
        self._held, at = b"", 0
        while at < len(data) and not self.is_complete:
            if self._left:
                body.append(data[at : at + self._left])
                at += len(body[-1])
                self._left -= len(body[-1])
                self._is_after_chunk = not self._left
                continue
            end = data.find(b"\n", at)
            if end < 0:
                self._held = data[at:]
                break
            line, at = data[at:end], end + 1
            if self._is_after_chunk and not line.strip(b"\r"):
                self._is_after_chunk = False
                continue
            size = _SIZE.fullmatch(line)
            if not size:
                raise ValueError("a chunk's size is not a number")
            self._left, self._is_after_chunk = int(size[1], 16), False
            self.is_complete = not self._left
        if len(self._held) > MAX_LINE_BYTES:
            raise ValueError("a chunk's size is not a number")
        return b"".join(body)
