"""The source of an attribution: the whole noun phrase, with its apposition and relative clause, as it stands."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.tree import Tree

_CLOSING = frozenset({"”", '"', "''", "’", "'"})
_OPENING = frozenset({"“", '"', "``", "''", "‘", "'"})
_PAUSES = frozenset({",", ";", ":", ".", "-", "--", "–", "—", "―", "("})
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_LONG = 100
"""Tokens of a phrase that are searched for a comma."""


def noun_phrase(tree: Tree, head: int, stop: int | None = None) -> Span | None:
    """Code points of the phrase of ``head``.  ``stop`` is the cue's token: the phrase never runs over it."""
    left, right = tree.left[head], tree.right[head]
    if stop is not None:
        if left <= stop < head:
            left = stop + 1
        if head < stop <= right:
            right = stop - 1
    while left < head and (_is_edge(tree, left, _OPENING) or tree.dep[left] == "cc"):
        left += 1
    right = max(right, head)
    if stop is not None and tree.head[head] != stop:
        right = _without_clause(tree, head, right)
    while right > head and _is_edge(tree, right, _CLOSING):
        right -= 1
    right = _with_mark(tree, left, head, right)
    if stop is not None and right < stop:
        right = _to_the_cue(tree, head, right, stop)
    return tree.start[left], tree.end[right]


def _without_clause(tree: Tree, head: int, right: int) -> int:
    """Of a source that the cue shares with an earlier verb only the name is taken up again, not ``, who …``."""
    for kid in tree.children[head]:
        if kid > head and tree.dep[kid] == "relcl" and tree.words[tree.left[kid] - 1] == ",":
            return min(right, tree.left[kid] - 1)
    return right


def _is_edge(tree: Tree, token: int, marks: frozenset[str]) -> bool:
    return tree.words[token] in _PAUSES or tree.words[token] in marks or tree.is_space(token)


def _with_mark(tree: Tree, left: int, head: int, right: int) -> int:
    """The quotation mark that closes what the phrase opens: ``the ad, called "Home"``."""
    after = right + 1
    if after < len(tree.words) and tree.words[after] == ",":
        after += 1
    if after >= len(tree.words) or tree.words[after] not in _CLOSING:
        return right
    opened = sum(tree.words[at] in _OPENING for at in range(max(left, right - _LONG), right + 1))
    return after if opened % 2 else right


def _to_the_cue(tree: Tree, head: int, right: int, stop: int) -> int:
    """The pause that closes an apposition, and the time of a poll: ``a poll last week showed``."""
    after = right + 1
    if tree.words[after] == ",":
        commas = any(tree.words[at] == "," for at in range(head, min(right, head + _LONG)))
        return after if commas else right
    if tree.words[after] in _DASHES:
        dashes = any(tree.words[at] in _DASHES for at in range(head, min(right, head + _LONG)))
        return after if dashes else right
    if tree.pos[head] == "NOUN" and tree.entity[after] == "DATE":
        while after < stop and tree.entity[after] == "DATE" and tree.pos[after] != "ADP":
            after += 1
        return after - 1 if after == stop and tree.tag[right + 1] != "IN" else right
    return right
