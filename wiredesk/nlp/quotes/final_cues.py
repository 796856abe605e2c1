"""A cue in last place reports the whole sentence: ``Berg said the wall had moved, according to the report.``

The parser hangs such a cue on the nearest verb, so that it seems to be part of what Berg said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.quote_frames import ACCORDING_TO, DIRECT, FLOATING, ORDER_LAST, PARENTHESIS
from wiredesk.nlp.quotes.verb_groups import clip
from wiredesk.nlp.tokens import Tokens

MAX_SOURCE_TOKENS = 40
"""Tokens from a final cue to the end of its sentence, and from the comma to it."""

_FINAL = frozenset({ACCORDING_TO, ORDER_LAST, PARENTHESIS})
_OPENERS = word_set("quote_words", "clause_openers", "clause_adverbs") | {",", '"', "“"}


def widen_final_cues(tokens: Tokens, found: Sequence[Attribution]) -> None:
    """Give final cues the reports before them in their sentence, and cut those reports at the comma."""
    finals = [item for item in found if item.frame in _FINAL and item.cue is not None]
    if not finals:
        return
    by_sentence: dict[int, list[Attribution]] = {}
    for item in found:
        if item.cue is not None and item.frame not in DIRECT and item.frame != FLOATING:
            by_sentence.setdefault(_sentence(tokens, item), []).append(item)
    for item in finals:
        others = by_sentence[_sentence(tokens, item)]
        comma = _comma(tokens, item) if len(others) > 1 or item.frame == ACCORDING_TO else None
        if comma is not None:
            _widen(tokens, item, others, comma)


def _sentence(tokens: Tokens, item: Attribution) -> int:
    assert item.cue is not None
    return tokens.sentence[bisect_left(tokens.start, item.cue[0])]


def _comma(tokens: Tokens, item: Attribution) -> int | None:
    """Return the comma before the cue and its source, if they end the sentence and nothing they report is behind."""
    assert item.cue is not None
    begin = bisect_left(tokens.start, min(item.cue[0], item.source[0] if item.source else item.cue[0]))
    cue = bisect_left(tokens.start, item.cue[0])
    end = tokens.sentence_end[cue]
    if begin == 0 or tokens.text[begin - 1] != "," or end - begin > MAX_SOURCE_TOKENS:
        return None
    last = max(item.cue[1], item.source[1] if item.source else 0)
    rest = range(bisect_left(tokens.start, last), end)
    if any(tokens.text[at][:1].isalnum() for at in rest) or any(stop > item.cue[0] for _, stop in item.content):
        return None
    return begin - 1


def _widen(tokens: Tokens, item: Attribution, others: Sequence[Attribution], comma: int) -> None:
    """Make a final cue report the sentence up to its comma.

    "According to" does so in any case ("Berg won, Lund lost and Roth left, according to the results"), another cue if a
    report of the sentence runs over the comma.
    """
    at = tokens.start[comma]
    over = [
        other
        for other in others
        if other is not item and other.cue is not None and other.cue[1] <= at and other.content[-1][1] > at + 1
    ]
    if not over and item.frame != ACCORDING_TO:
        return
    first = tokens.sentence_start[comma]
    while first < comma and tokens.lower[first] in _OPENERS:
        first += 1
    span = clip(tokens, first, comma - 1)
    if span is None:
        return
    for other in over:
        other.content = [cut for cut in (_cut(piece, at) for piece in other.content) if cut]
    item.content = [span]


def _cut(piece: Span, at: int) -> Span | None:
    return (piece[0], min(piece[1], at)) if piece[0] < at else None
