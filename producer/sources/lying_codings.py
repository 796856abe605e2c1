"""Undo the content codings of a response: what the bytes are counts, not what ``Content-Encoding`` says.

Servers name codings that are none (``utf-8``, ``none``, ``aws-chunked``), name one that was applied twice or not at
all, and compress without saying so.  Browsers and feed readers read all of these.
"""

from __future__ import annotations

import re
import zlib

from producer.formats.content_codings import decoded
from wiredesk.errors import BadData, TooLarge, Unavailable

MAX_LAYERS = 3
"""Codings undone, one inside the other; a server and one proxy give two."""
GZIP = b"\x1f\x8b\x08"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_WIDE = re.compile(rb"\A(?:\xff\xfe|\xfe\xff|\0\0\xfe\xff|[<{\[]\0|\0[<{\[])")
NAME_BYTES = 1000
"""Bytes of a name or comment in a gzip header."""
MAX_MEMBERS = 10_000
"""Members of one gzip body; blocked gzip has one for each 64 KB."""
FIRST_PIECE_BYTES, LAST_PIECE_BYTES = 512, 65_536
"""Bytes given to zlib at once, doubled from the first to the last: many small members stay linear."""
STRAY_SHARE = 200
"""Bytes of text for each stray control character; of random bytes every tenth is one."""
SAMPLE_BYTES = 4096
"""Bytes that tell text from binary data."""
RAISE_LIMIT = "raise WIREDESK_FILE_BYTES if the feed is that large"


def undo_codings(data: bytes, names: str, url: str, max_bytes: int) -> bytes:
    """Return the body without its content codings.

    Args:
        data: the body as it was sent.
        names: the value of ``Content-Encoding``.
        url: the subject of errors.
        max_bytes: limit of every decompressed layer.

    Raises:
        Unavailable: the data are damaged or end too early: try again.
        TooLarge: more than ``max_bytes`` bytes.
        BadData: a coding that was not requested.
    """
    named = {name.strip().lower() for name in names.split(",")}
    for _ in range(MAX_LAYERS):
        if data.startswith(GZIP):
            data = gunzip(data, url, max_bytes)
        elif data.startswith(_ZSTANDARD):
            data = decoded(data, "zstd", url, max_bytes)
        elif "deflate" in named or _ZLIB.match(data):
            data = _inflate(data, url, max_bytes)
            named.discard("deflate")
        else:
            break
    if data.startswith(GZIP):
        raise BadData(url, f"compressed more than {MAX_LAYERS} times")
    if "br" in named and not _is_text(data):
        return decoded(data, "br", url, max_bytes)
    if data and {"gzip", "x-gzip"} & named and not _is_text(data):
        raise Unavailable(url, "the gzip data are damaged")
    return data


def is_compressed(start: bytes) -> bool:
    """Return whether the first bytes of a body are compressed or another binary format."""
    return start.startswith((GZIP[:2], _ZSTANDARD)) or bool(_ZLIB.match(start)) or not _is_text(start)


def gunzip(data: bytes, url: str, max_bytes: int) -> bytes:
    """Return what one or more gzip members hold; bytes behind them are ignored, and so is a missing trailer.

    Raises:
        Unavailable: a member is damaged or ends too early.
        TooLarge: more than ``max_bytes`` bytes.
        BadData: more than :data:`MAX_MEMBERS` members.
    """
    found: list[bytes] = []
    size = at = 0
    while data.startswith(GZIP, at):
        start = _header_end(data, at)
        if not start:
            break
        if len(found) == MAX_MEMBERS:
            raise BadData(url, f"more than {MAX_MEMBERS:,} gzip members")
        plain, at = _bounded(-15, data, start, "gzip", url, max_bytes - size)
        size += len(plain)
        trailer = data[at : at + 8]
        if len(trailer) == 8 and int.from_bytes(trailer[:4], "little") != zlib.crc32(plain):
            raise Unavailable(url, "the gzip data are damaged")
        found.append(plain)
        at += 8
        while data.startswith(b"\0", at):
            at += 1
    if not found:
        raise Unavailable(url, "the gzip data are damaged")
    return b"".join(found)


def _inflate(data: bytes, url: str, max_bytes: int) -> bytes:
    """Undo ``deflate``, with the header of zlib or raw as some servers send it; text that is not packed stays."""
    for window in (15, -15):
        try:
            return _bounded(window, data, 0, "deflate", url, max_bytes)[0]
        except Unavailable:
            if window < 0 and not _is_text(data):
                raise
    return data


def _bounded(window: int, data: bytes, at: int, name: str, url: str, max_bytes: int) -> tuple[bytes, int]:
    """Decompress one stream from ``at``; return what it holds and where it ends."""
    packed = zlib.decompressobj(window)
    plain = bytearray()
    piece = FIRST_PIECE_BYTES
    while at < len(data) and not packed.eof:
        some = data[at : at + piece]
        at, piece = at + len(some), min(2 * piece, LAST_PIECE_BYTES)
        try:
            plain += packed.decompress(some, max_bytes + 1 - len(plain))
        except zlib.error:
            raise Unavailable(url, f"the {name} data are damaged") from None
        if len(plain) > max_bytes:
            raise TooLarge(url, f"more than {max_bytes:,} bytes", RAISE_LIMIT)
    if not packed.eof:
        raise Unavailable(url, f"the {name} data end too early")
    return bytes(plain), at - len(packed.unused_data)


def _header_end(data: bytes, at: int) -> int:
    """Return where a gzip header ends (RFC 1952, 2.3); 0 if it is not one."""
    if len(data) < at + 10:
        return 0
    flags = data[at + 3]
    at += 10
    if flags & 4:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for flag in (8, 16):  # name, comment
        if flags & flag:
            at = data.find(b"\0", at, at + NAME_BYTES) + 1
            if not at:
                return 0
    return at + (2 if flags & 2 else 0)


def _is_text(data: bytes) -> bool:
    """Return whether the first bytes are text in any charset: hardly any control character other than wire signs."""
    start = data[:SAMPLE_BYTES].lstrip(b"\x16\x01\x02\x03\x04\0")
    return bool(_WIDE.match(data)) or len(_BINARY.findall(start)) <= 1 + len(start) // STRAY_SHARE
