"""Clusters of stories by average linkage: two clusters are as alike as all their pairs on average."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = 9
"""Decimal places of an average: sums of the same numbers in another order differ after them."""


def clusters(size: int, likeness: Callable[[int, int], float], cut: float) -> list[list[int]]:
    """Return the items 0 … size-1 in clusters: the two most alike are joined until none are alike enough.

    Among equals, the two with the first items are joined, so that the order of the items alone decides.  It takes time
    in proportion to the square of the size, of which the calls of ``likeness`` take most.

    Args:
        likeness: returns how alike two items are; the first argument is the smaller.
        cut: average likeness below which two clusters are not joined.
    """
    members = {item: [item] for item in range(size)}
    sums = [[0.0] * size for _ in range(size)]
    for one in range(size):
        for other in range(one + 1, size):
            sums[one][other] = sums[other][one] = likeness(one, other)
    nearest = {item: _nearest(item, members, sums) for item in members}
    while len(members) > 1:
        one = min(members, key=lambda item: (-nearest[item][0], item))
        average, other = nearest[one]
        if average < cut:
            break
        one, other = sorted((one, other))
        _join(one, other, members, sums)
        del nearest[other]
        for item in members:
            if item == one or nearest[item][1] in {one, other}:
                nearest[item] = _nearest(item, members, sums)
            elif (found := _average(item, one, members, sums), -one) > (nearest[item][0], -nearest[item][1]):
                nearest[item] = found, one
    return [sorted(items) for items in members.values()]


def _join(one: int, other: int, members: dict[int, list[int]], sums: list[list[float]]) -> None:
    members[one] += members.pop(other)
    for item in members:
        if item != one:
            sums[one][item] = sums[item][one] = sums[one][item] + sums[other][item]


def _average(one: int, other: int, members: dict[int, list[int]], sums: list[list[float]]) -> float:
    return round(sums[one][other] / (len(members[one]) * len(members[other])), _DIGITS)


def _nearest(item: int, members: dict[int, list[int]], sums: list[list[float]]) -> tuple[float, int]:
    """Return the cluster most like one, and how alike they are; the first of equals."""
    size, of_item = len(members[item]), sums[item]
    best, nearest = -1.0, 0
    for other, items in members.items():  # in ascending order
        if other != item and (average := round(of_item[other] / (size * len(items)), _DIGITS)) > best:
            best, nearest = average, other
    return best, nearest
