"""Control characters and line ends, which IPTC 7901 and ANPA 1312 share."""

from __future__ import annotations

import re

SOH, STX, ETX, EOT = "\x01", "\x02", "\x03", "\x04"
_TYPESETTING = dict.fromkeys((0x00, 0x07, 0x0B, 0x0C, 0x0E, 0x0F, 0x11, 0x12, 0x13, 0x14, 0x16, 0x7F), None)
_LINE_END = re.compile(r"(?<!\r)\r++\n")
"""A line end with its run of CR.  A match begins at the run's start only, so that a run is read once."""
_SINGLE = re.compile(rf"{_LINE_END.pattern}(?!\n)")
_DOUBLED = re.compile(rf"{_LINE_END.pattern}\n")
_START_LINE = re.compile(rb"[\s\x00\x16\x7f]*ZCZC[^\r\n]{0,60}[\r\n]+", re.IGNORECASE)


def without_start_line(data: bytes) -> bytes:
    """Return a message without the line that starts it on teleprinters: ``ZCZC ABC123``."""
    match = _START_LINE.match(data)
    return data[match.end() :] if match else data


def plain_lines(text: str) -> str:
    """Return the text with LF as line end instead of CR LF, CR CR LF, or CR LF LF if that ends most lines."""
    doubled, single = len(_DOUBLED.findall(text)), len(_SINGLE.findall(text))
    if doubled > 3 * single and doubled > 3:
        text = _DOUBLED.sub("\n", text)
    return _LINE_END.sub("\n", text).replace("\r", "\n")


def without_typesetting(text: str) -> str:
    """Return the text without padding and the typesetting instructions of old feeds."""
    return text.translate(_TYPESETTING)
