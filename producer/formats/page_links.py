"""Recognise a page of headlines: the front of a section, a list of search results."""

from __future__ import annotations

from typing import Any

MIN_LINKED_HEADINGS = 5
"""Minimum headings that are links to other pages; an article has some under "related"."""
MAX_TEASER_PARAGRAPHS = 2
"""Maximum paragraphs of a teaser between two linked headings; a story has more below its headline."""
MIN_TEASER_WORDS = 15
"""Minimum words of a paragraph that counts."""
MIN_LINKS = 8
MAX_UNLINKED_WORDS = 60
MIN_LINKED_SHARE = 0.7
"""A list of links has at least so many links, and at most so many words outside them; links have this share of all."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))


def is_front(root: Any) -> bool:
    """Return whether a page consists of linked headings with at most a teaser below each, or of links."""
    if _is_list_of_links(root):
        return True
    linked = run = longest = 0
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "p"):
        if element.tag in _HEADINGS:
            if _is_linked(element):
                linked, longest, run = linked + 1, max(longest, run), 0
        elif len(" ".join(element.itertext()).split()) >= MIN_TEASER_WORDS:
            run += 1
    return linked >= MIN_LINKED_HEADINGS and max(longest, run) <= MAX_TEASER_PARAGRAPHS


def _is_list_of_links(root: Any) -> bool:
    """Return whether nearly all words of a page are links to other pages."""
    body = next(root.iter("body"), root)
    links = [len(" ".join(link.itertext()).split()) for link in body.iter("a") if link.get("href")]
    if len(links) < MIN_LINKS:
        return False
    words = sum(
        len((text or "").split())
        for element in body.iter()
        if isinstance(element.tag, str)
        for text in (element.text if element.tag not in ("script", "style") else "", element.tail)
    )
    return words - sum(links) < MAX_UNLINKED_WORDS and sum(links) >= MIN_LINKED_SHARE * words


def _is_linked(heading: Any) -> bool:
    if any(link.get("href") for link in heading.iter("a")):
        return True
    parent = heading.getparent()
    return parent is not None and parent.tag == "a" and bool(parent.get("href"))
