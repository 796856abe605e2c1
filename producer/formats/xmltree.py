"""Parse XML safely (no DTD, no external entity, no network) and find elements by local name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from producer.formats.text.decoding import decode_markup, printable, without_surrogates
from producer.formats.text.html_entities import without_doctype
from producer.formats.text.line_layout import one_line
from producer.formats.text.markup import local_name, refuse_tags, tree_paragraphs, without_crowds
from wiredesk.errors import BadData

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)

MAX_NODE_CHARS = 9_000_000
"""Characters of a document above which libxml2's limit on one text node is lifted: entities are expanded before."""


def load(data: bytes, name: str, *, charset: str | None = None, broken: bool = False) -> Any:
    """Return the root element of an XML document in any encoding.

    Args:
        data: the document.
        name: appears in messages only.
        charset: the charset that the transport names.
        broken: read as much as possible of a damaged document; None if it has no root at all.

    Raises:
        BadData: it is not well-formed; with the line.
    """
    match = _DECLARED.search(data[:2000])
    text = decode_markup(data, match[1].decode("ascii") if match else None, charset)
    return load_text(text, name, broken=broken)


def load_text(text: str, name: str, *, broken: bool = False) -> Any:
    """Return the root element of a decoded document; see :func:`load`."""
    from lxml import etree  # lazy: plain text needs no lxml

    refuse_tags(text, name)
    text = without_crowds(printable(without_surrogates(text)).lstrip())
    text = without_doctype(text, name)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=len(text) > MAX_NODE_CHARS,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    fatal = [error for error in parser.error_log if error.level >= etree.ErrorLevels.FATAL]
    if not broken and (fatal or root is None):
        line, cause = (fatal[0].line, fatal[0].message) if fatal else (1, "no root element")
        raise BadData(f"{name}, line {line}", f"not well-formed XML: {one_line(cause)}")
    return root


def children(element: Any, *names: str) -> Iterator[Any]:
    """Yield the child elements with one of the local names, given in lower case."""
    for child in element:
        if local_name(child.tag) in names:
            yield child


def child(element: Any, *path: str) -> Any:
    """Return the first element on a path of local names, or None."""
    for name in path:
        element = next(children(element, name), None) if element is not None else None
    return element


def descendants(element: Any, *names: str) -> Iterator[Any]:
    """Yield the elements below with one of the local names, in document order."""
    for found in element.iter():
        if found is not element and local_name(found.tag) in names:
            yield found


def descendant(element: Any, name: str) -> Any:
    """Return the first element below with the local name, or None."""
    return next(descendants(element, name), None) if element is not None else None


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its local name in any case, or None."""
    if element is None:
        return None
    value = element.get(name)
    if value is None:
        value = next((v for k, v in element.attrib.items() if local_name(k) == name.lower()), None)
    return str(value).strip() or None if value is not None else None


def xml_language(element: Any) -> str | None:
    """Return the ``xml:lang`` that applies to an element."""
    while element is not None:
        if value := attribute(element, "lang"):
            return value
        element = element.getparent()
    return None


def text_of(element: Any) -> str | None:
    """Return all text below an element on one line with blanks between child elements; None if it is empty."""
    if element is None:
        return None
    return one_line(" ".join(element.itertext())) or None


def rendered_line(element: Any) -> str | None:
    """Return the text of an element on one line as rendered: blocks separate words, inline elements do not.

    Entities that were escaped twice are replaced.
    """
    if element is None:
        return None
    text = " ".join(tree_paragraphs(element))
    return one_line(html.unescape(text) if "&" in text and ";" in text else text) or None
