"""Decode header fields of mail: encoded words (RFC 2047) and raw eight-bit bytes, as senders write them.

The standard library's decoder wants ASCII and replaces all other bytes.  Real headers hold raw bytes of any charset,
alone or inside an encoded word; blanks inside a word; a character cut in two by a word's end; charsets that nobody
knows; a language tag (RFC 2231, 5).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from producer.formats.text.decoding import decode, printable

MAX_HEADER_BYTES = 10_000
"""Maximum bytes of a header field that are decoded: a headline or an address is much shorter."""
_WORD = re.compile(rb"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,40})?\?([bBqQ])\?([^?]*+(?:\?(?!=)[^?]*+)*+)\?=")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_JAPANESE = re.compile(rb"\x1b\$[@B]")
"""Switches ISO-2022-JP to Japanese characters; mail in Japan was written so long before encoded words."""
_UTF7 = frozenset(("utf-7", "utf7", "unicode-1-1-utf-7"))


def decode_field(value: str, charset: str = "") -> str:
    """Return a header field's value on one line.

    Args:
        value: the value as :mod:`email` parsed it from bytes: each byte beyond ASCII is a surrogate.
        charset: the charset that the mail declares for its text; that of raw bytes which are not UTF-8.
    """
    raw = b" ".join(value.encode("utf-8", "surrogateescape")[:MAX_HEADER_BYTES].split())
    text = "".join(_decoded(part, name or charset) for name, part in _joined(raw))
    return " ".join(printable(text.replace("\0", "")).split())


def _joined(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each stretch of bytes in one charset, whose name is empty for text outside encoded words.

    Blanks between two words are no text.  Words of one charset are joined before they are decoded, because a word's end
    may cut a character in two.
    """
    name, held, at = "", b"", 0
    for match in _WORD.finditer(raw):
        between = raw[at : match.start()]
        own = match[1].decode("ascii").lower()
        if between.strip() or own != name:
            yield name, held
            name, held = own, b""
            if between.strip() or not at:
                yield "", between
        held += _bytes_of(match[2], match[3])
        at = match.end()
    yield name, held
    yield "", raw[at:]


def _bytes_of(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"qQ":
        return _HEX.sub(lambda match: bytes((int(match[1], 16),)), text.replace(b"_", b" "))
    pure = _NOT_BASE64.sub(b"", text)
    try:
        return base64.b64decode(pure[: len(pure) - (len(pure) % 4 == 1)] + b"=" * (-len(pure) % 4))
    except (binascii.Error, ValueError):
        return text


def _decoded(part: bytes, charset: str) -> str:
    if charset in _UTF7:
        return part.decode("utf-7", "replace")
    if _JAPANESE.search(part):
        return part.decode("iso2022_jp_2", "replace")
    return decode(part, charset)
