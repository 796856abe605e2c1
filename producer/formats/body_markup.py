"""Paragraphs of a body given as markup inside another format: NITF, HTML, a vendor's XML."""

from __future__ import annotations

import re
from typing import Any

from producer.formats import xmltree
from producer.formats.text.markup import NOT_PROSE, html_tree, local_name, tree_paragraphs
from producer.formats.xmltree import attribute, descendant, descendants
from wiredesk.errors import BadData

_NITF = re.compile(r"<(?:\w+:)?nitf\b", re.IGNORECASE)
_NOT_NITF_BODY = NOT_PROSE | {
    "abstract",
    "body.head",
    "body.end",
    "hedline",
    "byline",
    "distributor",
    "tagline",
    "bibliography",
}
_NOT_STORY = _NOT_NITF_BODY | {"bild", "bildtext"}
"""``bild`` and ``bildtext``: a picture and its caption in TT's markup."""


def is_nitf(text: str) -> bool:
    """Return whether a text is a whole NITF document."""
    return _NITF.search(text, 0, 2000) is not None


def body_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a body given as text: a whole NITF document, HTML, or a vendor's markup."""
    if is_nitf(text) and (found := nitf_paragraphs(text)):
        return found
    root = html_tree(text)
    return [] if root is None else story_paragraphs(root)


def nitf_paragraphs(document: str | Any) -> list[str]:
    """Return the paragraphs of ``body.content`` in an NITF element, or in a whole document given as text."""
    if isinstance(document, str):
        try:
            document = xmltree.load_text(document, "NITF body", broken=True)
        except BadData:
            return []
    if document is None:
        return []
    contents = list(descendants(document, "body.content"))
    if not contents:
        body = document if "body" in str(document.tag) else descendant(document, "body")
        contents = [body] if body is not None else []
    return [block for content in contents for block in tree_paragraphs(content, _NOT_NITF_BODY)]


def story_paragraphs(root: Any) -> list[str]:
    """Return the paragraphs of HTML or a vendor's XML: of the element marked as the story (dpa, TT), else of all."""
    for element in root.iter():
        name, classes = local_name(element.tag), (attribute(element, "class") or "").lower().split()
        if name == "brodtext" or "bodytext" in classes or (name == "section" and "main" in classes):
            return tree_paragraphs(element, _NOT_STORY)
    body = next((found for found in descendants(root, "body")), root)
    return tree_paragraphs(body, _NOT_STORY)
