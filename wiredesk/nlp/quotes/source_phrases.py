"""The source of an attribution: the whole noun phrase, with its apposition and relative clause."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.tokens import Tokens

_CLOSING = frozenset({"”", '"', "''", "’", "'"})
_OPENING = frozenset({"“", '"', "``", "''", "‘", "'"})
_PAUSES = frozenset({",", ";", ":", ".", "-", "--", "–", "—", "―", "("})
DASHES = frozenset({"-", "--", "–", "—", "―"})
"""Marks that set off a part of a sentence."""
MAX_PHRASE_TOKENS = 100
"""Tokens of a phrase that are searched for commas and marks; bounds the search in a failed parse."""


def noun_phrase(tokens: Tokens, head: int, stop: int | None = None) -> Span | None:
    """Return the characters of the noun phrase of ``head``. It never runs over ``stop``, the token of the cue."""
    left, right = tokens.left[head], tokens.right[head]
    if stop is not None:
        if left <= stop < head:
            left = stop + 1
        if head < stop <= right:
            right = stop - 1
    while left < head and (
        _is_edge(tokens, left, _OPENING) or tokens.dep[left] == "cc" or tokens.lower[left] == "even"
    ):
        left += 1
    right = max(right, head)
    if stop is not None and tokens.head[head] != stop:
        right = _without_clause(tokens, head, right)
    while right > head and _is_edge(tokens, right, _CLOSING):
        right -= 1
    right = _with_closing_mark(tokens, left, head, right)
    if stop is not None and right < stop:
        right = _to_the_cue(tokens, head, right, stop)
    return tokens.start[left], tokens.end[right]


def _without_clause(tokens: Tokens, head: int, right: int) -> int:
    """Return the phrase's end without ``, who …``: for a source that the cue shares with an earlier verb."""
    for child in tokens.children[head]:
        if child > head and tokens.dep[child] == "relcl" and tokens.text[tokens.left[child] - 1] == ",":
            return min(right, tokens.left[child] - 1)
    return right


def _is_edge(tokens: Tokens, token: int, marks: frozenset[str]) -> bool:
    """Return whether a token is punctuation or white space that no phrase begins or ends with."""
    return tokens.text[token] in _PAUSES or tokens.text[token] in marks or tokens.is_space(token)


def _with_closing_mark(tokens: Tokens, left: int, head: int, right: int) -> int:
    """Return the phrase's end with the quotation mark that closes what it opens: ``the ad, called "Home"``."""
    after = right + 1
    if after < len(tokens.text) and tokens.text[after] == ",":
        after += 1
    if after >= len(tokens.text) or tokens.text[after] not in _CLOSING:
        return right
    opened = sum(tokens.text[at] in _OPENING for at in range(max(left, right - MAX_PHRASE_TOKENS), right + 1))
    return after if opened % 2 else right


def _to_the_cue(tokens: Tokens, head: int, right: int, stop: int) -> int:
    """Return the phrase's end with the comma or dash that closes an apposition, or the date of a poll.

    ``Hugh Hill, a doctor,``; ``a poll last week``.
    """
    after = right + 1
    if tokens.text[after] == ",":
        commas = any(tokens.text[at] == "," for at in range(head, min(right, head + MAX_PHRASE_TOKENS)))
        return after if commas else right
    if tokens.text[after] in DASHES:
        dashes = any(tokens.text[at] in DASHES for at in range(head, min(right, head + MAX_PHRASE_TOKENS)))
        return after if dashes else right
    if tokens.pos[head] == "NOUN" and tokens.ent_type[after] == "DATE":
        while after < stop and tokens.ent_type[after] == "DATE" and tokens.pos[after] != "ADP":
            after += 1
        return after - 1 if after == stop and tokens.tag[right + 1] != "IN" else right
    return right
