"""The codec that a charset's name means: labels of the WHATWG Encoding Standard, 4.2, and others that servers send."""

from __future__ import annotations

import codecs
import re

WESTERN = frozenset({"iso8859-1", "cp1252", "ascii"})
"""Codecs that are read as Windows-1252."""
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}
"""Named charset → the larger charset that is used for it."""
_ALIASES = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1989": "cp949",
    "windows-949": "cp949",
    "x-windows-949": "cp949",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "windows-936": "gb18030",
    "x-x-big5": "big5hkscs",
    "windows-950": "big5hkscs",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "utf8mb4": "utf-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
}
"""Labels that Python does not know."""
_CODE_PAGE = re.compile(r"(?:x-?)?(?:windows|win|cp|ms)[-_ ]?(\d{3,4})")
_ISO = re.compile(r"(?:x-)?iso[-_ ]?8859[-_ ]?(\d{1,2})(?:[-_:].*)?")


def codec_of(name: str | None) -> str | None:
    """Return the codec that a charset's name means; None if the name means none.

    A document whose charset could be read as ASCII is not in UTF-16, UTF-32 or UTF-7, whatever it declares.
    """
    label = (name or "").strip(" \t\r\n\"';,").lower()
    if not label or not label.isascii():
        return None
    found = _lookup(_ALIASES.get(label, label))
    if not found and (match := _CODE_PAGE.fullmatch(label)):
        found = _lookup(_ALIASES.get(f"windows-{match[1]}", f"cp{match[1]}"))
    if not found and (match := _ISO.fullmatch(label)):
        found = _lookup(f"iso8859-{match[1]}")
    if not found or found.startswith(("utf-16", "utf-32", "utf-7")):
        return None
    return _WIDER.get(found, found)


def _lookup(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None
