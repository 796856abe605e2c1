"""Repair the head of an HTTP response, so that what browsers and curl read is read here too.

Servers send header names with blanks or slashes, lines without a colon, bytes in any charset, and the same framing
header twice.  The HTTP library refuses all of these.  A head is therefore rewritten before the library sees it.  Only a
header that decides where the body ends can do harm, so two different lengths stay an error.  The connection is never
used again, so no second response can hide behind the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_HEAD_BYTES = 65_536
"""Bytes of a head; curl stops at 300 KB, servers send at most a few KB."""
MAX_LEADING_BYTES = 64
"""Blank bytes accepted before the status line: left over from a response before."""
END_BYTES = 4
"""Bytes of the longest end of a head."""
_STATUS = re.compile(rb"HTTP/(\d)(?:\.(\d))?[ \t]+(\d{3})(?!\d)", re.IGNORECASE)
_END = re.compile(rb"\r?\n\r?\n")
_NAME = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """A repaired head.  ``data`` ends with the blank line; a chunked body has no length in it."""

    data: bytes
    status: int
    is_chunked: bool = False


def head_end(data: bytes, start: int = 0) -> int:
    """Return the position behind the blank line that ends a head, searched from ``start``; 0 if there is none yet."""
    found = _END.search(data, start)
    return found.end() if found else 0


def repair_head(data: bytes) -> ResponseHead | None:
    """Return the head with only what the HTTP library accepts; None if there is no status line.

    Names lose blanks around them.  Lines without a colon or with any other character in the name are left out, as
    browsers do.  Control characters in values become blanks, folded lines are joined.
    """
    first, *lines = re.split(rb"\r?\n", data.lstrip(b" \t\r\n").rstrip(b"\r\n"))
    status = _STATUS.match(first)
    if not status:
        return None
    fields = _fields(lines)
    version = b"1.0" if status[1] == b"1" and status[2] == b"0" else b"1.1"
    codings = [
        word.strip().lower() for name, value in fields if name == b"transfer-encoding" for word in value.split(b",")
    ]
    is_chunked = b"chunked" in codings
    kept = [(name, value) for name, value in fields if name not in (b"transfer-encoding", b"content-length")]
    packed = [word for word in codings if word not in (b"", b"chunked", b"identity")]
    kept += [(b"content-encoding", b", ".join(packed))] if packed else []
    if not codings or set(codings) <= {b"", b"identity"}:
        kept += [(b"content-length", length) for length in _lengths(fields)]
    head = b"HTTP/%s %s \r\n" % (version, status[3]) + b"".join(b"%s: %s\r\n" % field for field in kept) + b"\r\n"
    return ResponseHead(head, int(status[3]), is_chunked)


def _fields(lines: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Return names in lower case and values; a line that begins with a blank continues the one before."""
    fields: list[tuple[bytes, bytes]] = []
    is_last_kept = False
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if is_last_kept:
                name, value = fields[-1]
                fields[-1] = (name, b" ".join((value, _value(line))).strip())
            continue
        raw, colon, value = line.partition(b":")
        is_last_kept = bool(colon and _NAME.fullmatch(name := raw.strip(b" \t")))
        if is_last_kept:
            fields.append((name.lower(), _value(value)))
    return fields


def _value(raw: bytes) -> bytes:
    return _CONTROL.sub(b" ", raw).strip(b" ")


def _lengths(fields: list[tuple[bytes, bytes]]) -> list[bytes]:
    """Return the different lengths of the body; two of them are an error of the library's.  Other words are none."""
    words = (part.strip() for name, value in fields if name == b"content-length" for part in value.split(b","))
    return list(dict.fromkeys(b"%d" % int(word) for word in words if re.fullmatch(rb"[0-9]{1,18}", word)))
