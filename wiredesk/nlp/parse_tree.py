"""The trees of parses: the children of each token, and the first and last token of its subtree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_MAX_CHILDREN = 200
"""Children kept of one token. Only a failed parse has more, and they would make a walk over them quadratic."""
_NO_CHILDREN: list[int] = []
"""Shared by all tokens without children, half of a story: thousands of lists would keep the garbage collector busy."""

Indices = NDArray[np.int64]


class Trees(NamedTuple):
    """One entry for each token of several stories; all indices count from the first token of the same story."""

    children: list[list[int]]
    """In order; nobody may change them."""
    left: Indices
    """First token of the subtree."""
    right: Indices
    """Last token of the subtree."""


def read_trees(head: Indices, first: Indices) -> Trees:
    """Return the trees of several stories.

    Unless arcs cross, a subtree begins with that of a child before its root, if there is one, and ends with that of a
    child behind it. So each token points to its first child, if that is read earlier, and the chain of these pointers
    ends at the beginning of the subtree.

    Args:
        head: index of each token's governor among all tokens of the stories; a root governs itself.
        first: index of the first token of each token's story.
    """
    own = np.arange(len(head))
    governed = (head != own).nonzero()[0]
    order = governed.take(head.take(governed).argsort(kind="stable"))
    parents = head.take(order)
    begins = np.flatnonzero(np.diff(parents, prepend=-1))
    ends = np.append(begins[1:], len(order))[: len(begins)]
    parent = parents.take(begins)
    children = _children(parent, begins, ends, order - first.take(order), len(head))
    left = _chain_ends(own, parent, order.take(begins), np.less)
    right = _chain_ends(own, parent, order.take(ends - 1), np.greater)
    crossing = (left.take(head) > left) | (right.take(head) < right)
    trees = Trees(children, left - first, right - first)
    if crossing.any():
        for start in set(first[crossing].tolist()):
            end = int(first.searchsorted(start, side="right"))
            trees.left[start:end], trees.right[start:end] = _edges_of_crossing((head[start:end] - start).tolist())
    return trees


def _children(parent: Indices, begins: Indices, ends: Indices, order: Indices, size: int) -> list[list[int]]:
    """Return the children of each of ``size`` tokens: ``order`` has those of a parent from ``begins`` to ``ends``."""
    children = [_NO_CHILDREN] * size
    ordered: list[int] = order.tolist()
    ends = np.minimum(ends, begins + _MAX_CHILDREN)
    for token, begin, end in zip(parent.tolist(), begins.tolist(), ends.tolist(), strict=True):
        children[token] = ordered[begin:end]
    return children


def _chain_ends(own: Indices, parent: Indices, child: Indices, is_outside: np.ufunc) -> Indices:
    """Return for each token where the chain from parent to child ends, of the children that are outside."""
    outside = is_outside(child, parent)
    chain = own.copy()
    chain[parent[outside]] = child[outside]
    while True:  # each round doubles the length of the steps
        further = chain.take(chain)
        if (further == chain).all():
            return chain
        chain = further


def _edges_of_crossing(head: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the same for any tree. A token is visited after all tokens that it governs."""
    left = list(range(len(head)))
    right = left.copy()
    pending = [0] * len(head)
    for parent in head:
        pending[parent] += 1
    ready = [token for token, number in enumerate(pending) if not number]
    for token in ready:
        parent = head[token]
        if parent == token:
            continue
        left[parent] = min(left[parent], left[token])
        right[parent] = max(right[parent], right[token])
        pending[parent] -= 1
        if not pending[parent]:
            ready.append(parent)
    return left, right
