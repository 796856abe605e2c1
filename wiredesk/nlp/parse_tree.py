"""The tree of a parse: the children of each token, and the first and last token of its subtree."""

from __future__ import annotations

from collections.abc import Sequence

_MAX_CHILDREN = 200
"""Children kept of one token. Only a failed parse has more, and they would make a walk over them quadratic."""
_NO_CHILDREN: list[int] = []
"""Shared by all tokens without children, half of a story: thousands of lists would keep the garbage collector busy."""


def read_tree(head: Sequence[int]) -> tuple[list[list[int]], list[int], list[int]]:
    """Return the children of each token, which nobody may change, and the first and the last token of its subtree.

    ``head`` has the index of each token's governor.

    Unless arcs cross, a subtree begins with that of a child before its root, and that child is read earlier. So one
    pass from the left finds where the subtrees begin, and one from the right where they end.
    """
    left = list(range(len(head)))
    right = left.copy()
    children = [_NO_CHILDREN] * len(head)
    crossing = False
    for token, parent in enumerate(head):
        if parent == token:
            continue
        others = children[parent]
        if not others:
            children[parent] = [token]
        elif len(others) < _MAX_CHILDREN:
            others.append(token)
        first = left[token]
        if first < left[parent]:
            if parent < token:
                crossing = True
            left[parent] = first
    if crossing:
        return children, *_edges_of_crossing(head)
    for token in range(len(head) - 1, -1, -1):
        last, parent = right[token], head[token]
        if last > right[parent]:
            if parent > token:
                return children, *_edges_of_crossing(head)
            right[parent] = last
    return children, left, right


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
