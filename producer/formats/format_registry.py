"""The registry of formats: how each is recognised by its content, and which module parses it.

Order matters: the first format that recognises a file parses it.  Recognisers look at bytes only and import nothing
heavy; a parser's module is imported when its first file arrives.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from producer.formats.jsonshapes import detect_shape
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData, UnknownFormat

if TYPE_CHECKING:
    from producer.formats.draft import Draft
    from producer.formats.results import Skipped


@dataclass(frozen=True, slots=True)
class Format:
    """One row: name, recogniser, ``module:function`` of the parser, and what the documentation says about it."""

    name: str
    recognise: Callable[[WireFile], bool]
    parser: str
    about: str

    def parse(self, file: WireFile) -> Iterable[Draft | Skipped | BadData]:
        """Import the parser's module and yield what it finds: drafts, skipped parts, rejected parts."""
        module, _, function = self.parser.partition(":")
        parser: Any = getattr(importlib.import_module(f"producer.formats.{module}"), function or "parse")
        found: Iterable[Draft | Skipped | BadData] = parser(file)
        return found


def _is_json(file: WireFile) -> bool:
    return file.head_text[:1] in ("{", "[")


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
    return file.head_text[:1] not in ("{", "[", "<") and not file.start.startswith(b"filedesc:")


def _legacy(module: str) -> Callable[[WireFile], bool]:
    def recognise(file: WireFile) -> bool:
        found: bool = importlib.import_module(f"producer.formats.{module}").recognise(file.start)
        return found

    return recognise


def _warc(file: WireFile) -> bool:
    return file.head.lstrip(b" \t\r\n").startswith((b"WARC/1.", b"WARC/0.", b"\x1f\x8b"))


FORMATS: tuple[Format, ...] = (
    Format("warc", _warc, "warc", "WARC 1.0, 1.1, plain or gzipped"),
    Format("anpa1312", _legacy("anpa1312"), "anpa1312", "ANPA 1312, alone or mixed with IPTC 7901"),
    Format("iptc7901", _legacy("iptc7901"), "iptc7901", "IPTC 7901"),
    Format("jsonl", _json_lines, "articles:parse_lines", "Article or ninjs JSON, one object a line"),
    Format("jsonfeed", _json_shape("jsonfeed"), "jsonfeed", "JSON Feed 1.0, 1.1"),
    Format("ninjs", _json_shape("ninjs"), "ninjs", "ninjs 1.x, 2.x, 3.x"),
    Format("article", _json_shape("article"), "articles", "Article JSON"),
    Format(
        "newsml-g2",
        _root("newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"),
        "newsml_g2",
        "NewsML-G2",
    ),
    Format("newsml-1.2", _root("NewsML"), "newsml_1", "NewsML 1.x"),
    Format("nitf", _root("nitf"), "nitf", "NITF 3.x"),
    Format("feed", _root("rss", "feed", "RDF", "channel"), "rss_atom", "RSS 0.9 to 2.0, Atom, Media RSS"),
    Format(
        "html", _root("html", "body", "head", "article", "main", "section", "div", "p", "h1"), "htmlpage", "a news page"
    ),
    Format("email", _legacy("mail"), "mail", "mail (RFC 5322)"),
    Format("text", _text, "plain_text", "plain text and plain wire copy"),
)


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
    raise UnknownFormat(file.name, _why_unknown(file))


def _why_unknown(file: WireFile) -> str:
    if _is_json(file):
        return "JSON, but neither ninjs, JSON Feed nor Article"
    if file.root:
        return f"XML, but <{file.root}> is not the root of a wire format"
    if file.start.startswith(b"filedesc:"):
        return "an ARC file; convert it to WARC"
    if file.head_text[:1] == "<":
        return "markup without a root element"
    return "unknown format"
