"""Which number each cluster gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiredesk.stories.thread_numbers import Regrouping, regroup


@pytest.mark.parametrize(
    ("clusters", "threads", "expected"),
    [
        ([[1]], {}, Regrouping((None,), (None,), {})),
        ([[1, 2, 3]], {1: 7, 2: 7}, Regrouping((7,), (None,), {})),
        # two threads become one: the one with fewer stories redirects
        ([[1, 2, 3, 4]], {1: 7, 2: 8, 3: 8}, Regrouping((8,), (None,), {7: 0})),
        # among equals the older number stays
        ([[1, 2, 3]], {1: 7, 2: 8}, Regrouping((7,), (None,), {8: 0})),
        # a thread falls apart: the larger part keeps the number
        ([[1], [2, 3]], {1: 7, 2: 7, 3: 7}, Regrouping((None, 7), (7, None), {})),
        # one falls apart and both parts go to others
        (
            [[1, 4, 5], [2, 6, 9]],
            {1: 7, 2: 7, 4: 8, 5: 8, 6: 9, 9: 9},
            Regrouping((8, 9), (None, None), {7: 0}),
        ),
    ],
)
def test_numbers_stay_with_most_of_their_stories(
    clusters: Sequence[Sequence[int]], threads: Mapping[int, int], expected: Regrouping
) -> None:
    assert regroup(clusters, threads) == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.one_of(st.none(), st.integers(1, 5))), max_size=12))
def test_no_number_is_lost_or_given_twice(stories: list[tuple[int, int | None]]) -> None:
    positions = sorted({cluster for cluster, _ in stories})
    clusters = [[n for n, (cluster, _) in enumerate(stories) if cluster == position] for position in positions]
    threads = {n: thread for n, (_, thread) in enumerate(stories) if thread is not None}
    found = regroup(clusters, threads)
    kept = [number for number in found.threads if number is not None]
    assert len(kept) == len(set(kept))
    assert sorted({*kept, *found.merged}) == sorted(set(threads.values()))
    assert not set(kept) & set(found.merged)
    for number, origin, cluster in zip(found.threads, found.origins, clusters, strict=True):
        assert (number is None) == (origin is not None or not any(story in threads for story in cluster))
