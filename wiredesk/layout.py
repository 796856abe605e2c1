"""The layout of a story's text: paragraphs, tables and credit lines, and the text that the parser reads.

The offsets of an extraction index the text as received. The parser needs whole sentences. Therefore it gets a *masked*
text of the same length: a line break inside a paragraph becomes a blank; tables, credit lines and an agency's
``UPDATE 2-`` or ``INTERVIEW-`` before a headline become blanks. No character moves.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from wiredesk.contract import Article, Span
from wiredesk.headline_labels import labels_end
from wiredesk.zones.zone_finder import find_zones
from wiredesk.zones.zone_span import ZoneSpan

_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+|\n(?=[ \t]{2,}\S)|\n(?=\t)")
_CREDIT = re.compile(
    r"\(?(?:this is an? |copyright |©|\(c\) ?)[^\n]{0,80}?"
    r"(?:story|report|dispatch|article|copy|reserved|reuters?|afp|ap)[.)’' ]*\Z",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t+ *)(?=\S)")
_DIGITS = re.compile(r"\d")
_CONTROL = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029, 0xFEFF), " ")
"""Control characters and line separators, each to one blank."""
_RULE = re.compile(r"(?:[^\w\s]|_){40,}")
"""A rule of dashes, dots, underscores or quotation marks. spaCy's tokenizer splits such a run mark by mark, each time
from the front: 10,000 marks take twenty seconds."""
_RULE_STEP = 10
_MARKS = re.compile(r"(?:[^\w\s]|_){4}")
"""What a text with a rule has if only every tenth of its characters is read."""
_MAX_CREDIT_CHARACTERS = 160
"""Characters of a credit line; a longer line is prose."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """The layout of a text. The parser reads ``masked``, which has the length of ``text``; spans index both."""

    text: str
    masked: str
    headline: Span | None
    paragraphs: tuple[Span, ...]
    """Paragraphs of prose without surrounding blanks, the headline first."""
    preformatted: tuple[Span, ...]
    """Tables and lists of results, which are not extracted."""
    credits: tuple[Span, ...]
    """Lines such as "(This is a Reuters' story)", which are not extracted."""
    zones: tuple[ZoneSpan, ...] = ()
    """The zones in the order of the text; what is in none of them is body."""


_KEPT_LAYOUTS, _KEPT_CHARACTERS = 32, 50_000
"""Layouts that a process keeps, and the characters that their texts have at most, but for the last one."""
_kept: tuple[tuple[Article, TextLayout], ...] = ()


def analyze(article: Article) -> TextLayout:
    """Return the layout of an article's text.

    Those of the last articles are kept: a worker needs them for the extraction of some stories, and again to compare
    these with others.
    """
    global _kept
    for known, layout in _kept:
        if known is article:
            return layout
    layout = _layout(article)
    others = [one for one in _kept[: _KEPT_LAYOUTS - 1] if len(one[1].text) <= _KEPT_CHARACTERS]
    _kept = ((article, layout), *others)  # replaced as a whole: other threads may read it
    return layout


def _layout(article: Article) -> TextLayout:
    text = article.text
    head = len(article.headline)
    blocks = _blocks(text, head + 2 if head else 0)
    tables = [span for span in blocks if is_preformatted(text[slice(*span)])]
    is_table = set(tables)
    zones = find_zones(text, [span for span in blocks if span not in is_table], article.byline or "")
    credits = [
        (zone.start, zone.end) for zone in zones if zone.zone == "signoff" and is_credit(text[zone.start : zone.end])
    ]
    hidden = set(credits)
    spans = ((zone.start, zone.end) for zone in zones if zone.zone != "furniture")
    paragraphs = [span for span in spans if span not in hidden]
    headline = _trim(text, labels_end(text[:head]), head) if head and text[:head].strip() else None
    named = [zone for zone in zones if zone.zone != "body" or zone.names] + [
        ZoneSpan(*span, "table") for span in tables
    ]
    if headline:
        paragraphs.insert(0, headline)
        named.append(ZoneSpan(*headline, "headline"))
    elif paragraphs and (label := labels_end(text[slice(*paragraphs[0])])):
        paragraphs[0] = (paragraphs[0][0] + label, paragraphs[0][1])
    return TextLayout(
        text, _mask(text, paragraphs), headline, tuple(paragraphs), tuple(tables), tuple(credits), tuple(sorted(named))
    )


def analyze_parsed(text: str) -> TextLayout:
    """Return the layout of a text that was parsed as a whole: tables and furniture are paragraphs, too."""
    zones = find_zones(text, _blocks(text, 0))
    paragraphs = [(zone.start, zone.end) for zone in zones]
    named = tuple(zone for zone in zones if zone.zone != "body" or zone.names)
    return TextLayout(text, _mask(text, paragraphs), None, tuple(paragraphs), (), (), named)


def without_paragraphs(layout: TextLayout, hidden: Collection[Span]) -> TextLayout:
    """Return the layout of the other paragraphs alone; the parser sees blanks in the place of the hidden ones."""
    gone = set(hidden)
    kept = [span for span in layout.paragraphs if span not in gone]
    headline = layout.headline if layout.headline in kept else None
    return replace(layout, masked=_mask(layout.text, kept), paragraphs=tuple(kept), headline=headline)


def is_preformatted(block: str) -> bool:
    """Return whether a block is a table: most of its lines have a tab or a wide gap inside."""
    if "\t" not in block and "   " not in block:
        return False
    lines = [line for line in block.split("\n") if line.strip()]
    if not lines:
        return False
    if len(lines) == 1:
        line = lines[0].strip()
        return "\t" in line or (len(_COLUMNS.findall(line)) >= 2 and bool(_DIGITS.search(line)))
    columned = sum(1 for line in lines if _COLUMNS.search(line.strip()))
    return columned * 2 > len(lines)


def is_credit(block: str) -> bool:
    """Return whether a block is a credit: "(This is a Reuters' story)", "© 2025 Xample Press. All rights reserved."."""
    return len(block) <= _MAX_CREDIT_CHARACTERS and _CREDIT.match(block.strip()) is not None


def _blocks(text: str, start: int) -> list[Span]:
    """Return the spans between paragraph breaks from ``start``, trimmed, without empty ones."""
    edges = [start]
    for gap in _PARAGRAPH_BREAK.finditer(text, start):
        edges += [gap.start(), gap.end()]
    edges.append(len(text))
    trimmed = (_trim(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return [(a, b) for a, b in trimmed if a < b]


def _trim(text: str, start: int, end: int) -> Span:
    """Return a span without the blanks at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip()) if part.strip() else start


def _mask(text: str, paragraphs: list[Span]) -> str:
    """Replace everything but prose by blanks, and in prose each control character and each mark of a rule by one; a
    paragraph break keeps two line breaks."""
    line = text.replace("\n", " ")
    if not line.isprintable():
        line = line.translate(_CONTROL)
    has_rule = _MARKS.search(line[::_RULE_STEP]) is not None
    pieces: list[str] = []
    at = 0
    for start, end in paragraphs:
        ends = min(start - at, 2) if at else 0
        pieces.append("\n" * ends + " " * (start - at - ends))
        pieces.append(_without_rules(line[start:end]) if has_rule else line[start:end])
        at = end
    pieces.append(" " * (len(text) - at))
    return "".join(pieces)


def _without_rules(line: str) -> str:
    return _RULE.sub(lambda rule: " " * len(rule[0]), line)
