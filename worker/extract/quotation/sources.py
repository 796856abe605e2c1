"""The source of an attribution: the whole noun phrase, with its apposition and relative clause, as it stands."""

from __future__ import annotations

from worker.contract import Span
from worker.extract.quotation.tree import Tree

_STRIP = frozenset({",", ";", ":", ".", "-", "--", "–", "—", "“", '"', "``", "''", "”", "(", "‘"})

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
    while left < head and (tree.words[left] in _STRIP or tree.dep[left] in {"cc", "preconj"} or tree.is_space(left)):
        left += 1
    right = max(right, head)
    while right > head and (tree.words[right] in _STRIP or tree.is_space(right)):
        right -= 1
    end = tree.end[right]
    inner = any(tree.words[token] == "," for token in range(head, min(right, head + _LONG)))
    if inner and stop is not None and right < stop and right + 1 < len(tree.words) and tree.words[right + 1] == ",":
        end = tree.end[right + 1]
    return tree.start[left], end
