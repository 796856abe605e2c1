"""Decode bytes: byte order marks, wrong declarations, and bytes that are invalid in any charset."""

from __future__ import annotations

import codecs
import re

from producer.formats.text.charsets import guess_charset

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
_WESTERN = {"iso8859-1", "cp1252", "ascii"}
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254"}
"""Declared charset → the larger charset that is used for it (WHATWG Encoding, 4.2)."""
_CONTROLS = dict.fromkeys((*(c for c in range(32) if c not in (9, 10)), 0x7F, 0xFFFE, 0xFFFF), None)
_C1 = {code: bytes((code,)).decode("cp1252", "ignore") or "\ufffd" for code in range(0x80, 0xA0)}
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode bytes in any charset; never fails.

    In this order: byte order mark, declared charset, valid UTF-8, the charset of a non-Latin script that the bytes
    clearly are in, Windows-1252.  UTF-8 that is declared as a western charset is UTF-8 (agencies send it), and
    ISO-8859-1 means Windows-1252.  In UTF-8 with invalid bytes only those are read as Windows-1252; incomplete
    sequences and undefined bytes become U+FFFD.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return without_surrogates(data[len(mark) :].decode(name, "replace"))
    codec = _codec(declared) or "utf-8"
    if codec == "utf-8" or codec in _WESTERN or (codec.startswith(("iso8859", "cp125", "koi8")) and _is_utf8(data)):
        return _utf8_or_western(data, declared=bool(_codec(declared)))
    return without_surrogates(data.decode(codec, "replace"))


def decode_markup(data: bytes, declared: str | None = None) -> str:
    """Decode XML or HTML like :func:`decode`; without a mark, a ``<`` of two or four bytes shows UTF-16 or UTF-32."""
    for start, name in _XML_STARTS:
        if data.startswith(start):
            return without_surrogates(data.decode(name, "replace"))
    return decode(data, declared)


def is_valid_in(data: bytes, charset: str) -> bool:
    """Return whether a charset is known and all bytes are valid in it."""
    codec = _codec(charset)
    try:
        return codec is not None and data.decode(codec) is not None
    except UnicodeDecodeError:
        return False


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


def _codec(name: str | None) -> str | None:
    try:
        found = codecs.lookup(name.strip().strip("\"'")) if name else None
    except (LookupError, ValueError):
        return None
    if (
        not found
        or not getattr(found, "_is_text_encoding", True)
        or found.name.startswith(("utf-16", "utf-32", "utf-7"))
    ):
        return None  # a declaration that could be read as ASCII is not in such a charset
    return _WIDER.get(found.name, found.name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8_or_western(data: bytes, *, declared: bool) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        rest, sequences = _MULTIBYTE.subn(b"", data)
        if sequences and sequences >= len(_HIGH.findall(rest)):
            return data.decode("utf-8", "wiredesk-western")
    if not declared and (charset := guess_charset(data)):
        return data.decode(charset, "replace")
    return data.decode("ascii", "wiredesk-bytes")


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
