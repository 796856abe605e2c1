"""Characters and line breaks that typesetting systems write as tags: ``<endash>``, ``<QL>``, ``&lt;emspace&gt;``.

A name of HTML's table of characters is a character (``<mdash>``); some systems have names of their own.  A tag for the
position of a line ends the line.  Tags of HTML stay: the parser of HTML knows them.
"""

from __future__ import annotations

import re
import unicodedata
from html.entities import name2codepoint

from producer.formats.phrases import table

LINE_END = "\n"
_TAG = re.compile(r"(?:<|&(?:amp;){0,3}lt;)/?([A-Za-z][A-Za-z0-9-]{0,15})\s?/?(?:>|&(?:amp;){0,3}gt;)")
_KINDS = frozenset(("Pd", "Pi", "Pf", "Zs", "Sc"))
"""General categories of Unicode whose names are used as tags: dashes, quotation marks, blanks, currencies."""


def _characters() -> dict[str, str]:
    """Return the character of each name, in lower case; no name of HTML's elements is among them."""
    known = {
        name.lower(): chr(code) for name, code in name2codepoint.items() if unicodedata.category(chr(code)) in _KINDS
    }
    own = table("typesetting")
    return {**known, **own["characters"], **dict.fromkeys(own["line_ends"]["names"], LINE_END)}


CHARACTERS = _characters()
"""Name of a tag, in lower case → the character that it stands for; a line feed for tags that end a line."""
_STYLES = frozenset(table("typesetting")["styles"]["names"])


def replace_typesetting(text: str) -> str:
    """Return a plain text with the tags of typesetting systems replaced by their characters; others are kept.

    In capitals the tags for styles are removed.
    """
    return _TAG.sub(_in_text, text) if "<" in text or "lt;" in text else text


def typesetting_as_html(html: str) -> str:
    """Return HTML with the tags of typesetting systems replaced by characters and ``<br>``; HTML's own are kept."""
    return _TAG.sub(_in_html, html) if "<" in html or "lt;" in html else html


def _in_text(match: re.Match[str]) -> str:
    name = match[1].lower()
    if name in CHARACTERS or name in _BREAKS:
        return "" if _CLOSES.match(match[0]) else CHARACTERS.get(name, LINE_END)
    return "" if match[1].isupper() and name in _STYLES else match[0]


def _in_html(match: re.Match[str]) -> str:
    found = CHARACTERS.get(match[1].lower())
    if found is None:
        return match[0]
    return "" if _CLOSES.match(match[0]) else "<br>" if found == LINE_END else found


_BREAKS = frozenset(("br", "p"))
_CLOSES = re.compile(r"(?:<|&(?:amp;){0,3}lt;)/")
