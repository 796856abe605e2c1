"""Extend place names that the model cut short: "Kansas" of "Kansas City", "Calhoun" of "Calhoun County"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.named_place import name_ranges
from wiredesk.nlp.tokens import Tokens

MAX_TOKENS_AFTER = 3
"""Tokens by which a name is extended to the right. A hyphen is a token."""
MAX_TOKENS_BEFORE = 2
"""Tokens by which it is extended to the left."""

_TYPES = frozenset({"GPE", "LOC"})
_JOINTS = frozenset({"-", "of"})
"""Tokens without a capital inside a name: "Stratford-upon-Avon", "Gulf of Mexico"."""
_NAME_PARTS = word_set("places", "name_parts")


def expand_places(gazetteer: Gazetteer, tokens: Tokens, entities: Sequence[EntityDraft]) -> Iterator[tuple[Span, Span]]:
    """Yield the span of each mention that was cut short, and the longer span that the gazetteer has as a name."""
    for entity in entities:
        if entity.type in _TYPES:
            for mention, start, end in name_ranges(tokens, entity):
                first, last = _longest_name(gazetteer, tokens, start, end)
                if (first, last) != (start, end):
                    yield mention.span, tokens.span(first, last)


def _longest_name(gazetteer: Gazetteer, tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the widest range around a name that is a name in the gazetteer, too."""
    for last in range(min(end + MAX_TOKENS_AFTER, len(tokens)), end, -1):
        if _may_continue(tokens, start, end, last) and _is_listed(gazetteer, tokens, start, last):
            return start, last
    for first in range(max(0, start - MAX_TOKENS_BEFORE), start):
        if _may_precede(tokens, first, start) and _is_listed(gazetteer, tokens, first, end):
            return first, end
    return start, end


def _may_continue(tokens: Tokens, start: int, end: int, last: int) -> bool:
    """Return whether the tokens after a name may belong to it: capitalised or hyphens, in its sentence."""
    text = tokens.text
    if not text[end][:1].isupper() and text[end] not in _JOINTS:
        return False
    if tokens.sentence[last - 1] != tokens.sentence[start] or not text[last - 1][:1].isupper():
        return False
    return all(text[at][:1].isupper() or text[at] in _JOINTS for at in range(end, last))


def _may_precede(tokens: Tokens, first: int, start: int) -> bool:
    """Return whether a token is a capitalised first word of place names, in the name's sentence."""
    if tokens.lower[first] not in _NAME_PARTS or not tokens.text[first][0].isupper():
        return False
    return tokens.sentence[first] == tokens.sentence[start]


def _is_listed(gazetteer: Gazetteer, tokens: Tokens, first: int, last: int) -> bool:
    text = tokens.masked[tokens.start[first] : tokens.end[last - 1]]
    return "\n" not in text and len(gazetteer.rows_of_folded(fold_name(text))) > 0
