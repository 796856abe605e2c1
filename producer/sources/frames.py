"""Split a byte stream into messages by the control characters of IPTC 7901 and ANPA 1312.

Each byte is looked at a fixed number of times, however the stream is cut into pieces and whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SYN, SOH, ETX, EOT = b"\x16", b"\x01", b"\x03", b"\x04"
MAX_SYN = 8
"""SYN characters kept before SOH: the wires send two or three, and a line may be filled with them for hours."""


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
        self._reset()

    def _reset(self) -> None:
        self._has_begun = False
        """``held`` begins with a message, not with padding."""
        self._searched = 0
        """``held`` has no EOT before this byte and, if it has no ETX yet, no ETX either."""
        self._etx = -1

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Add bytes; yield the messages that are complete now."""
        self._held += data
        while (frame := self._next()) is not None:
            yield frame

    def on_silence(self) -> Iterator[Frame]:
        """Yield the message that is held if it has its ETX: nothing arrived for a while, so it is complete."""
        if self._etx >= 0:
            yield Frame(self._take(len(self._held)))

    def close(self) -> Iterator[Frame]:
        """Yield what is held, as complete or as cut off: the connection has ended."""
        whole = self._etx >= 0
        data = self._take(len(self._held))
        if data.strip(b" \t\r\n\0\x16\x7f\x01"):
            yield Frame(data, whole)

    def _next(self) -> Frame | None:
        if not self._has_begun and not self._drop_padding():
            return None
        end = self._held.find(EOT, self._searched)
        stop = end if end >= 0 else len(self._held)
        if self._etx < 0:
            self._etx = self._held.find(ETX, self._searched, stop)
        if self._etx >= 0 and (again := self._begin(max(self._etx, self._searched), stop)) >= 0:
            return Frame(self._take(again))
        if end >= 0:
            return Frame(self._take(end + 1))
        if len(self._held) > self._max_bytes:
            return Frame(self._take(len(self._held)), whole=False)
        self._searched = len(self._held)
        return None

    def _drop_padding(self) -> bool:
        """Drop what is before the first message; return whether there is one."""
        begin = self._begin(0, len(self._held))
        if begin < 0:  # SYN characters at its end may belong to the next message
            kept = len(self._held) - len(self._held.rstrip(SYN))
            del self._held[: len(self._held) - min(kept, MAX_SYN)]
            return False
        del self._held[:begin]
        self._has_begun = True
        self._searched = self._held.index(SOH) + 1
        return True

    def _begin(self, start: int, stop: int) -> int:
        """Return where the first message after ``start`` begins: at its SOH or the SYN before it; -1 if none does."""
        at = self._held.find(SOH, start, stop)
        if at < 0:
            return -1
        first = max(start, at - MAX_SYN)
        while at > first and self._held[at - 1] == SYN[0]:
            at -= 1
        return at

    def _take(self, length: int) -> bytes:
        data = bytes(self._held[:length])
        del self._held[:length]
        self._reset()
        return data
