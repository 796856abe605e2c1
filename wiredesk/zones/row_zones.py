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
_ITEM = re.compile(r"(?:[•·▪■●►◦*–—-]|\d{1,2}[.)]|\(\d{1,2}\)|[a-z]\))\s+\S")
_FEWEST: dict[Zone, int] = {"list": MIN_ITEMS, "table": MIN_ROWS}


def with_rows(text: str, parts: Sequence[ZoneSpan]) -> list[ZoneSpan]:
    """Return the zones with lists and tables among the body: runs of paragraphs or lines of that form."""
    kinds: list[Zone | None] = []
    counts: list[int] = []
    for part in parts:
        kind, count = _rows(text, part) if part.zone == "body" else (None, 0)
        kinds.append(kind)
        counts.append(count)
    found = list(parts)
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
    lines = [line for line in map(str.strip, text[part.start : part.end].split("\n")) if line]
    kind = _row(lines[0])
    if kind is None or any(_row(line) != kind for line in lines[1:]):
        return None, 0
    return kind, len(lines)


def _row(line: str) -> Zone | None:
    """Return ``list`` for an item, ``table`` for a row of figures."""
    if _ITEM.match(line):
        return "list"
    if len(line) > MAX_ROW_CHARS or line[-1] in ".!?":
        return None
    found = line.split()
    figures = sum(any(map(str.isdigit, word)) for word in found)
    return "table" if len(found) > 1 and figures >= MIN_FIGURES * len(found) else None
