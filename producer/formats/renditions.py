"""A body given as a string: NITF, HTML, a vendor's markup."""

from __future__ import annotations

import re

from producer.formats.text.markup import html_tree

_NITF = re.compile(r"<(?:\w+:)?nitf\b", re.IGNORECASE)


def is_nitf(text: str) -> bool:
    """Whether a text is a whole NITF document."""
    return _NITF.search(text, 0, 2000) is not None


def rendered(text: str) -> list[str]:
    """Paragraphs of a body that is a whole NITF document, HTML, or a vendor's markup."""
    if is_nitf(text):
        from producer.formats.nitf import body_paragraphs

        if found := body_paragraphs(text):
            return found
    root = html_tree(text)
    if root is None:
        return []
    from producer.formats.newsml_g2 import story_paragraphs

    return story_paragraphs(root)
