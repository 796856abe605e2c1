"""The formats: how each is recognised by content, and which module parses it.

Order matters: the first that recognises a file parses it.  Recognisers look at bytes only and import nothing heavy;
a parser's module is imported when its first file comes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from producer.formats.source import Source
from wiredesk.errors import BadData, UnknownFormat


@dataclass(frozen=True, slots=True)
class Format:
    """One row: a name, a recogniser, and ``module:function`` of the parser."""

    name: str
    recognise: Callable[[Source], bool]
    parser: str
    about: str

    def parse(self, source: Source) -> Iterable[Any]:
        """What the parser yields: drafts, skips, rejects."""
        module, _, function = self.parser.partition(":")
        parse: Callable[[Source], Iterable[Any]] = getattr(
            importlib.import_module(f"producer.formats.{module}"), function or "parse"
        )
        return parse(source)


def _is_json(source: Source) -> bool:
    return source.head_text[:1] in ("{", "[")


def _json_shape(name: str) -> Callable[[Source], bool]:
    def recognise(source: Source) -> bool:
        from producer.formats.jsonshapes import shape

        return _is_json(source) and shape(source.json) == name

    return recognise


def _json_lines(source: Source) -> bool:
    from producer.formats.articles import is_lines

    return source.start[:1] == b"{" and is_lines(source.first_lines(source.limits.file_bytes))


def _root(*names: str) -> Callable[[Source], bool]:
    lower = frozenset(name.lower() for name in names)
    return lambda source: source.root.lower() in lower


def _text(source: Source) -> bool:
    return source.head_text[:1] not in ("{", "[", "<") and not source.start.startswith(b"filedesc:")


def _legacy(module: str) -> Callable[[Source], bool]:
    def recognise(source: Source) -> bool:
        found: bool = importlib.import_module(f"producer.formats.{module}").recognise(source.start)
        return found

    return recognise


def _warc(source: Source) -> bool:
    return source.head.lstrip(b" \t\r\n").startswith((b"WARC/1.", b"WARC/0.", b"\x1f\x8b"))


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


def recognised(source: Source) -> Format:
    """The row for a file.  Raises :class:`BadData` for an empty one, :class:`UnknownFormat` where no row fits."""
    if not source.start:
        raise BadData(source.name, "the file is empty" if not source.head else "the file holds only blanks")
    for row in FORMATS:
        if row.recognise(source):
            return row
    raise UnknownFormat(source.name, _unknown(source))


def _unknown(source: Source) -> str:
    if _is_json(source):
        return "JSON, but neither ninjs, JSON Feed nor Article"
    if source.root:
        return f"XML, but <{source.root}> is the root of no wire format"
    if source.start.startswith(b"filedesc:"):
        return "an ARC file; convert it to WARC"
    if source.head_text[:1] == "<":
        return "markup without a root element"
    return "in no wire format that wiredesk reads"
