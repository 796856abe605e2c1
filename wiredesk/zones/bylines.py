"""Bylines: who wrote a story, above its text."""

from __future__ import annotations

import re

from wiredesk.datelines import begins_with_dateline
from wiredesk.zones.page_furniture import is_page_date
from wiredesk.zones.zone_words import WORD, alternatives, is_capitalised, only_names, plain, words

MAX_BYLINE_CHARS = 160
MAX_BYLINE_WORDS = 22

_VOCABULARY = words("byline_words") | words("page_date_words")
_OPENING = re.compile(rf"(?:{alternatives(words('byline_openings'))})(?:\s?:\s?|\s)(?=\S)", re.IGNORECASE)
_WRITERS = words("writers")
_DATE_WORDS = words("page_date_words")
_NOT_NAMES = words("page_date_words") | {"the", "a", "an", "this", "that", "these", "then", "now", "his", "her", "all"}
_STOP = re.compile(r"(?:^|[^A-Z])(?<!Jr)(?<!Sr)(?<!Dr)(?<!Mr)(?<!St)[.?!:]$")
_ENDS_OF_NAMES = re.compile(r"\s*[|•·/]\s*|\s[-–—]\s|,\s")
_IN_LINE = re.compile(r"(?:By|BY)\s(?:[A-Z][\w.’'-]*,?\s|and\s|de\s|van\s|von\s|al\s|bin\s){2,8}")


def is_byline(line: str, byline: str) -> bool:
    """Return whether a line above the text of a story is its byline; ``byline`` is that of its metadata, if any."""
    if len(line) > MAX_BYLINE_CHARS or _STOP.search(line):
        return False
    if byline and plain(line) in {plain(byline), plain(byline.removeprefix("By "))}:
        return True
    opened = _OPENING.match(line)
    if opened:
        return _is_opened(line, opened.end())
    return _is_writer(line) or _has_page_date(line)


def _is_opened(line: str, at: int) -> bool:
    """Return whether names and titles follow the opening of a byline, and nothing else."""
    found = WORD.search(line, at)
    if found is None or not is_capitalised(found.group()) or found.group().casefold() in _NOT_NAMES:
        return False
    return only_names(line[at:], _VOCABULARY, MAX_BYLINE_WORDS)


def _is_writer(line: str) -> bool:
    """Return whether a line is a name with the title of one who writes: ``Jane Doe, Political Editor``."""
    found = WORD.findall(line)
    if not 3 <= len(found) <= 9 or not all(map(is_capitalised, found[:2])) or any(map(str.isdigit, line)):
        return False
    titled = _WRITERS.intersection(word.casefold() for word in found[2:])
    return bool(titled) and only_names(line, _VOCABULARY, MAX_BYLINE_WORDS) and found[0].casefold() not in _NOT_NAMES


def _has_page_date(line: str) -> bool:
    """Return whether a line is a name and the date of the page: ``Jane Doe | Updated 5 May 2025``."""
    parts = _ENDS_OF_NAMES.split(line, maxsplit=1)
    if len(parts) < 2 or not is_page_date(parts[1]):
        return False
    found = WORD.findall(parts[0])
    return 2 <= len(found) <= 4 and all(map(is_capitalised, found)) and found[0].casefold() not in _NOT_NAMES


def page_date_behind(line: str) -> int:
    """Return where the date of the page begins behind the names of a byline; 0 without one."""
    for found in _ENDS_OF_NAMES.finditer(line):
        rest = line[found.end() :]
        if any(map(str.isdigit, rest)) and _is_date(rest):
            return found.end()
    return 0


def _is_date(text: str) -> bool:
    """Return whether a text has no word but those of dates and of the time that it takes to read a story."""
    return all(word[0].isdigit() or word.rstrip(".").casefold() in _DATE_WORDS for word in WORD.findall(text))


def byline_before_text(line: str) -> int:
    """Return where the text begins behind a byline in the same line: ``By Jane Doe OSLO (Reuters) - …``; 0 without."""
    found = _IN_LINE.match(line)
    if not found:
        return 0
    for word in WORD.finditer(line, 3, found.end() + 40):
        is_capital = len(word.group()) > 2 and word.group()[:3].isupper()
        if is_capital and word.start() > len("By A. Lee") and begins_with_dateline(line[word.start() :]):
            return word.start()
    return 0
