"""The registry of formats: how each is recognised by its content, and which module parses it.

Order matters: the first format that recognises a file parses it.  Recognisers look at bytes only and import nothing
heavy; a parser's module is imported when its first file arrives.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from producer.formats.jsonshapes import detect_shape
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData, UnknownFormat

if TYPE_CHECKING:
    from producer.formats.draft import Draft
    from producer.formats.results import Part


@dataclass(frozen=True, slots=True)
class Format:
    """One row: name, recogniser, ``module:function`` of the parser, and what the documentation says about it."""

    name: str
    recognise: Callable[[WireFile], bool]
    parser: str
    about: str
    signs: str
    """What it is recognised by, for a reader."""
    suffixes: tuple[str, ...] = ()
    """How names of such files usually end; nothing depends on them."""

    def parse(self, file: WireFile) -> Iterable[Draft | Part]:
        """Import the parser's module and yield what it finds: drafts, skipped parts, rejected parts.

        The parser of an archive yields the finished parts of its members.
        """
        module, _, function = self.parser.partition(":")
        parser: Any = getattr(importlib.import_module(f"producer.formats.{module}"), function or "parse")
        found: Iterable[Draft | Part] = parser(file)
        return found


_JSON_START = re.compile(r"\{|\[\s*+(?:[\"{\[\]0-9-]|(?:true|false|null)\b|\Z)")
_MARKUP_START = re.compile(r"<[!?/]|<[^<>]{0,2000}(?:/>|=)|<[^<>]{1,200}>[\s\S]*?(?:</|/>)")


def _is_json(file: WireFile) -> bool:
    return _JSON_START.match(file.head_text) is not None


def _is_markup(file: WireFile) -> bool:
    """Return whether a file begins with markup: old wires begin headlines with a company's name, ``<TIMMINCO LTD>``."""
    return file.head_text[:1] == "<" and _MARKUP_START.match(file.head_text) is not None


def _json_shape(name: str) -> Callable[[WireFile], bool]:
    def recognise(file: WireFile) -> bool:
        return _is_json(file) and detect_shape(file.json) == name

    return recognise


def _json_lines(file: WireFile) -> bool:
    from producer.formats.articles import is_json_lines  # lazy: recognising needs no Article

    return file.start[:1] == b"{" and is_json_lines(file.first_lines(file.limits.file_bytes))


def _root(*names: str) -> Callable[[WireFile], bool]:
    lower = frozenset(name.lower() for name in names)
    return lambda file: file.root.lower() in lower


def _text(file: WireFile) -> bool:
    others = (b"filedesc:", *(magic for magic, _ in _OTHER_ARCHIVES))
    return not _is_json(file) and not _is_markup(file) and not file.start.startswith(others)


def _legacy(module: str) -> Callable[[WireFile], bool]:
    def recognise(file: WireFile) -> bool:
        found: bool = importlib.import_module(f"producer.formats.{module}").recognise(file.start)
        return found

    return recognise


def _warc(file: WireFile) -> bool:
    return file.head.lstrip(b" \t\r\n").startswith((b"WARC/1.", b"WARC/0.", b"\x1f\x8b"))


def _zip(file: WireFile) -> bool:
    return file.head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def _tar(file: WireFile) -> bool:
    """Recognise tar by the checksum of its first header, which old ones have too (POSIX.1, ustar)."""
    header = file.head[:512]
    digits = header[148:156].strip(b" \0")
    if len(header) < 512 or not digits.isdigit() or not header[0]:
        return False
    unsigned = sum(header[:148]) + 8 * ord(" ") + sum(header[156:])
    return int(digits, 8) == unsigned if not set(digits) & set(b"89") else False


FORMATS: tuple[Format, ...] = (
    Format("zip", _zip, "archives:parse_zip", "zip archives: each member is a document", "its first bytes", (".zip",)),
    Format(
        "tar",
        _tar,
        "archives:parse_tar",
        "tar archives: each member is a document",
        "the checksum of its first header",
        (".tar", ".tgz"),
    ),
    Format(
        "warc",
        _warc,
        "warc",
        "WARC 1.0, 1.1, plain or compressed",
        "WARC/1. or WARC/0., also compressed",
        (".warc", ".warc.gz"),
    ),
    Format(
        "anpa1312",
        _legacy("anpa1312"),
        "anpa1312",
        "ANPA 1312, alone or mixed with IPTC 7901",
        "its service line and header",
        (".anpa",),
    ),
    Format("iptc7901", _legacy("iptc7901"), "iptc7901", "IPTC 7901", "its header line, such as nor0231 4 i 63"),
    Format(
        "jsonl",
        _json_lines,
        "articles:parse_lines",
        "Article or ninjs JSON, one object a line",
        "two lines that are JSON objects",
        (".jsonl", ".ndjson"),
    ),
    Format(
        "jsonfeed", _json_shape("jsonfeed"), "jsonfeed", "JSON Feed 1.0, 1.1", "version at jsonfeed.org", (".json",)
    ),
    Format("ninjs", _json_shape("ninjs"), "ninjs", "ninjs 1.x, 2.x, 3.x", "uri or guid", (".json",)),
    Format("article", _json_shape("article"), "articles", "Article JSON", "body, or id and headline", (".json",)),
    Format(
        "newsml-g2",
        _root("newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"),
        "newsml_g2",
        "NewsML-G2",
        "root newsMessage, newsItem, packageItem, …",
        (".xml",),
    ),
    Format("newsml-1.2", _root("NewsML"), "newsml_1", "NewsML 1.x", "root NewsML", (".xml",)),
    Format("nitf", _root("nitf"), "nitf", "NITF 3.x", "root nitf", (".xml",)),
    Format(
        "feed",
        _root("rss", "feed", "RDF", "channel"),
        "rss_atom",
        "RSS 0.9 to 2.0, Atom, Media RSS",
        "root rss, feed, RDF or channel",
        (".rss", ".atom", ".xml"),
    ),
    Format(
        "html",
        _root("html", "body", "head", "article", "main", "section", "div", "p", "h1"),
        "htmlpage",
        "a news page",
        "root html, or a part of a page",
        (".html", ".htm"),
    ),
    Format("email", _legacy("mail"), "mail", "mail (RFC 5322)", "header lines of a mail", (".eml",)),
    Format(
        "text", _text, "plain_text", "plain text and plain wire copy", "text that is neither JSON nor markup", (".txt",)
    ),
)
BY_SHAPE = frozenset(("html", "text"))
"""Formats that fit anything that looks like markup or text, also a document behind bytes that do not belong to it."""


_OTHER_ARCHIVES = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x04\x22\x4d\x18", "LZ4 data"),
    (b"\x1f\x9d", "data of compress (.Z)"),
    (b"\x5d\0\0", "old LZMA data"),
)
"""First bytes of compressed files that no standard library reads."""


def find_format(file: WireFile) -> Format:
    """Return the first format that recognises the file.

    Raises:
        BadData: the file is empty.
        UnknownFormat: no format recognises it.
    """
    if not file.start:
        raise BadData(file.name, "the file is empty" if not file.head else "the file contains only blanks")
    for row in FORMATS:
        if row.recognise(file):
            return row
    raise UnknownFormat(file.name, _why_unknown(file), "wiredesk formats lists what is read")


def _why_unknown(file: WireFile) -> str:
    if _is_json(file):
        return "JSON, but neither ninjs, JSON Feed nor Article"
    if file.root and _is_markup(file):
        return f"XML, but <{file.root}> is not the root of a wire format"
    if file.start.startswith(b"filedesc:"):
        return "an ARC file; convert it to WARC"
    if other := next((name for magic, name in _OTHER_ARCHIVES if file.head.startswith(magic)), ""):
        return f"{other}; send a zip or tar archive instead"
    if file.head_text[:1] == "<":
        return "markup without a root element"
    return "unknown format"
