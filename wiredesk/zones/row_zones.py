"""Lists and tables that are set as paragraphs or lines: items with bullets, rows of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wiredesk.contract import Zone
from wiredesk.zones.zone_span import ZoneSpan

MIN_ITEMS = 2
"""Items in a row that make a list."""
MIN_ROWS = 3
"""Rows of figures that make a table."""
MAX_ROW_CHARS = 100
"""Characters of a row of figures."""
MIN_FIGURES = 0.4
"""Share of the words of a row that are figures."""
_DIGIT = re.compile(r"\d")
_ITEM = re.compile(r"(?:[•·▪■●►◦*–—-]|\d{1,2}[.)]|\(\d{1,2}\)|[a-z]\))\s+\S")
_FEWEST: dict[Zone, int] = {"list": MIN_ITEMS, "table": MIN_ROWS}


_NO_ROWS: tuple[Zone | None, int] = (None, 0)


def with_rows(text: str, parts: Sequence[ZoneSpan]) -> list[ZoneSpan]:
    """Return the zones with lists and tables among the body: runs of paragraphs or lines of that form."""
    rows = [_rows(text, part) if part.zone == "body" else _NO_ROWS for part in parts]
    found = list(parts)
    if all(row is _NO_ROWS for row in rows):
        return found
    kinds = [kind for kind, _ in rows]
    counts = [count for _, count in rows]
    first = 0
    while first < len(parts):
        last = first + 1
        while last < len(parts) and kinds[last] == kinds[first]:
            last += 1
        kind = kinds[first]
        if kind and sum(counts[first:last]) >= _FEWEST[kind]:
            found[first:last] = [part._replace(zone=kind) for part in parts[first:last]]
        first = last
    return found


def _rows(text: str, part: ZoneSpan) -> tuple[Zone | None, int]:
    """Return the kind of rows that a part consists of, and how many it has."""
    first, _, rest = text[part.start : part.end].partition("\n")  # a part begins with no blank
    kind = _row(first.rstrip())
    if kind is None:
        return _NO_ROWS
    further = [line for line in map(str.strip, rest.split("\n")) if line]
    return (kind, 1 + len(further)) if all(_row(line) == kind for line in further) else _NO_ROWS


def _row(line: str) -> Zone | None:
    """Return ``list`` for an item, ``table`` for a row of figures."""
    if _ITEM.match(line):
        return "list"
    if len(line) > MAX_ROW_CHARS or line[-1] in ".!?" or (line.isascii() and not _DIGIT.search(line)):
        return None
    found = line.split()
    if len(found) < 2 or (line.isascii() and len(_DIGIT.findall(line)) < MIN_FIGURES * len(found)):
        return None  # fewer digits than words with digits would have
    figures = sum(any(map(str.isdigit, word)) for word in found)
    return "table" if figures >= MIN_FIGURES * len(found) else None
