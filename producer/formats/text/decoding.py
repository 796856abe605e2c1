"""Decode bytes: byte order marks, wrong declarations, and bytes that are invalid in any charset."""

from __future__ import annotations

import codecs
import re

from producer.formats.text.charset_names import WESTERN, codec_of
from producer.formats.text.charsets import SAMPLE_BYTES, contradicts, guess_charset

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_STARTS = (  # "<" in the wide encodings, for documents that lost their mark
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_CONTROLS = dict.fromkeys((*(c for c in range(32) if c not in (9, 10)), 0x7F, 0xFFFE, 0xFFFF), None)
_C1 = {code: bytes((code,)).decode("cp1252", "ignore") or "\ufffd" for code in range(0x80, 0xA0)}
MIN_UTF8_SEQUENCES = 4
"""Characters that show UTF-8 under the name of a double-byte charset, in which one or two can be valid by chance."""
_DOUBLE_BYTE = frozenset({"gb18030", "cp932", "cp949", "big5hkscs", "euc_jp"})
_ALONE = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?![\x80-\xff])")
"""A byte beyond ASCII alone within a word: an accented letter.  In double bytes a tenth of the bytes look like that."""
MAX_ALONE_SHARE = 0.4
"""Share of such bytes from which a text is not in a double-byte charset."""
MAX_UNDEFINED_SHARE = 0.01
"""Share of undefined bytes, among those beyond ASCII, up to which a named charset is believed."""
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, declared: str | None = None, transport: str | None = None) -> str:
    """Decode bytes in any charset; never fails.

    In this order: byte order mark, the charset that the transport names (RFC 7303, 3), the declared charset, valid
    UTF-8, the charset of a non-Latin script that the bytes clearly are in, Windows-1252.  A named charset is passed
    over if it is unknown or plainly does not fit the bytes; UTF-8 is recognised under any name.  ISO-8859-1 means
    Windows-1252, and from the transport it yields to the document's own declaration: it is what servers send by
    default.  In UTF-8 with invalid bytes only those are read as Windows-1252; incomplete sequences and undefined bytes
    become U+FFFD.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return without_surrogates(data[len(mark) :].decode(name, "replace"))
    codecs_named = _named(transport, declared)
    if _is_utf8(data) and not any(_may_look_like_utf8(data, codec) for codec in codecs_named):
        return data.decode("utf-8")
    codec = next((codec for codec in codecs_named if _fits(data, codec)), None) or guess_charset(data)
    codec = codec or next((codec for codec in codecs_named if codec not in _DOUBLE_BYTE), "utf-8")
    if codec == "utf-8" or codec in WESTERN:
        return _utf8_or_western(data)
    return without_surrogates(data.decode(codec, "replace"))


def decode_markup(data: bytes, declared: str | None = None, transport: str | None = None) -> str:
    """Decode XML or HTML like :func:`decode`; without a mark, a ``<`` of two or four bytes shows UTF-16 or UTF-32."""
    for start, name in _XML_STARTS:
        if data.startswith(start):
            return without_surrogates(data.decode(name, "replace"))
    return decode(data, declared, transport)


def printable(text: str) -> str:
    """Return the text with line feeds as its only line ends and without control characters other than tabs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    text = text.translate(_CONTROLS)
    return text.replace("\ufeff", "") if "\ufeff" in text else text


def repair_c1(text: str) -> str:
    """Replace C1 controls by Windows-1252 characters, which references like ``&#146;`` mean (HTML 5, 13.2.5.80)."""
    return text.translate(_C1)


def without_surrogates(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot encode, by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def _named(transport: str | None, declared: str | None) -> list[str]:
    """Return the codecs that are named, the more credible first."""
    first, second = codec_of(transport), codec_of(declared)
    named = [second, first] if first in WESTERN and second else [first, second]
    return list(dict.fromkeys(codec for codec in named if codec))


def _fits(data: bytes, codec: str) -> bool:
    """Return whether the bytes can be a text in this charset."""
    if _is_utf8(data) and _may_look_like_utf8(data, codec):
        return True
    if codec == "utf-8":
        return _is_mostly_utf8(data)
    sample = data[:SAMPLE_BYTES]
    high = sum(byte >= 0x80 for byte in sample)
    wrong = codecs.getincrementaldecoder(codec)("replace").decode(sample).count("\ufffd")
    if wrong > 1 and wrong > MAX_UNDEFINED_SHARE * high:
        return False
    if codec in _DOUBLE_BYTE and len(_ALONE.findall(sample)) > MAX_ALONE_SHARE * high:
        return False
    return not (contradicts(sample, codec) and guess_charset(data))


def _may_look_like_utf8(data: bytes, codec: str) -> bool:
    """Return whether valid UTF-8 can be a text in another charset: ASCII with escapes, or a few double bytes."""
    if codec.startswith(("iso2022", "hz")):
        return True
    return codec in _DOUBLE_BYTE and not data.isascii() and len(_MULTIBYTE.findall(data)) < MIN_UTF8_SEQUENCES


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(data: bytes) -> bool:
    rest, sequences = _MULTIBYTE.subn(b"", data)
    return bool(sequences) and sequences >= len(_HIGH.findall(rest))


def _utf8_or_western(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return (
            data.decode("utf-8", "wiredesk-western")
            if _is_mostly_utf8(data)
            else data.decode("ascii", "wiredesk-bytes")
        )


def _western(error: UnicodeError) -> tuple[str, int]:
    """Decode one stray byte as Windows-1252, and an incomplete sequence of several as U+FFFD."""
    assert isinstance(error, UnicodeDecodeError)
    if error.end - error.start > 1:
        return "\ufffd", error.end
    return _bytes(error)


def _bytes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error("wiredesk-western", _western)
codecs.register_error("wiredesk-bytes", _bytes)


_CONTINUATIONS = "".join(bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xC0))
_TWICE = re.compile(f"[\u00c2-\u00f4][{re.escape(_CONTINUATIONS)}]{{1,3}}")
_SURELY_TWICE = re.compile(
    "â€[\u2122\u0153\u017e\u02dc\u201c\u201d\u009d\u00a6]|Ã[\u00a0-\u00bf].{1,2000}Ã[\u00a0-\u00bf]", re.S
)


def repair_twice_encoded(text: str) -> str:
    """Repair UTF-8 that was read as Windows-1252 and encoded again: ``worldâ€™s`` → ``world’s``.

    Ambiguous text is kept: a single ``Ã©`` may be intended.
    """
    return _TWICE.sub(_once, text) if _SURELY_TWICE.search(text) else text


def _once(match: re.Match[str]) -> str:
    raw = bytearray()
    for character in match[0]:
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            raw.append(ord(character) & 0xFF)
    for end in range(len(raw), 1, -1):  # the characters after the sequence may be separate ones
        try:
            return raw[:end].decode("utf-8") + match[0][end:]
        except UnicodeDecodeError:
            continue
    return match[0]
