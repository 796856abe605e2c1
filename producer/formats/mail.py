"""Mail: RFC 5322 messages with MIME bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.message import Message
from email.utils import collapse_rfc2231_value, parseaddr

from producer.formats import codes
from producer.formats.draft import Draft
from producer.formats.encoded_words import MAX_HEADER_BYTES, decode_field
from producer.formats.mail_text import holds, is_html, without_placeholders
from producer.formats.text.decoding import decode, printable
from producer.formats.text.line_layout import plain_paragraphs
from producer.formats.text.markup import html_paragraphs
from producer.formats.text.times import parse_time
from producer.formats.wire_file import WireFile

_FIELD = re.compile(rb"[!-9;-~]{1,70}:")
_KNOWN = frozenset((b"from", b"subject", b"received", b"message-id", b"date", b"to", b"mime-version", b"return-path"))
_PLAIN, _HTML = "text/plain", "text/html"
_SIGNATURE = re.compile(r"^-- $.*\Z", re.M | re.S)
_BOUNDARY = re.compile(rb"^--([\w'()+,./:=?-]{1,70})[ \t]*\r?$", re.M)
_CONTENT_TYPE = re.compile(rb"^content-(?:type|transfer-encoding):.*\n(?:[ \t].*\n)*", re.M | re.I)
MAX_CONTENT_FIELD_CHARS = 4_000
"""Maximum characters of a field such as Content-Type: the standard library takes time with the square of its
parameters, and no sender fills more."""
MAX_MAIL_PARTS = 200
"""Maximum number of MIME parts that are read."""


class _BoundedFields(policy.Compat32):
    """The standard library's policy, except that a field that describes a part is cut when it is too long."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_CONTENT_FIELD_CHARS] if name.lower().startswith("content-") else value


_POLICY = _BoundedFields()


def recognise(start: bytes) -> bool:
    """Return whether bytes begin with header fields, at least two of them fields that every mail has."""
    known = 0
    for number, line in enumerate(start.splitlines()):
        if number == 0 and line.startswith(b"From "):
            continue
        if line.startswith((b" ", b"\t")) and number:
            continue
        match = _FIELD.match(line)
        if not match:
            return not line.strip() and known >= 2
        known += match[0][:-1].lower() in _KNOWN
    return known >= 2


def parse(file: WireFile) -> Iterator[Draft]:
    """Yield one draft."""
    data = file.data.lstrip(b" \t\r\n\0\x7f\xef\xbb\xbf")
    try:
        message = _mended(message_from_bytes(data, policy=_POLICY), data)
        yield _draft(message, file)
    except (ValueError, LookupError, AttributeError, TypeError, HeaderParseError, RecursionError) as error:
        raise file.bad(f"not readable as mail: {error}") from error


def _mended(message: Message, data: bytes) -> Message:
    """Return the message, parsed with the boundary in its body if that differs from the declared one."""
    if message.get_content_maintype() != "multipart" or message.is_multipart():
        return message
    head, _, body = data.partition(b"\n\n") if b"\r\n\r\n" not in data else data.partition(b"\r\n\r\n")
    found = _BOUNDARY.search(body)
    start = b'Content-Type: multipart/mixed; boundary="' + found[1] + b'"' if found else b"Content-Type: text/plain"
    kept = _CONTENT_TYPE.sub(b"", head + b"\n").strip(b"\r\n")
    return message_from_bytes(kept + b"\n" + start + b"\n\n" + body, policy=_POLICY)


def _draft(message: Message, file: WireFile) -> Draft:
    draft = Draft("email")
    draft.single_time = True
    draft.put("id", _header(message, "Message-ID").strip("<> "), "Message-ID")
    draft.put("headline", _header(message, "Subject"), "Subject")
    draft.put("source", _sender(message), "From")
    draft.put("updated", parse_time(_header(message, "Date")), "Date")
    draft.put("language", codes.language(_header(message, "Content-Language").split(",")[0]), "Content-Language")
    draft.put("keywords", codes.distinct(re.split(r"[,;]", _header(message, "Keywords"))), "Keywords")
    draft.put_body(*_body(message, file))
    return draft


def _header(message: Message, name: str) -> str:
    """Return a header field with its encoded words and raw bytes decoded; empty if it is missing."""
    raw = _raw(message, name)
    return decode_field(raw, _charset(message)) if raw else ""


def _raw(message: Message, name: str) -> str:
    """Return the first such field as it was parsed; :meth:`Message.get` would replace bytes beyond ASCII."""
    return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _sender(message: Message) -> str:
    """Return the sender's name, else the address; the name is decoded after the parse, as it may hold a comma."""
    raw = " ".join(_raw(message, "From").split())
    name, address = parseaddr(raw[:MAX_HEADER_BYTES])
    charset = _charset(message)
    return decode_field(name, charset).strip("\"' ") or decode_field(address or raw, charset)


def _charset(part: Message) -> str:
    """Return the charset that a part declares; empty if it declares none."""
    return collapse_rfc2231_value(part.get_param("charset") or "").strip()


def _body(message: Message, file: WireFile) -> tuple[list[str], str]:
    """Return the paragraphs of the part that holds the text, and the origin: the plain part unless it is a placeholder.

    A plain part that is HTML is read as HTML.
    """
    plain, marked = ([_blocks(part, kind, file) for part in _bodies(message, kind)] for kind in (_PLAIN, _HTML))
    mine = next((blocks for found in plain if (blocks := without_placeholders(found))), [])
    theirs = max(
        (without_placeholders(found) for found in marked), key=lambda blocks: sum(map(len, blocks)), default=[]
    )
    if mine and holds(mine, theirs):
        return mine, "the text/plain part"
    return theirs, "the text/html part, which holds more text" if mine else "the text/html part"


def _bodies(message: Message, kind: str) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MAX_MAIL_PARTS:
            return
        if part.get_content_type() != kind or part.is_multipart():
            continue
        if (part.get_content_disposition() or "inline") != "attachment" and not part.get_filename():
            yield part


def _blocks(part: Message, kind: str, file: WireFile) -> list[str]:
    payload = part.get_payload(decode=True)
    file.refuse_story(len(payload) if isinstance(payload, bytes) and kind == "text/plain" else 0)
    text = decode(payload, _charset(part)) if isinstance(payload, bytes) else ""
    if kind == _HTML or is_html(text):
        return html_paragraphs(text)
    text = _SIGNATURE.sub("", printable(text))
    if str(part.get_param("format") or "").lower() == "flowed":
        text = _unflowed(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
    return plain_paragraphs(text)


def _unflowed(text: str, delete_space: bool) -> str:
    """Join flowed lines: one that ends in a blank continues in the next (RFC 3676)."""
    return re.sub(r" \n(?=[^\n])", "" if delete_space else " ", text)
