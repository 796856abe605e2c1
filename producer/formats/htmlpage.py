"""A news page in HTML: its text by trafilatura, its other fields from the page's metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from producer.formats import codes, xmltree
from producer.formats.draft import Draft
from producer.formats.text.decoding import decode_markup, printable
from producer.formats.text.line_layout import one_line, paragraphs, plain_paragraphs, same_words
from producer.formats.text.markup import (
    MAX_CELL_CHARS,
    NOT_PROSE,
    has_markup,
    html_paragraphs,
    html_tree,
    local_name,
    tree_paragraphs,
    without_crowds,
)
from producer.formats.wire_file import WireFile
from wiredesk.extras import require_extra
from wiredesk.layout import is_preformatted

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.I
)
_ARTICLE_TYPES = re.compile(r"article|blogposting|liveblog|reportage|newsitem", re.IGNORECASE)
_FURNITURE = NOT_PROSE | {"footer", "aside", "menu"}
MAX_TRAFILATURA_CHARS = 2_000_000
MAX_TRAFILATURA_TAGS = 30_000
"""Maximum characters and tags of a page for trafilatura, which is not linear in either; above, all text is taken."""
MAX_JSON_LD_VALUES = 2_000
"""Maximum number of JSON-LD values that are searched."""


def parse(file: WireFile) -> Iterator[Draft]:
    """Yield one draft for a page outside an archive; its id is the page's canonical address."""
    draft = Draft("html")
    put_page(draft, page_text(file.data, None))
    draft.put("id", draft.values.get("url"), "the page's canonical address")
    yield draft


def page_text(data: bytes, charset: str | None) -> str:
    """Decode a page by its byte order mark, the given charset, or the charset that it declares."""
    if not charset and (match := _META_CHARSET.search(data[:4096])):
        charset = (match[1] or match[2]).decode("ascii")
    return decode_markup(data, charset)


def put_page(draft: Draft, html: str) -> None:
    """Put headline, body, times and the other fields of a page."""
    html = without_crowds(html)
    root = html_tree(html)
    if root is None:
        return
    for field, value, why in _facts(root):
        draft.put(field, value, why)
    pages = list(_json_ld(root))
    heading = next((text for h1 in xmltree.descendants(root, "h1") if (text := xmltree.rendered_line(h1))), None)
    draft.put("headline", heading, "h1")
    for field, value, why in _stated(pages):
        draft.put(field, value, why)
    draft.put("headline", xmltree.text_of(xmltree.descendant(root, "title")), "title")
    draft.put("language", codes.language(xmltree.attribute(_html(root), "lang")), "html@lang")
    short = len(html) <= MAX_TRAFILATURA_CHARS and html.count("<") <= MAX_TRAFILATURA_TAGS
    blocks = _trafilatura_blocks(html) if short else []
    draft.put_body(blocks, "the page's main text, by trafilatura")
    if not draft.blocks:
        main = next(xmltree.descendants(root, "article", "main", "body"), root)
        draft.put_body(tree_paragraphs(main, _FURNITURE), "the page's text")
    if heading and draft.blocks and same_words(draft.blocks[0], heading):
        draft.blocks.pop(0)
    for page in pages:
        draft.put_body(_article_body(page.get("articleBody")), "JSON-LD articleBody")


def _article_body(value: Any) -> list[str]:
    text = value if isinstance(value, str) else ""
    return html_paragraphs(text) if has_markup(text) else plain_paragraphs(text)


def _html(root: Any) -> Any:
    return root if local_name(root.tag) == "html" else xmltree.descendant(root, "html")


def _trafilatura_blocks(html: str) -> list[str]:
    require_extra("sources", "an HTML page")
    from trafilatura import bare_extraction  # lazy: it takes half a second, and an extra installs it

    try:
        found = bare_extraction(printable(html), with_metadata=False, include_comments=False, include_tables=True)
    except Exception:  # trafilatura fails on some pages; put_page then takes all text
        return []
    body = getattr(found, "body", None)
    return list(_blocks(body)) if body is not None else []


def _blocks(body: Any) -> Iterator[str]:
    """Yield the paragraphs of trafilatura's result: ``p head quote list/item table/row/cell``."""
    from lxml import etree  # lazy: as in _trafilatura_blocks()

    walk = etree.iterwalk(body, events=("start",), tag=("p", "head", "quote", "item", "table", "ab", "code"))
    for _, element in walk:
        if element.tag == "table":
            yield from _table(element)
        elif has_columns(raw := _inline(element)):
            yield from paragraphs(raw.replace("\v", "\n"))
        elif text := "\n".join(one_line(part) for part in raw.split("\v")).strip():
            yield text
        walk.skip_subtree()


def has_columns(text: str) -> bool:
    """Return whether a text has several lines in columns, which joining the lines would destroy."""
    return text.count("\n") > 1 and is_preformatted(text)


def _table(element: Any) -> Iterator[str]:
    """Yield a data table as one block, and the cells of a layout table as paragraphs."""
    rows = [[one_line(_inline(cell)) for cell in row.iter("cell")] for row in element.iter("row")]
    cells = [cell for row in rows for cell in row if cell]
    if any(len(cell) > MAX_CELL_CHARS for cell in cells) or not any(sum(map(bool, row)) > 1 for row in rows):
        yield from cells
    else:
        yield "\n".join("\t".join(row).rstrip("\t") for row in rows if any(row))


def _inline(element: Any) -> str:
    from lxml import etree  # lazy: as in _trafilatura_blocks()

    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\v" if part.tag == "lb" else part.text or "")
        else:
            pieces.append(" " if part.tag in ("p", "item", "quote") else "")
            if part is not element:
                pieces.append(part.tail or "")
    return "".join(pieces)


def _facts(root: Any) -> Iterator[tuple[str, Any, str]]:
    """Yield the fields in ``meta`` and ``link`` elements, the preferred ones first."""
    metas: dict[str, list[str]] = {}
    for meta in xmltree.descendants(root, "meta"):
        name = (
            xmltree.attribute(meta, "property")
            or xmltree.attribute(meta, "name")
            or xmltree.attribute(meta, "itemprop")
        )
        content = xmltree.attribute(meta, "content")
        if name and content:
            metas.setdefault(name.lower(), []).append(content)
    for field, names in _METAS.items():
        for name in names:
            for content in metas.get(name, ()):
                yield field, content, f"meta {name}"
    for link in xmltree.descendants(root, "link"):
        if (xmltree.attribute(link, "rel") or "").lower() == "canonical":
            yield "url", xmltree.attribute(link, "href"), "link rel=canonical"
    words = [
        word for name in ("article:tag", "news_keywords") for text in metas.get(name, ()) for word in text.split(",")
    ]
    yield "keywords", codes.distinct(words), "meta article:tag, news_keywords"


def _stated(pages: list[dict[str, Any]]) -> Iterator[tuple[str, Any, str]]:
    """Yield the fields in a page's JSON-LD."""
    for page in pages:
        yield "published", page.get("datePublished"), "JSON-LD datePublished"
        yield "updated", page.get("dateModified"), "JSON-LD dateModified"
        yield "byline", _names(page.get("author")), "JSON-LD author"
        yield "source", _names(page.get("publisher")), "JSON-LD publisher"
        yield "headline", page.get("headline"), "JSON-LD headline"
        yield "language", codes.language(_names(page.get("inLanguage"))), "JSON-LD inLanguage"
        yield "url", page.get("url"), "JSON-LD url"
        words = page.get("keywords")
        words = words if isinstance(words, list) else str(words or "").split(",")
        yield "keywords", codes.distinct(word for word in words if isinstance(word, str)), "JSON-LD keywords"


_METAS = {
    "headline": ("og:title",),
    "published": ("article:published_time", "og:published_time", "datepublished"),
    "updated": ("article:modified_time", "og:updated_time", "datemodified"),
    "byline": ("author", "article:author_name"),
    "source": ("og:site_name",),
    "url": ("og:url",),
}


def _json_ld(root: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in the page's JSON-LD whose type is a type of article."""
    for script in xmltree.descendants(root, "script"):
        if "ld+json" not in (xmltree.attribute(script, "type") or "").lower():
            continue
        try:
            waiting = [orjson.loads((script.text or "").strip())]
        except orjson.JSONDecodeError:
            continue
        for _ in range(MAX_JSON_LD_VALUES):
            if not waiting:
                break
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                if _ARTICLE_TYPES.search(str(value.get("@type"))):
                    yield value
                waiting += [inner for key in ("@graph", "mainEntity", "mainEntityOfPage") if (inner := value.get(key))]


def _names(value: Any) -> str | None:
    values = value if isinstance(value, list) else [value]
    names = (item.get("name") if isinstance(item, dict) else item for item in values)
    return ", ".join(name for name in names if isinstance(name, str)) or None
