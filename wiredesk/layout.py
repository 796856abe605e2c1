"""How a story's text is laid out, and what of it the parser reads.

The extraction's offsets index the text as received.  The parser must see whole sentences, so it gets a *reading* of
the same length: a line break inside a paragraph becomes a blank; tables, credit lines and an agency's ``UPDATE 2-``
before a headline become blanks; nothing moves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wiredesk.contract import Article, Span

_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+|\n(?=[ \t]{2,}\S)|\n(?=\t)")
_CREDIT = re.compile(
    r"\(?(?:this is an? |copyright |©|\(c\) ?)[^\n]{0,80}?"
    r"(?:story|report|dispatch|article|copy|reserved|reuters?|afp|ap)[.)’' ]*\Z",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t+ *)(?=\S)")
_DIGITS = re.compile(r"\d")
_KIND = re.compile(
    r"(?:(?:UPDATE|WRAPUP|CORRECTED|CORRECTION|REFILE|RPT|REPEAT)(?: \d{1,2})? ?[-–—:] ?)+(?=\S)", re.IGNORECASE
)
"""What a version is to the one before, as agencies write it before a headline: ``UPDATE 2-``."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A text as the parser reads it.  ``masked`` has the length of ``text``; every span indexes both."""

    text: str
    masked: str
    headline: Span | None
    paragraphs: tuple[Span, ...]
    """Prose paragraphs, the headline first; without surrounding blanks."""
    preformatted: tuple[Span, ...]
    """Tables and result lists, which extraction leaves alone."""
    credits: tuple[Span, ...]


def analyze(article: Article) -> TextLayout:
    """Lay out an article's text."""
    text = article.text
    head = len(article.headline)
    paragraphs: list[Span] = []
    tables: list[Span] = []
    credits: list[Span] = []
    blocks = _blocks(text, head + 2 if head else 0)
    for start, end in blocks:
        block = text[start:end]
        if is_preformatted(block):
            tables.append((start, end))
        elif end == blocks[-1][1] and is_credit(block):
            credits.append((start, end))
        elif (credit := _trailing_credit(block)) and end == blocks[-1][1]:
            paragraphs.append(_trim(text, start, start + credit))
            credits.append((start + credit + 1, end))
        else:
            paragraphs.append((start, end))
    headline = _trim(text, _kind(text[:head]), head) if head and text[:head].strip() else None
    if headline:
        paragraphs.insert(0, headline)
    return TextLayout(text, _mask(text, paragraphs), headline, tuple(paragraphs), tuple(tables), tuple(credits))


def analyze_parsed(text: str) -> TextLayout:
    """Lay out a text that has been parsed as a whole: tables and credits count as paragraphs like any other."""
    paragraphs = _blocks(text, 0)
    return TextLayout(text, _mask(text, paragraphs), None, tuple(paragraphs), (), ())


def _kind(headline: str) -> int:
    """Where the headline itself begins."""
    found = _KIND.match(headline)
    return found.end() if found else 0


def is_preformatted(block: str) -> bool:
    """A block is a table when a tab or a wide gap stands inside most of its lines."""
    lines = [line for line in block.split("\n") if line.strip()]
    if not lines:
        return False
    if len(lines) == 1:
        line = lines[0].strip()
        return "\t" in line or (len(_COLUMNS.findall(line)) >= 2 and bool(_DIGITS.search(line)))
    columned = sum(1 for line in lines if _COLUMNS.search(line.strip()))
    return columned * 2 > len(lines)


def is_credit(block: str) -> bool:
    """``(This is a Reuters' story)``, ``© 2025 Xample Press. All rights reserved.``: a credit, not prose."""
    return len(block) <= 160 and _CREDIT.match(block.strip()) is not None


def _trailing_credit(block: str) -> int:
    """Offset of the line break before a block's last line, if that line is a credit; else 0."""
    cut = block.rfind("\n")
    return cut if cut > 0 and is_credit(block[cut + 1 :]) else 0


def _blocks(text: str, start: int) -> list[Span]:
    """Spans between paragraph breaks from ``start``, trimmed, empty ones left out."""
    edges = [start]
    for gap in _PARAGRAPH_BREAK.finditer(text, start):
        edges += [gap.start(), gap.end()]
    edges.append(len(text))
    trimmed = (_trim(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return [(a, b) for a, b in trimmed if a < b]


def _trim(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip()) if part.strip() else start


def _mask(text: str, paragraphs: list[Span]) -> str:
    """Blanks for whatever is not prose; a paragraph break keeps its two line ends."""
    pieces: list[str] = []
    at = 0
    for start, end in paragraphs:
        gap = text[at:start]
        ends = min(len(gap), 2) if at else 0
        pieces.append("\n" * ends + " " * (len(gap) - ends))
        pieces.append(_flat(text[start:end]))
        at = end
    pieces.append(" " * (len(text) - at))
    return "".join(pieces)


_CONTROL = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029, 0xFEFF), " ")


_RULE = re.compile(r"[^\w\s]{40,}")
"""A rule of dashes, dots or quotation marks.  spaCy's tokenizer takes such a run apart mark by mark, from the front
each time: 10,000 marks in a row cost it twenty seconds."""


def _flat(paragraph: str) -> str:
    """A paragraph on one line: each control character becomes one blank, and so does each mark of a rule."""
    return _RULE.sub(lambda rule: " " * len(rule[0]), paragraph.translate(_CONTROL))
