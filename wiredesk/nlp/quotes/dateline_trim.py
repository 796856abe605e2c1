"""Cut the dateline off the quotes of a sentence that it begins: it is part of neither source nor content.

A round-up has one before each of its items: ``LOME - Togo said it would try four men``.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from wiredesk.contract import Span
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.tokens import NOMINAL, Tokens

_DASH = re.compile(r"[\s)]*(?:[-–—―]+\s*)*")
_OF_ITEM = re.compile(r"[A-Z][A-Z.'’]{2,}+(?: [A-Z][A-Z.'’]*+){0,3}+(?:, [A-Z][\w.]++)?+ [-–—―]++ ")
"""Capitals and a dash at the beginning of a paragraph."""
_DASHES = re.compile(r" [-–—―]")
MAX_SOURCE_TOKENS = 40
"""Tokens of a source behind the dateline; a longer one is a failed parse."""


def trim_dateline(tokens: Tokens, found: list[Attribution], dateline: Span) -> list[Attribution]:
    """Return the attributions without the dateline and the dash behind it; those left without content are dropped."""
    match = _DASH.match(tokens.masked, dateline[1])
    end = match.end() if match else dateline[1]
    kept = []
    for item in found:
        if item.cue is not None and dateline[0] <= item.cue[0] < end:
            continue
        item.content = [span for span in (_cut(span, dateline[0], end) for span in item.content) if span]
        if item.source is not None and dateline[0] <= item.source[0] < end:
            _cut_source(tokens, item, dateline[0], end)
        if item.content:
            kept.append(item)
    return kept


def trim_items(tokens: Tokens, found: list[Attribution]) -> None:
    """Cut the datelines of the items of a round-up off the sources that they are joined to.

    Between two dashes somebody is explained: ``NATO - the alliance - said``.
    """
    for item in found:
        if item.source is None or tokens.masked[item.source[0] - 1 : item.source[0]].strip():
            continue
        match = _OF_ITEM.match(tokens.masked, *item.source)
        if match and not _DASHES.search(tokens.masked, match.end(), item.source[1] + 2):
            _cut_source(tokens, item, item.source[0], match.end())


def _cut(span: Span, start: int, end: int) -> Span | None:
    """Return a span without what lies between two offsets; None if nothing is left."""
    if not start <= span[0] < end:
        return span
    return (end, span[1]) if end < span[1] else None


def _cut_source(tokens: Tokens, item: Attribution, start: int, end: int) -> None:
    """Cut a source that the parser has joined to the dateline; one inside it becomes the words before the cue."""
    source = item.source
    assert source is not None
    first, last = bisect_left(tokens.start, end), bisect_left(tokens.start, source[1])
    if source[1] <= end and item.cue is not None and item.cue[0] > end:
        last = bisect_left(tokens.start, item.cue[0])
        while last > first and tokens.pos[last - 1] not in NOMINAL:
            last -= 1
    if last <= first or last - first > MAX_SOURCE_TOKENS:
        item.source = item.subject = None
        return
    item.source = (end, max(tokens.end[last - 1], source[1]))
    if item.subject is None or tokens.start[item.subject] < end:
        heads = [token for token in range(first, last) if tokens.pos[token] in NOMINAL]
        item.subject = next((token for token in heads if not first <= tokens.head[token] < last), None)
        item.subject = heads[-1] if item.subject is None and heads else item.subject
