"""Find a document behind bytes that do not belong to it: the output of a broken server before its feed.

A ``0``, marks and no-break spaces, a PHP notice, a script, a comment, header fields of HTTP: feed readers skip them.
The document is read if it is well-formed from its first byte to its last; otherwise nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from producer.formats import xmltree
from producer.formats.jsonshapes import detect_shape
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData

MAX_JUNK_BYTES = 16_384
"""Maximum bytes of junk: some screens of notices.  What comes later in a text is part of the text."""
MAX_TRIES = 5
"""Maximum positions that are tried in a document."""
WIRE_ROOTS = frozenset(
    name.lower()
    for name in (
        *("rss", "feed", "RDF", "channel", "NewsML", "nitf"),
        *("newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"),
    )
)
"""Root elements of the wire formats in XML, in lower case."""
_XML = re.compile(
    rb"<\?xml[ \t\r\n]|<(?:[A-Za-z][\w.-]{0,20}:)?(?:rss|feed|RDF|NewsML|newsMessage|newsItem|packageItem|nitf)[\s>/]"
)
_JSON = re.compile(rb"(?:(?<=[\n>;,'\xa0\xbf\x8b]\s)|(?<=[\s\n>;,'\xa0\xbf\x8b0-9]))[\[{](?=\s*[\"{\[])")


def document_after_junk(file: WireFile) -> WireFile | None:
    """Return the XML or JSON document of a wire format behind leading junk; None if there is none."""
    head = file.head[:MAX_JUNK_BYTES]
    for number, at in enumerate(_starts(head)):
        if number >= MAX_TRIES:
            return None
        inside = file.from_byte(at)
        if _is_wire_xml(inside) if head[at : at + 1] == b"<" else _is_wire_json(inside):
            return inside
    return None


def _starts(head: bytes) -> Iterator[int]:
    yield from (match.start() for match in _XML.finditer(head) if match.start())
    yield from (match.start() for match in _JSON.finditer(head) if match.start())


def _is_wire_xml(file: WireFile) -> bool:
    if not file.root or file.root.lower() not in WIRE_ROOTS:
        return False
    try:
        xmltree.load(file.data, file.name)
    except BadData:
        return False
    return True


def _is_wire_json(file: WireFile) -> bool:
    try:
        return detect_shape(orjson.loads(file.data)) is not None
    except (orjson.JSONDecodeError, BadData):
        return False
