"""Names of IMAP mailboxes: modified UTF-7 (RFC 3501, 5.1.3), and strings in quotes."""

from __future__ import annotations

import binascii
import re
import unicodedata
from typing import Any

_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
_PLAIN = re.compile(r"[\x20-\x25\x27-\x7e]+|&|[^\x20-\x7e]+")


def encode_utf7(name: str) -> str:
    """Return a name in modified UTF-7: ``Köln`` is ``K&APY-ln``, ``A & B`` is ``A &- B``."""
    return "".join(_encoded(piece) for piece in _PLAIN.findall(name))


def _encoded(piece: str) -> str:
    if piece == "&":
        return "&-"
    if " " <= piece[0] <= "~":
        return piece
    packed = binascii.b2a_base64(piece.encode("utf-16-be", "surrogatepass"), newline=False)
    return f"&{packed.decode().rstrip('=').replace('/', ',')}-"


def decode_utf7(text: str) -> str | None:
    """Return the name that modified UTF-7 stands for; None if the text is not in it."""
    if not text.isascii():
        return None
    name, at = "", 0
    while at < len(text):
        start = text.find("&", at)
        if start < 0:
            name += text[at:]
            break
        name += text[at:start]
        shifted = _SHIFTED.match(text, start)
        if shifted is None:
            return None
        try:
            name += _decoded(shifted[1])
        except (ValueError, UnicodeDecodeError):
            return None
        at = shifted.end()
    return name if encode_utf7(name) == text else None


def _decoded(shifted: str) -> str:
    if not shifted:
        return "&"
    padded = shifted.replace(",", "/") + "=" * (-len(shifted) % 4)
    return binascii.a2b_base64(padded).decode("utf-16-be")


def possible_names(configured: str) -> list[str]:
    """Return the names that a person may mean, the likeliest first.

    Who has written modified UTF-7 by hand means the name behind it.  A letter with an accent may be one character or
    two; servers keep what the mailbox was created with.
    """
    by_hand = decode_utf7(configured) if "&" in configured else None
    names = [name for name in (by_hand, configured) if name is not None]
    forms = [form for name in names for form in (name, unicodedata.normalize("NFC", name))]
    forms += [unicodedata.normalize("NFD", name) for name in names]
    return list(dict.fromkeys(forms))


def comparable_name(name: str, delimiter: str = "/") -> str:
    """Return a name in which the server's delimiter is a slash, to compare it with a configured one."""
    return unicodedata.normalize("NFC", name.replace(delimiter, "/") if delimiter else name)


def quoted(text: str) -> bytes:
    """Return a quoted string (RFC 3501, 4.3), as UTF-8.

    Raises:
        ValueError: the text has a line break or NUL, which no quoted string can hold.
    """
    if any(character in text for character in "\r\n\0"):
        raise ValueError("has a line break or NUL")
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


_LISTED = re.compile(rb'\([^()]*\) +(?:"((?:[^"\\]|\\.)*)"|NIL) +(.*)', re.DOTALL | re.IGNORECASE)


def parse_list_answer(row: Any) -> tuple[str, str] | None:
    """Return delimiter and name, as the server writes it, of one answer to LIST; None for any other row."""
    literal = b""
    if isinstance(row, tuple):  # the name follows as a literal
        row, literal = row[0], row[1]
    found = _LISTED.match(row) if isinstance(row, bytes) else None
    if found is None:
        return None
    name = literal or found[2]
    if name[:1] == b'"' and not literal:
        name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return re.sub(rb"\\(.)", rb"\1", found[1] or b"").decode("utf-8", "replace"), name.decode("utf-8", "replace")
