"""Undo content codings of an archived page: gzip, deflate, Brotli, Zstandard, several at once, or falsely named.

Archives keep a page as it was sent, or decode it and keep the header.  Therefore a coding is undone if the bytes are so
coded, and a page that is readable without it stays as it is.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from importlib.util import find_spec

from producer.formats.compression import MAX_RATIO
from wiredesk.errors import BadData, TooLarge

FREE_PAGE_BYTES = 1_000_000
"""Bytes of a page whatever the ratio.  Above it :data:`~producer.formats.compression.MAX_RATIO` counts: a page of
megabytes that is one element again and again takes a parser seconds and hundreds of megabytes."""
MAX_CODINGS = 4
"""Maximum number of codings around a page; a server and a proxy may each have applied one."""
_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_TRANSPARENT = frozenset(("", "identity", "none", "utf-8", "utf8", "binary", "aws-chunked", "chunked", "8bit", "7bit"))
"""Names that stand in Content-Encoding and change no byte."""
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|\?xml|!--|div|p|article|meta|title|script)\b|<!--", re.IGNORECASE)


def decoded(body: bytes, header: str, subject: str, max_bytes: int) -> bytes:
    """Return a body without the codings that ``Content-Encoding`` names, and without those that its bytes show.

    Raises:
        TooLarge: it decompresses to more than ``max_bytes`` bytes, or is far larger than its compressed data.
        BadData: it cannot be decoded, or a package is missing that can.
    """
    packed_bytes = len(body)
    names = [name.strip().lower() for name in header.split(",")][-MAX_CODINGS:]
    for name in reversed(names):
        if name not in _TRANSPARENT:
            body = _undone(body, name, subject, max_bytes)
    for _ in range(MAX_CODINGS):
        if not body.startswith((_GZIP, _ZSTANDARD)):
            break
        body = _by_signature(body, subject, max_bytes)
    if len(body) > FREE_PAGE_BYTES and len(body) > MAX_RATIO * packed_bytes:
        raise TooLarge(subject, f"a page that decompresses to more than {MAX_RATIO} times its size")
    return body


def _by_signature(body: bytes, subject: str, max_bytes: int) -> bytes:
    if body.startswith(_GZIP):
        return _checked(lambda: _inflated(body, 31, max_bytes), "gzip", subject, max_bytes)
    return _checked(lambda: _from_zstandard(body, subject, max_bytes), "zstd", subject, max_bytes)


def _undone(body: bytes, name: str, subject: str, max_bytes: int) -> bytes:
    if body.startswith((_GZIP, _ZSTANDARD)):
        return _by_signature(body, subject, max_bytes)
    if _MARKUP.search(body[:1000]) and b"\0" not in body[:1000]:
        return body  # the archive decoded it and kept the header
    if name == "deflate":
        windows = (15, -15) if body[:1] == b"\x78" else (-15, 15)
        try:
            return _checked(lambda: _inflated(body, windows[0], max_bytes), name, subject, max_bytes)
        except TooLarge:
            raise
        except BadData:
            return _checked(lambda: _inflated(body, windows[1], max_bytes), name, subject, max_bytes)
    if name == "br":
        return _checked(lambda: _from_brotli(body, subject, max_bytes), name, subject, max_bytes)
    if name in ("gzip", "x-gzip", "zstd", "x-zstd"):
        return body  # it lacks the signature, so it is not so coded; what it is, the page's own check says
    raise BadData(subject, f"unsupported content coding {name[:40]}")


def _checked(undo: Callable[[], bytes], name: str, subject: str, max_bytes: int) -> bytes:
    try:
        found = undo()
    except (BadData, MemoryError):
        raise
    except Exception as error:  # each library has errors of its own
        raise BadData(subject, f"a page in the content coding {name} that cannot be decompressed: {error}") from None
    if len(found) > max_bytes:
        raise TooLarge(subject, f"a page that decompresses to more than {max_bytes:,} bytes")
    return found


def _inflated(body: bytes, window: int, max_bytes: int) -> bytes:
    found, waiting = b"", body
    while waiting and len(found) <= max_bytes:
        unpack = zlib.decompressobj(window)
        found += unpack.decompress(waiting, max_bytes + 1 - len(found))
        waiting = unpack.unused_data.lstrip(b"\0") if unpack.eof and window == 31 else b""
        if not waiting.startswith(_GZIP):
            break
    return found


def _from_brotli(body: bytes, subject: str, max_bytes: int) -> bytes:
    _need("brotli", subject)
    import brotli  # lazy: an extra installs it

    unpack, found = brotli.Decompressor(), b""
    waiting = body
    while len(found) <= max_bytes:
        part = unpack.process(waiting, output_buffer_limit=max_bytes + 1 - len(found))
        found += part
        waiting = b""
        if unpack.is_finished() or (not part and unpack.can_accept_more_data()):
            break
    return bytes(found)


def _from_zstandard(body: bytes, subject: str, max_bytes: int) -> bytes:
    _need("zstandard", subject)
    import zstandard  # lazy: an extra installs it

    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body), read_across_frames=True) as stream:
        return bytes(stream.read(max_bytes + 1))


def _need(module: str, subject: str) -> None:
    if find_spec(module) is None:
        cause = f"a page whose content coding needs the package {module}, which is not installed"
        raise BadData(subject, cause, "pip install 'wiredesk[sources]'")
