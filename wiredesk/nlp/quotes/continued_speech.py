"""Speech in quotation marks that goes on with the report of the sentence before it.

``Roth said the bridge was safe. “We tested it last week.”`` is one report of Roth's.
"""

from __future__ import annotations

from bisect import bisect_left

from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.quote_frames import ACCORDING_TO, FLOATING
from wiredesk.nlp.quotes.verb_groups import verb_frames
from wiredesk.nlp.tokens import Tokens

MAX_SENTENCE_TOKENS = 150
"""Tokens of the sentence before a passage that are searched for a cue; a longer one is a failed sentence split."""
_STOPS = frozenset({".", "!", "?"})
_CLOSING = frozenset({"”", '"', "''", "’", "'"})


def join_continued(tokens: Tokens, found: list[Attribution], lexicon: CueLexicon) -> list[Attribution]:
    """Return the attributions, floating speech joined to the last report of saying in the sentence before it."""
    floating = [item for item in found if item.frame == FLOATING]
    if not floating:
        return found
    reports = sorted(
        ((item.cue[0], item) for item in found if item.cue is not None and _is_saying(tokens, item, lexicon)),
        key=lambda pair: pair[0],
    )
    starts = [start for start, _ in reports]
    joined: set[int] = set()
    for item in floating:
        begin = item.content[0][0]
        at = bisect_left(starts, begin) - 1
        if at >= 0 and starts[at] >= tokens.start[_sentence_before(tokens, bisect_left(tokens.start, begin))]:
            reports[at][1].content += item.content
            joined.add(id(item))
    return [item for item in found if id(item) not in joined]


def _is_saying(tokens: Tokens, item: Attribution, lexicon: CueLexicon) -> bool:
    """Return whether the cue is one that words in quotation marks may go with."""
    return item.frame == ACCORDING_TO or "quote" in verb_frames(tokens, item.token, lexicon)[0]


def _sentence_before(tokens: Tokens, passage: int) -> int:
    """Return the first token of the sentence that ends right before a passage; the passage if none does there."""
    last = passage - 1
    if last < 1 or tokens.paragraph[last] != tokens.paragraph[passage]:
        return passage
    if tokens.text[last] in _CLOSING:
        last -= 1
    if tokens.text[last] not in _STOPS:
        return passage
    first = last
    limit = max(0, last - MAX_SENTENCE_TOKENS)
    while first > limit and tokens.paragraph[first - 1] == tokens.paragraph[passage]:
        if tokens.text[first - 1] in _STOPS and not tokens.quoted[first - 1]:
            break
        first -= 1
    return first
