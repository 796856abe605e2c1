"""Clusters by average linkage."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from wiredesk.stories.average_linkage import clusters


def of(pairs: dict[tuple[int, int], float], size: int, cut: float = 0.3) -> list[list[int]]:
    return clusters(size, lambda one, other: pairs.get((one, other), 0.0), cut)


def simple(size: int, pairs: dict[tuple[int, int], float], cut: float) -> list[list[int]]:
    """The definition, without any bookkeeping."""
    found = [[item] for item in range(size)]
    while len(found) > 1:
        average, one, other = max(
            (
                round(
                    sum(pairs.get((min(a, b), max(a, b)), 0.0) for a in left for b in right) / len(left) / len(right), 9
                ),
                -left[0],
                -right[0],
            )
            for left in found
            for right in found
            if left[0] < right[0]
        )
        if average < cut:
            break
        [left] = [items for items in found if items[0] == -one]
        [right] = [items for items in found if items[0] == -other]
        found = [items for items in found if items not in (left, right)] + [sorted(left + right)]
    return sorted(found)


def test_nothing_and_one_are_clustered() -> None:
    assert of({}, 0) == []
    assert of({}, 1) == [[0]]


def test_a_chain_does_not_pull_in_what_is_unlike_most() -> None:
    assert of({(0, 1): 0.9, (1, 2): 0.5}, 3) == [[0, 1], [2]]


def test_two_pairs_are_joined_by_their_average() -> None:
    pairs = {(0, 1): 0.9, (2, 3): 0.8} | dict.fromkeys(((0, 2), (0, 3), (1, 2), (1, 3)), 0.3)
    assert of(pairs, 4) == [[0, 1, 2, 3]]
    assert of(pairs, 4, 0.31) == [[0, 1], [2, 3]]


def test_among_equals_the_first_are_joined() -> None:
    assert of({(0, 1): 0.5, (1, 2): 0.5}, 3) == [[0, 1], [2]]


@given(st.integers(0, 9), st.integers(0, 2**32), st.sampled_from([0.2, 0.3, 0.5]))
def test_clusters_are_those_of_the_definition(size: int, seed: int, cut: float) -> None:
    chance = random.Random(seed)
    pairs = {(one, other): chance.randrange(10) / 10 for one in range(size) for other in range(one + 1, size)}
    assert sorted(of(pairs, size, cut)) == simple(size, pairs, cut)
