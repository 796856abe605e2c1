"""Split a byte stream into messages by the control characters of IPTC 7901 and ANPA 1312."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN = re.compile(rb"\x16*\x01")
SOH, ETX, EOT = b"\x01", b"\x03", b"\x04"


@dataclass(frozen=True, slots=True)
class Frame:
    """One message.  ``whole`` is false if it was cut off or is longer than the limit."""

    data: bytes
    whole: bool = True


class Framer:
    """Takes bytes in pieces of any size and yields messages, each from SOH to EOT.

    A sender may omit EOT: after ETX, the next SOH or silence ends a message too.  Bytes between messages are padding.
    """

    def __init__(self, max_bytes: int) -> None:
        """Make a framer for messages of at most ``max_bytes`` bytes."""
        self._max_bytes = max_bytes
        self._held = bytearray()
        self._searched = 0

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Add bytes; yield the messages that are complete now."""
        self._held += data
        while (frame := self._next()) is not None:
            yield frame

    def on_silence(self) -> Iterator[Frame]:
        """Yield the message that is held if it has its ETX: nothing arrived for a while, so it is complete."""
        if ETX in self._held:
            yield Frame(self._take(len(self._held)))

    def close(self) -> Iterator[Frame]:
        """Yield what is held, as complete or as cut off: the connection has ended."""
        data = self._take(len(self._held))
        if data.strip(b" \t\r\n\0\x16\x7f\x01"):
            yield Frame(data, whole=ETX in data)

    def _next(self) -> Frame | None:
        if not self._held.startswith((b"\x16", SOH)) or self._searched == 0:
            begin = _BEGIN.search(self._held)
            if begin is None:  # padding; SYN characters at its end may belong to the next message
                kept = len(self._held) - len(self._held.rstrip(b"\x16"))
                del self._held[: len(self._held) - min(kept, 8)]
                return None
            del self._held[: begin.start()]
            self._searched = begin.end() - begin.start()
        end = self._held.find(EOT, self._searched)
        etx = self._held.find(ETX, 0, end if end >= 0 else len(self._held))
        if etx >= 0:
            again = _BEGIN.search(self._held, etx, end if end >= 0 else len(self._held))
            if again:
                return Frame(self._take(again.start()))
        if end >= 0:
            return Frame(self._take(end + 1))
        if len(self._held) > self._max_bytes:
            return Frame(self._take(len(self._held)), whole=False)
        if etx < 0:
            self._searched = max(self._searched, len(self._held))
        return None

    def _take(self, length: int) -> bytes:
        data = bytes(self._held[:length])
        del self._held[:length]
        self._searched = 0
        return data
