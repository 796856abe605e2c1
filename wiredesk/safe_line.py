"""A line for a terminal or a log that contains text of others: a file's name, a header, an id."""

from __future__ import annotations

import re

CONTROLS = (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""C0 and C1 control characters and the text-direction overrides of Unicode."""
_LINE_SEPARATORS = (0x2028, 0x2029)
_TABLE = {code: ascii(chr(code))[1:-1] for code in (*CONTROLS, *_LINE_SEPARATORS)}
_TABLE |= {code: f"\\x{code - 0xDC00:02x}" for code in range(0xDC80, 0xDD00)}  # PEP 383: a byte that is not UTF-8


_JSON = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]")
"""The same characters in UTF-8, without those that JSON escapes anyhow."""


def safe_line(text: str) -> str:
    r"""Return the text with control characters as escapes (``\n``, ``\x1b``, ``\u202e``): it stays one line.

    A byte of a file's name that is not UTF-8 becomes ``\xe9``, and any other surrogate an escape too, so that the line
    can be encoded.
    """
    return text.translate(_TABLE).encode("utf-8", "backslashreplace").decode()


def safe_json(document: bytes) -> bytes:
    r"""Return a JSON document in UTF-8 with control characters as escapes (``\u009b``); its value stays the same."""
    return _JSON.sub(lambda found: f"\\u{ord(found[0].decode()):04x}".encode(), document)
