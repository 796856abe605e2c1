"""Place names that the model cut short: "Kansas" of "Kansas City", "Calhoun" of "Calhoun County"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.tokens import Tokens

_TYPES = frozenset({"GPE", "LOC"})
_NAME_PARTS = word_set("places", "name_parts")
_RIGHT, _LEFT = 3, 2
"""Tokens looked at on either side; a hyphen is one."""


def grown(
    gazetteer: Gazetteer,
    tokens: Tokens,
    entities: Sequence[EntityDraft],
    index: Mapping[int, int],
    ends: Mapping[int, int],
) -> Iterator[tuple[Span, Span]]:
    """Pairs of a mention's span and the longer one that is the name of a place of the gazetteer."""
    for entity in entities:
        if entity.type not in _TYPES:
            continue
        for mention in entity.mentions:
            start, end = index.get(mention.span[0]), ends.get(mention.span[1])
            if mention.kind != "name" or start is None or end is None or end <= start:
                continue
            first, last = _longest(gazetteer, tokens, start, end)
            if (first, last) != (start, end):
                yield mention.span, (tokens.start[first], tokens.end[last - 1])


def _longest(gazetteer: Gazetteer, tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """The widest range around a name that is a name of the gazetteer too."""
    for last in range(min(end + _RIGHT, len(tokens)), end, -1):
        if _joined(tokens, start, end, last) and _known(gazetteer, tokens, start, last):
            return start, last
    for first in range(max(0, start - _LEFT), start):
        before = tokens.lower[first]
        same = tokens.text[first][0].isupper() and tokens.sentence[first] == tokens.sentence[start]
        if before in _NAME_PARTS and same and _known(gazetteer, tokens, first, end):
            return first, end
    return start, end


def _joined(tokens: Tokens, start: int, end: int, last: int) -> bool:
    """Whether the tokens after a name may belong to it: capitalised, of its sentence, at most hyphens between."""
    if tokens.sentence[last - 1] != tokens.sentence[start] or not tokens.text[last - 1][:1].isupper():
        return False
    return all(tokens.text[at][:1].isupper() or tokens.text[at] == "-" for at in range(end, last))


def _known(gazetteer: Gazetteer, tokens: Tokens, first: int, last: int) -> bool:
    text = tokens.masked[tokens.start[first] : tokens.end[last - 1]]
    return "\n" not in text and len(gazetteer.rows_of_folded(fold_name(text))) > 0
