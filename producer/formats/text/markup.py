"""Convert HTML, XHTML and NITF to clean paragraphs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from producer.formats.text.decoding import printable, repair_c1, without_surrogates
from producer.formats.text.line_layout import one_line, paragraphs
from producer.formats.text.typesetting import CHARACTERS, LINE_END, typesetting_as_html
from producer.formats.text.visibility import may_hide, remove_invisible
from wiredesk.errors import TooLarge
from wiredesk.layout import is_preformatted

NOT_PROSE = frozenset(
    """
    head title script style header nav figure figcaption media media-caption media-producer iframe object form
    noscript template svg math audio video canvas button select textarea option embed applet map
    """.split()  # noqa: SIM905
)
"""Elements without prose of the story, in HTML and in NITF."""
BLOCKS = frozenset(
    """
    address article aside blockquote body body.content center dd details div dl dt fieldset footer h1 h2 h3 h4 h5 h6
    hl1 hl2 hr html li main menu ol p pre section summary table tr ul block bq nitf-table fn note datasource citat
    rubrik mellanrubrik ingress brodtext text dir caption tbody thead tfoot credit
    """.split()  # noqa: SIM905
)
"""Elements that begin and end a paragraph."""
_TABLES = frozenset(("table", "nitf-table"))
_CELLS = frozenset(("td", "th"))
_WRAPPERS = frozenset(["html", "body", "body.content"])
_FRAGMENT = "wire-body"
"""Element that encloses a fragment; without it the parser would put loose text into a ``<p>``."""
_TAGS = re.compile(
    r"</?(?:p|br|div|span|a|strong|em|b|i|u|ul|ol|li|h[1-6]|table|tr|td|img|blockquote|sup|sub|font|pre|section|article|hl2)\b[^<>]*>",
    re.I,
)
_ESCAPED_TAGS = re.compile(r"&lt;/?(?:p|br|div|span|a|strong|em|b|i|ul|li|h[1-6])\b[^<>&]{0,200}&gt;", re.I)
"""Tags that were escaped three times."""
_ENTITY = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|\w{1,8}(?:acute|grave|uml|cedil|tilde|circ));",
    re.I,
)
"""References that occur in a text only if it was escaped twice."""
_DEEP_TAGS = re.compile(r"<(?!/?(?:html|head|body|title|meta|p|br|h[1-6])\b)/?[a-z][^<>]*>", re.I)
"""Tags that are removed from a document that is nested too deep; those of paragraphs stay, as they do not nest."""
_DOCUMENT = re.compile(r"(?:<\?xml[^>]*>|<!doctype[^>]*>|<!--.*?-->|\s++)*+<(?:html|body)\b", re.I | re.S)
"""A whole document, behind any prologue.  Possessive: what was matched once is never matched in another way, because n
comments could be divided in 2^(n-1) ways."""
_BREAK = "\v"
"""Represents ``<br>`` until white space has been collapsed; input never contains it, as controls are removed."""
MAX_TAGS = 2_000_000
"""Maximum tags of a document: each takes about 150 bytes of memory, and stories have far fewer."""
MAX_ATTRIBUTES = 1_000
"""Maximum attributes of an element: libxml2 compares each with all others."""
_ATTRIBUTE = r"(?>[\s/]++[^\s/>=]{1,200}+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]{0,1000}+))?+)"
"""An attribute with or without a value.  Lengths are bounded, as a text may have many tags without an end."""
_CROWDED = re.compile(rf"(<[a-zA-Z][^\s/<>]{{0,100}}+){_ATTRIBUTE}{{{MAX_ATTRIBUTES}}}{_ATTRIBUTE}++")
MAX_BLOCK_CHARS = 10_000_000
"""Maximum characters of a paragraph whose white space is normalised; a longer one is rejected later anyway."""
MAX_CELL_CHARS = 400
"""Maximum characters of a data table's cell; a table with a longer cell lays out a page."""


def html_paragraphs(html: str, *, again: bool = True) -> list[str]:
    """Return the paragraphs of an HTML document or fragment; one that was escaped twice is parsed twice."""
    if len(html) > MAX_BLOCK_CHARS:
        return [html]
    root = html_tree(html)
    return [] if root is None else tree_paragraphs(root, again=again)


def html_line(html: str) -> str:
    """Return the text of HTML on one line, for headlines and names."""
    if "<" not in html and "&" not in html:
        return one_line(html)
    return one_line(" ".join(html_paragraphs(html, again=False)))


def html_tree(html: str) -> Any:
    """Return the tree of HTML, also if damaged; None if it is empty.  Raises :class:`TooLarge`."""
    refuse_tags(html)
    text = without_crowds(typesetting_as_html(repair_c1(printable(without_surrogates(html)))))
    if not text.strip():
        return None
    if not _DOCUMENT.match(text):
        text = f"<{_FRAGMENT}>{text}</{_FRAGMENT}>"
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    tree, too_deep = _parsed(text)
    return _parsed(_DEEP_TAGS.sub(" ", text))[0] if too_deep else tree


def _parsed(text: str) -> tuple[Any, bool]:
    """Return the tree, and whether the parser stopped at elements that are nested too deep."""
    from lxml import etree  # lazy: plain text needs no lxml

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True, huge_tree=True
    )  # by default it stops silently at a long text and at a depth of 256 elements
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    return tree, any("depth" in error.message for error in parser.error_log.filter_from_fatals())


def refuse_tags(text: str, subject: str = "") -> None:
    """Raise :class:`TooLarge` for a document of more than :data:`MAX_TAGS` tags."""
    if len(text) > MAX_TAGS and (tags := text.count("<")) > MAX_TAGS:
        raise TooLarge(subject, f"a document of {tags:,} tags", f"the limit is {MAX_TAGS:,}")


def without_crowds(text: str) -> str:
    """Return markup in which elements with more than :data:`MAX_ATTRIBUTES` attributes have none."""
    return _CROWDED.sub(r"\1", text) if len(text) > 2 * MAX_ATTRIBUTES else text


def has_markup(text: str) -> bool:
    """Return whether a text contains tags of HTML."""
    return _TAGS.search(text) is not None


@lru_cache(4096)
def local_name(tag: Any) -> str:
    """Return an element's name in lower case without namespace or prefix; empty for comments and instructions."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def tree_paragraphs(root: Any, left_out: Iterable[str] = NOT_PROSE, *, again: bool = True) -> list[str]:
    """Return the paragraphs of an element of HTML, XHTML, NITF or similar markup; text that contains tags is HTML."""
    skip = frozenset(left_out)
    if may_hide(root):
        remove_invisible(root)
    names = {local_name(element.tag) for element in root.iter()}
    keep_lines = not (names & BLOCKS) - _WRAPPERS
    writer = _Writer(keep_lines=keep_lines)
    _walk(root, skip, writer)
    writer.flush()
    found = writer.paragraphs
    if again and any(_ESCAPED_TAGS.search(block) for block in found):
        found = [html.unescape(block) for block in found]
    if again and any(map(has_markup, found)):
        return html_paragraphs("\n\n".join(found), again=False)
    if again:
        return [html.unescape(block) if _ENTITY.search(block) else block for block in found]
    return found


def _walk(root: Any, skip: frozenset[str], writer: _Writer) -> None:
    from lxml import etree  # lazy: plain text needs no lxml

    tables: set[Any] = set()
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        name = local_name(element.tag)
        if event == "start":
            if name in skip and element is not root:
                walk.skip_subtree()
            elif name in _TABLES and (rows := _data_rows(element, skip)) is not None:
                writer.table(rows)
                tables.add(element)
                walk.skip_subtree()
            else:
                writer.layout += name in _TABLES
                writer.open(name)
                writer.add(element.text)
            continue
        if event == "end" and name not in skip:
            writer.close(name)
            writer.layout -= name in _TABLES and element not in tables
        if element is not root:
            writer.add(element.tail)


@dataclass
class _Writer:
    """Collects text into paragraphs while a tree is walked."""

    keep_lines: bool = False
    paragraphs: list[str] = field(default_factory=list)
    layout: int = 0
    """Number of layout tables around the current position; their cells are blocks."""
    _pieces: list[str] = field(default_factory=list)
    _pre: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)

    def open(self, name: str) -> None:
        if name == "br":
            self._pieces.append(_BREAK)
        elif found := CHARACTERS.get(name):
            self._pieces.append(_BREAK if found == LINE_END else found)
        elif name in BLOCKS or (self.layout and name in _CELLS):
            self.flush()
        if name == "pre":
            self._pre += 1

    def close(self, name: str) -> None:
        if name in BLOCKS:
            self.flush()
        elif name in _CELLS:
            self.flush() if self.layout else self._pieces.append(" ")
        if name == "pre":
            self._pre -= 1

    def table(self, rows: list[str]) -> None:
        self.flush()
        if rows:
            self.paragraphs.append("\n".join(rows))

    def flush(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        if len(text) > MAX_BLOCK_CHARS:  # such a story will be rejected as too large
            self.paragraphs.append(text)
            return
        text = printable_but_breaks(text)
        if text.strip():
            self.paragraphs += _lines(text) if self._pre or self.keep_lines else _prose(text)


def printable_but_breaks(text: str) -> str:
    """Do the same as :func:`~producer.formats.text.decoding.printable`, but keep :data:`_BREAK`."""
    return _BREAK.join(printable(part) for part in text.split(_BREAK))


def _lines(text: str) -> list[str]:
    return paragraphs(text.replace(_BREAK, "\n").replace("\xa0", " "))


def _prose(text: str) -> list[str]:
    """Return a block's paragraphs with white space collapsed; two breaks or an indented line begin a paragraph."""
    if "\n" in text and is_preformatted(text) and text.count("\n") > 1:
        return [block for block in paragraphs(text.replace(_BREAK, "\n")) if block]
    found: list[str] = []
    for part in _at_indents(text):
        lines = (one_line(line) for line in part.split(_BREAK))
        blocks = re.split(r"\n{2,}", "\n".join(lines).strip())
        found += [block.strip() for block in blocks if block.strip()]
    return found


_INDENTED = re.compile(r"\n(?=[ \t\xa0]{3,}\S)")


def _at_indents(text: str) -> list[str]:
    """Split wrapped copy inside one ``<p>`` at lines with a paragraph's indent.

    Text in which every line is indented is kept: that is formatting of the markup.
    """
    lines = [line for line in text.split("\n")[1:] if line.strip()]
    if not any(not line.startswith((" ", "\t", "\xa0", _BREAK)) for line in lines):
        return [text]
    return _INDENTED.split(text)


def _data_rows(table: Any, skip: frozenset[str]) -> list[str] | None:
    """Return the rows of a data table with tabs between cells; None for a table that lays out a page."""
    rows: list[list[str]] = []
    for row in _rows(table):
        cells = []
        for cell in row:
            if local_name(cell.tag) not in _CELLS:
                continue
            if any(local_name(inner.tag) in _TABLES for inner in cell.iter()):
                return None
            text = one_line(" ".join(tree_paragraphs(cell, skip)))
            if len(text) > MAX_CELL_CHARS:
                return None
            cells.append(text)
        if any(cells):
            rows.append(cells)
    if not any(sum(1 for cell in row if cell) > 1 for row in rows):
        return None
    return ["\t".join(cells).rstrip("\t") for cells in rows]


def _rows(table: Any) -> Iterator[Any]:
    for element in table.iter():
        if local_name(element.tag) == "tr":
            yield element
