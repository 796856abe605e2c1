"""Furniture: advertisement, navigation and remarks of the page that came with the text of a story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiredesk.contract import Span
from wiredesk.zones.zone_words import WORD, alternatives, first_word, first_words, plain, words

MAX_FURNITURE_CHARS = 300
"""Characters of a line of furniture; a longer one is prose."""
MAX_PAGE_DATE_CHARS = 120
"""Characters of a line that says when a page was published or changed."""

_LINES = words("furniture_lines")
_COUNTS = re.compile(
    r"(?:slideshow|gallery|photos?|images?)?\s?\(?\s?\d[\d.,]*\s?[km]?\s?"
    r"(?:comments?|shares?|likes?|views?|images?|photos?|pictures?|videos?|reads?|replies|reactions|followers?|retweets?)\s?\)?"
    r"|\d{1,2}[- ]?(?:min|mins|minute|minutes)[- ](?:read|listen|watch)"
    r"|(?:image|photo|slide|picture|page)\s?\d{1,3}\s?(?:of|/)\s?\d{1,3}(?:\s?\D{0,40})?|\d{1,3}\s?(?:of|/)\s?\d{1,3}"
    r"|story can end here.{0,60}|(?:begin|end) optional .{0,40}|optional (?:material|trim).{0,40}"
    r"|©.{0,80}\d{4}.{0,80}|copyright\b.{0,160}|.{0,120}all rights reserved.{0,80}|\(c\)\s?\d{4}.{0,120}"
)
_COUNTS_BEGIN = frozenset("sgpi(beo©c")
"""What such a line begins with, unless with a digit; that all rights are reserved may stand behind anything."""
_LABEL = re.compile(
    rf"\W*(?:{alternatives(words('furniture_labels'))})\s?(?:[:|»>]|[-–—]\s|[-–—](?=[A-Z]))", re.IGNORECASE
)
_REQUEST = re.compile(rf"\W*(?:{alternatives(words('furniture_requests'))})(?!\w)", re.IGNORECASE)
_LABEL_WORDS, _REQUEST_WORDS = first_words("furniture_labels"), first_words("furniture_requests")
_SPOKEN = re.compile(r"[\"“”«»]")
_PAGE_DATE_WORDS = words("page_date_words")
_DIGIT = re.compile(r"\d")
_PAGE_DATE = re.compile(r"\b(?:published|updated|posted|modified|edited|created|min(?:ute)? read)\b", re.IGNORECASE)
_INSIDE_PHRASE = re.compile(alternatives(words("furniture_inside")))
_INSIDE = re.compile(
    r"(?:^|(?<=[.!?”\"'’)\]…>] )|(?<=\w )(?=Slideshow|Read More|READ MORE))"
    rf"(?:{alternatives(words('furniture_inside'))})"
    r"(?:\s?\(\s?\d{1,3}\s[Ii]mages?\s?\))?(?=\s[A-Z“\"‘(]|\s?\Z)"
)


def is_furniture(line: str) -> bool:
    """Return whether a line, without blanks at its ends, is furniture."""
    if len(line) > MAX_FURNITURE_CHARS:
        return False
    name = plain(line)
    if not name:
        return False
    if name in _LINES or _is_count(name) or is_page_date(line):
        return True
    if _SPOKEN.search(line[:1]):
        return False
    first = first_word(line)
    return (first in _LABEL_WORDS and _LABEL.match(line) is not None) or (
        first in _REQUEST_WORDS and _REQUEST.match(line) is not None
    )


def _is_count(name: str) -> bool:
    """Return whether a line in small letters counts comments or pictures, or states a copyright."""
    may_be = name[0] in _COUNTS_BEGIN or name[0].isdigit() or "all rights reserved" in name
    return may_be and _COUNTS.fullmatch(name) is not None


def is_page_date(line: str) -> bool:
    """Return whether a line only says when a page was published or changed: ``Updated: 10:03 GMT, 5 May 2025``."""
    if len(line) > MAX_PAGE_DATE_CHARS or (line.isascii() and not _DIGIT.search(line)) or not _PAGE_DATE.search(line):
        return False
    found = WORD.findall(line)
    return any(word[0].isdigit() for word in found) and all(
        word[0].isdigit() or word.rstrip(".").casefold() in _PAGE_DATE_WORDS for word in found
    )


def furniture_inside(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield furniture between the sentences of a paragraph: ``… he said. Slideshow (3 Images) The …``."""
    for found in _INSIDE.finditer(text, start, end):
        yield found.span()


def may_hold_furniture(text: str) -> bool:
    """Return whether a text has furniture of the kind that stands between sentences, wherever it stands there."""
    return _INSIDE_PHRASE.search(text) is not None
