"""Extend place names that the model cut short: "Kansas" of "Kansas City", "Calhoun" of "Calhoun County"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.places.named_place import Range
from wiredesk.nlp.tokens import Tokens

MAX_TOKENS_AFTER = 3
"""Tokens by which a name is extended to the right. A hyphen is a token."""
MAX_TOKENS_BEFORE = 2
"""Tokens by which it is extended to the left."""

_JOINTS = frozenset({"-", "of"})
"""Tokens without a capital inside a name: "Stratford-upon-Avon", "Gulf of Mexico"."""
_NAME_PARTS = word_set("places", "name_parts")


def expand_places(
    gazetteer: Gazetteer, tokens: Tokens, names: Iterable[Iterable[Range]]
) -> Iterator[tuple[Span, Span]]:
    """Yield the span of each mention that was cut short, and the longer span that the gazetteer has as a name.

    Args:
        gazetteer: The gazetteer.
        tokens: The story.
        names: The mentions of each place.
    """
    text, lower, size = tokens.text, tokens.lower, len(tokens)
    for ranges in names:
        for start, end in ranges:
            may_continue = end < size and (text[end] in _JOINTS or text[end][:1].isupper())
            if may_continue or not _NAME_PARTS.isdisjoint(lower[max(0, start - MAX_TOKENS_BEFORE) : start]):
                first, last = _longest_name(gazetteer, tokens, start, end)
                if (first, last) != (start, end):
                    yield tokens.span(start, end), tokens.span(first, last)


def _longest_name(gazetteer: Gazetteer, tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the widest range around a name that is a name in the gazetteer, too."""
    text, sentence_end = tokens.text, tokens.sentence_end[start]
    # What follows belongs to the name while it is capitalised or a hyphen, in the name's sentence.
    longest = end
    while longest < min(end + MAX_TOKENS_AFTER, sentence_end) and (
        text[longest] in _JOINTS or text[longest][:1].isupper()
    ):
        longest += 1
    for last in range(longest, end, -1):
        if text[last - 1][:1].isupper() and _is_listed(gazetteer, tokens, start, last):
            return start, last
    for first in range(max(0, start - MAX_TOKENS_BEFORE), start):
        if _may_precede(tokens, first, start) and _is_listed(gazetteer, tokens, first, end):
            return first, end
    return start, end


def _may_precede(tokens: Tokens, first: int, start: int) -> bool:
    """Return whether a token is a capitalised first word of place names, in the name's sentence."""
    if tokens.lower[first] not in _NAME_PARTS or not tokens.text[first][0].isupper():
        return False
    return tokens.sentence[first] == tokens.sentence[start]


def _is_listed(gazetteer: Gazetteer, tokens: Tokens, first: int, last: int) -> bool:
    text = tokens.masked[tokens.start[first] : tokens.end[last - 1]]
    return "\n" not in text and len(gazetteer.rows_of_folded(fold_name(text))) > 0
