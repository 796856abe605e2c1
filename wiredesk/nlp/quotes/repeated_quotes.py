"""Quotes that are given twice: in the headline and the body, or set apart as a pull quote.

A headline repeats a quote of the body if the same source says mostly the same words, in whatever form. A pull quote has
no cue of its own, and its words are part of an attributed quote: that one's speakers are its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from wiredesk.contract import Quote, Span
from wiredesk.nlp.quotes.quote_frames import FLOATING
from wiredesk.nlp.tokens import Tokens

MIN_SHARED = 0.5
"""Share of the headline's content words that a quote of the same source has: headlines shorten and rephrase."""
MIN_SHARED_WITHOUT_SOURCE = 0.7
"""The same where one of the two names no source."""
MIN_SHARED_WORDS = 2
"""Content words in common; one is enough only for a headline of one word with the same cue."""
STEM_CHARACTERS = 5
"""Characters by which words are compared, so that "rejects" is "rejected"."""
MAX_CONTENT_TOKENS = 300
"""Tokens of a content that are compared; a longer one is a failed parse."""
MIN_QUOTED_WORDS = 3
"""Words in quotation marks of a headline that are the same ones, whoever is named as their source."""
MIN_PULL_QUOTE_WORDS = 4
"""Words of a pull quote; fewer are a phrase that people repeat."""
MAX_PULL_QUOTES = 20
"""Floating passages of a story that are looked for among its quotes."""
_CONTENT_PARTS = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Words:
    """What of a quote is compared."""

    content: frozenset[str]
    source: frozenset[str]
    cue: frozenset[str]


def mark_repeats(tokens: Tokens, quotes: Sequence[Quote], headline: Span | None) -> list[Quote]:
    """Return the quotes with ``repeats`` set, and with the speakers of pull quotes."""
    found = list(quotes)
    first = next((at for at, quote in enumerate(found) if not _is_before(quote, headline)), len(found))
    if 0 < first < len(found):
        words = {at: _words(tokens, quote) for at, quote in enumerate(found) if quote.within is None}
        for at in range(first):
            if at in words:
                double = _same_words(tokens, found, at, first)
                double = _double(found, words, at, first) if double is None else double
                found[at] = found[at] if double is None else found[at].model_copy(update={"repeats": double})
    return _mark_pull_quotes(tokens, found, first)


def _is_before(quote: Quote, headline: Span | None) -> bool:
    return headline is not None and quote.content[0][0] < headline[1]


# ---- headlines -------------------------------------------------------------------------------------------------------


def _words(tokens: Tokens, quote: Quote) -> _Words:
    return _Words(
        frozenset().union(*(_stems(tokens, span) for span in quote.content)),
        _stems(tokens, quote.source),
        _stems(tokens, quote.cue),
    )


def _stems(tokens: Tokens, span: Span | None) -> frozenset[str]:
    """Return the beginnings of the words of a span that carry meaning."""
    if span is None:
        return frozenset()
    first = bisect_left(tokens.start, span[0])
    last = min(bisect_left(tokens.start, span[1]), first + MAX_CONTENT_TOKENS)
    return frozenset(
        tokens.lower[at][:STEM_CHARACTERS]
        for at in range(first, last)
        if tokens.pos[at] in _CONTENT_PARTS and tokens.text[at][0].isalnum()
    )


def _same_words(tokens: Tokens, quotes: Sequence[Quote], at: int, first: int) -> int | None:
    """Return the position of the direct quote of the body that holds the words of a headline's direct quote."""
    words = _plain(tokens, quotes[at].content)
    if quotes[at].kind != "direct" or words.count(" ") + 1 < MIN_QUOTED_WORDS:
        return None
    return next(
        (
            other
            for other in range(first, len(quotes))
            if quotes[other].kind != "indirect"
            and quotes[other].within is None
            and f" {words} " in f" {_plain(tokens, quotes[other].content)} "
        ),
        None,
    )


def _double(quotes: Sequence[Quote], words: dict[int, _Words], at: int, first: int) -> int | None:
    """Return the position of the quote of the body that has most of the words of the headline's; None without one."""
    best, share = None, 0.0
    mine = words[at]
    for other in range(first, len(quotes)):
        theirs = words.get(other)
        if theirs is None or not mine.content:
            continue
        shared = len(mine.content & theirs.content)
        part = shared / len(mine.content)
        needed = _needed_share(quotes[at], quotes[other], mine, theirs)
        if needed is None or part < needed or part <= share:
            continue
        if shared >= MIN_SHARED_WORDS or (part == 1 and mine.cue & theirs.cue):
            best, share = other, part
    return best


def _needed_share(mine: Quote, other: Quote, mine_words: _Words, their_words: _Words) -> float | None:
    """Return the share of words that two quotes must have in common; None for those of two different sources."""
    ours, theirs = {*mine.speakers, mine.speaks_for} - {None}, {*other.speakers, other.speaks_for} - {None}
    if ours & theirs or mine_words.source & their_words.source:
        return MIN_SHARED
    if (ours and theirs) or (mine.source and other.source):
        return None
    return MIN_SHARED_WITHOUT_SOURCE


# ---- pull quotes -----------------------------------------------------------------------------------------------------


def _mark_pull_quotes(tokens: Tokens, quotes: list[Quote], first: int) -> list[Quote]:
    """Give passages without a cue whose words an attributed quote has to that quote's speakers."""
    floating = [at for at in range(first, len(quotes)) if quotes[at].rule == FLOATING][:MAX_PULL_QUOTES]
    if not floating:
        return quotes
    attributed = [
        (f" {_plain(tokens, quotes[at].content)} ", at)
        for at in range(first, len(quotes))
        if quotes[at].rule != FLOATING and quotes[at].within is None
    ]
    for at in floating:
        words = _plain(tokens, quotes[at].content)
        if words.count(" ") + 1 < MIN_PULL_QUOTE_WORDS:
            continue
        double = next((other for text, other in attributed if f" {words} " in text), None)
        if double is not None:
            other = quotes[double]
            taken = {"speaker", "speakers", "source_class", "speaks_for"}
            quotes[at] = quotes[at].model_copy(
                update={"repeats": double, **{name: getattr(other, name) for name in taken}}
            )
    return quotes


def _plain(tokens: Tokens, content: Sequence[Span]) -> str:
    """Return the words of a content in lower case, without punctuation."""
    return " ".join(word for start, end in content for word in _WORD.findall(tokens.masked[start:end].lower()))
