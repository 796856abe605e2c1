"""Chats: lines that begin with a time and the name of whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wiredesk.contract import Span
from wiredesk.zones.zone_span import ZoneName, ZoneSpan

MIN_LINES = 3
"""Lines of a chat."""
MIN_SHARE = 0.6
"""Share of the lines that have the form of a chat; the others go on with the line before."""
MAX_LINES_READ = 60
"""Lines that tell whether a text is a chat."""
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s"
_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"(?:[\[(](?:{_DATE})?{_TIME}[\])]|(?:{_DATE})?{_TIME})\s?(?:[-–—]\s)?"
_NAME = r"[^\W\d_][^\n:<>\[\]()]{0,29}?"
_LINE = re.compile(
    rf"{_STAMP}(?:<\s?(?P<bracketed>{_NAME})\s?>|(?P<plain>{_NAME})\s?:)(?=\s|$)"
    rf"|<\s?[@+~]?(?P<nick>{_NAME})\s?>(?=\s|$)"
)


def chat_zones(text: str, lines: Sequence[Span]) -> list[ZoneSpan] | None:
    """Return the parts of the lines of a chat: time, name with what it says; None for a text that is no chat."""
    first = lines[:MAX_LINES_READ]
    if len(first) < MIN_LINES:
        return None
    found = sum(_LINE.match(text, start, end) is not None for start, end in first)
    if found < MIN_LINES or found < MIN_SHARE * len(first):
        return None
    return [part for line in lines for part in _parts(text, *line)]


def _parts(text: str, start: int, end: int) -> list[ZoneSpan]:
    """Return the time of a line, which is furniture, the name of its writer, and the rest."""
    match = _LINE.match(text, start, end)
    if match is None:
        return [ZoneSpan(start, end, "body")]
    group = next(name for name in ("bracketed", "plain", "nick") if match[name])
    begin, stop = match.span(group)
    parts = [ZoneSpan(start, start + len(text[start:begin].rstrip()), "furniture")] if text[start:begin].strip() else []
    name = ZoneName(begin, stop, "PERSON")
    parts.append(ZoneSpan(begin, stop, "body", (name,)))
    rest = match.end(group) + 1
    if text[rest:end].strip():
        parts.append(ZoneSpan(rest + len(text[rest:end]) - len(text[rest:end].lstrip()), end, "body"))
    return parts
