"""The differences between two versions of a text, word by word, in bounded time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

MAX_EDITS = 800
"""Removed and added pieces up to which two texts are compared; the comparison takes time and memory in their square.
800 takes about 0.3 s.  Texts that differ in more are compared by paragraph, then as wholes."""
CACHED_DIFFS = 32
"""Comparisons kept: readers look at the same correction at the same time."""
_WORD = re.compile(r"\S+\s*|\s+")
_PARAGRAPH = re.compile(r".+?(?:\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextChange:
    """A part of either text."""

    kind: Literal["same", "removed", "added"]
    text: str


@lru_cache(maxsize=CACHED_DIFFS)
def diff(before: str, after: str) -> tuple[TextChange, ...]:
    """Return the changes from one text to the next, in the order of the text."""
    for pieces in (_WORD, _PARAGRAPH):
        old, new = pieces.findall(before), pieces.findall(after)
        same = _matches(old, new)
        if same is not None:
            return tuple(_changes(old, new, same))
    return tuple(change for change in (TextChange("removed", before), TextChange("added", after)) if change.text)


def _changes(old: Sequence[str], new: Sequence[str], same: Sequence[tuple[int, int]]) -> Iterator[TextChange]:
    """Yield the changes between the pieces that are the same, which are given by their two indices."""
    a = b = 0
    kept: list[str] = []
    for x, y in (*same, (len(old), len(new))):
        if (x, y) != (a, b):
            if kept:
                yield TextChange("same", "".join(kept))
                kept = []
            if x > a:
                yield TextChange("removed", "".join(old[a:x]))
            if y > b:
                yield TextChange("added", "".join(new[b:y]))
        if x < len(old):
            kept.append(old[x])
        a, b = x + 1, y + 1
    if kept:
        yield TextChange("same", "".join(kept))


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return the pieces that both have, as pairs of indices in order; None if they differ in too many.

    E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), behind a common start and before a common
    end.
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    path = _shortest_edit(a, b)
    if path is None:
        return None
    middle = [(start + x, start + y) for x, y in path]
    head = [(at, at) for at in range(start)]
    return head + middle + [(len(old) - at, len(new) - at) for at in range(end, 0, -1)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many pieces both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _shortest_edit(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return the matches on the shortest path of removals and additions; None if it has more than MAX_EDITS."""
    if abs(len(a) - len(b)) > MAX_EDITS:
        return None
    reached = {1: 0}  # diagonal → how far along ``a`` the path on it goes
    trace: list[dict[int, int]] = []
    for edits in range(min(MAX_EDITS, len(a) + len(b)) + 1):
        trace.append(reached)
        reached = dict(reached)
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1])
            x = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            y = x - diagonal
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reached[diagonal] = x
            if x >= len(a) and y >= len(b):
                return _back(trace, len(a), len(b))
    return None


def _back(trace: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """Follow the path back from its end and return its matches in order."""
    matches: list[tuple[int, int]] = []
    for edits in range(len(trace) - 1, -1, -1):
        reached, diagonal = trace[edits], x - y
        down = diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        from_x = reached[before]
        from_y = from_x - before
        while x > from_x and y > from_y and x > 0 and y > 0:
            x, y = x - 1, y - 1
            matches.append((x, y))
        x, y = from_x, from_y
    return matches[::-1]
