"""The body of a story as HTML that reads back as the same paragraphs."""

from __future__ import annotations

import html
import re

_COLUMNS = re.compile(r"  |\t")
"""Two spaces or a tab: the paragraph is a table or a list whose columns must stay."""


def html_body(body: str) -> str:
    """Return one ``p`` a paragraph; lines with columns become ``pre``."""
    return "\n".join(_block(paragraph) for paragraph in body.split("\n\n") if paragraph.strip())


def _block(paragraph: str) -> str:
    if _COLUMNS.search(paragraph):
        return f"<pre>{html.escape(paragraph, quote=False)}</pre>"
    return f"<p>{'<br/>'.join(html.escape(line, quote=False) for line in paragraph.splitlines())}</p>"
