"""The source of an attribution: the whole noun phrase, with its apposition and relative clause, as it stands."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.tokens import Tokens

_CLOSING = frozenset({"”", '"', "''", "’", "'"})
_OPENING = frozenset({"“", '"', "``", "''", "‘", "'"})
_PAUSES = frozenset({",", ";", ":", ".", "-", "--", "–", "—", "―", "("})
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_LONG = 100
"""Tokens of a phrase that are searched for a comma."""


def noun_phrase(tokens: Tokens, head: int, stop: int | None = None) -> Span | None:
    """Code points of the phrase of ``head``.  ``stop`` is the cue's token: the phrase never runs over it."""
    left, right = tokens.left[head], tokens.right[head]
    if stop is not None:
        if left <= stop < head:
            left = stop + 1
        if head < stop <= right:
            right = stop - 1
    while left < head and (_is_edge(tokens, left, _OPENING) or tokens.dep[left] == "cc"):
        left += 1
    right = max(right, head)
    if stop is not None and tokens.head[head] != stop:
        right = _without_clause(tokens, head, right)
    while right > head and _is_edge(tokens, right, _CLOSING):
        right -= 1
    right = _with_mark(tokens, left, head, right)
    if stop is not None and right < stop:
        right = _to_the_cue(tokens, head, right, stop)
    return tokens.start[left], tokens.end[right]


def _without_clause(tokens: Tokens, head: int, right: int) -> int:
    """Of a source that the cue shares with an earlier verb only the name is taken up again, not ``, who …``."""
    for kid in tokens.children[head]:
        if kid > head and tokens.dep[kid] == "relcl" and tokens.text[tokens.left[kid] - 1] == ",":
            return min(right, tokens.left[kid] - 1)
    return right


def _is_edge(tokens: Tokens, token: int, marks: frozenset[str]) -> bool:
    return tokens.text[token] in _PAUSES or tokens.text[token] in marks or tokens.is_space(token)


def _with_mark(tokens: Tokens, left: int, head: int, right: int) -> int:
    """The quotation mark that closes what the phrase opens: ``the ad, called "Home"``."""
    after = right + 1
    if after < len(tokens.text) and tokens.text[after] == ",":
        after += 1
    if after >= len(tokens.text) or tokens.text[after] not in _CLOSING:
        return right
    opened = sum(tokens.text[at] in _OPENING for at in range(max(left, right - _LONG), right + 1))
    return after if opened % 2 else right


def _to_the_cue(tokens: Tokens, head: int, right: int, stop: int) -> int:
    """The pause that closes an apposition, and the time of a poll: ``a poll last week showed``."""
    after = right + 1
    if tokens.text[after] == ",":
        commas = any(tokens.text[at] == "," for at in range(head, min(right, head + _LONG)))
        return after if commas else right
    if tokens.text[after] in _DASHES:
        dashes = any(tokens.text[at] in _DASHES for at in range(head, min(right, head + _LONG)))
        return after if dashes else right
    if tokens.pos[head] == "NOUN" and tokens.ent_type[after] == "DATE":
        while after < stop and tokens.ent_type[after] == "DATE" and tokens.pos[after] != "ADP":
            after += 1
        return after - 1 if after == stop and tokens.tag[right + 1] != "IN" else right
    return right
