"""Choose between the parts of a mail: the text/plain part if it holds the text, else the HTML part.

Senders of newsletters put a placeholder into text/plain ("View this email in your browser"), a link to unsubscribe, or
HTML.  The contents of the parts are compared; what a part is declared as, and its place, prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from producer.formats.phrases import find, plain

MAX_PLACEHOLDER_WORDS = 40
"""Maximum words of a placeholder; a longer paragraph is prose that mentions browsers or mail."""
MAX_PLACEHOLDER_CHARS = 2_000
"""Maximum characters of a placeholder with its links, which are long."""
MAX_NOTICE_WORDS = 12
"""Maximum words of a placeholder without a link that does not begin with its phrase."""
MIN_PROSE_WORDS = 8
"""Minimum words of a paragraph of prose; the parts are compared by these, as HTML has menus and footers besides."""
MAX_SURROUNDING_BLOCKS = 6
"""Paragraphs at each end of a mail that may be placeholders around its text."""
MIN_HELD_SHARE = 0.5
"""Minimum share of the words of the HTML part's prose that the plain part has if it holds the same text."""
_LINK = re.compile(r"(?:https?|mailto|ftp):[^\s<>]*+|\bwww\.[^\s<>]*+|[\w.+-]{1,64}@[\w.-]{1,64}", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_MARKED = re.compile(r"<(?:/?(?:p|div|td|tr|table|body|html|span|br|head|h[1-6]|ul|li|a)\b|!doctype\b)", re.IGNORECASE)
MIN_TAGS = 3
"""Minimum tags of HTML in a text that is HTML, whatever it is declared as."""


def is_placeholder(block: str) -> bool:
    """Return whether a paragraph only says where the content is, or who gets the mail and how to end that."""
    if len(block) > MAX_PLACEHOLDER_CHARS:
        return False
    bare, links = _LINK.subn(" ", block) if _has_link(block) else (block, 0)
    text = plain(bare)
    words = len(_WORD.findall(text))
    if not words or words > MAX_PLACEHOLDER_WORDS:
        return not words
    hits = list(find("placeholders", text))
    begins = any(not _WORD.search(text, 0, hit.at) for hit in hits)
    elsewhere = any(hit.key == "elsewhere" for hit in hits)
    return begins or elsewhere or (bool(hits) and (links > 0 or words <= MAX_NOTICE_WORDS))


def _has_link(block: str) -> bool:
    """Return whether a paragraph may hold a link or an address; the expression for them is slow on prose."""
    return ":" in block or "@" in block or "www." in block.lower()


def without_placeholders(blocks: Sequence[str]) -> list[str]:
    """Return the paragraphs without placeholders and bare links at either end."""
    last = len(blocks)
    head = [number for number, block in enumerate(blocks[:MAX_SURROUNDING_BLOCKS]) if is_placeholder(block)]
    tail = [number for number in range(max(0, last - MAX_SURROUNDING_BLOCKS), last) if is_placeholder(blocks[number])]
    dropped = {*head, *tail}
    return [block for number, block in enumerate(blocks) if number not in dropped]


def is_html(text: str) -> bool:
    """Return whether a text that is declared as plain is HTML."""
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body")):
        return True
    return sum(1 for _ in zip(range(MIN_TAGS), _MARKED.finditer(text), strict=False)) == MIN_TAGS


def holds(plain_blocks: Sequence[str], html_blocks: Sequence[str]) -> bool:
    """Return whether the plain part has the text of the HTML part, or at least as much text of its own."""
    if not html_blocks:
        return True
    prose = [block for block in html_blocks if len(_WORD.findall(block)) >= MIN_PROSE_WORDS] or html_blocks
    mine, theirs = (_LINK.sub(" ", " ".join(blocks)).casefold() for blocks in (plain_blocks, prose))
    have, want = _WORD.findall(mine), _WORD.findall(theirs)
    if len(have) >= len(want):
        return True
    known = set(have)
    return sum(word in known for word in want) >= MIN_HELD_SHARE * len(want) and len(have) >= len(want) * MIN_HELD_SHARE
