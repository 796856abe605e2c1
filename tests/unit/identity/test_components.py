"""Which things of a component are one, and which of them stands for the others."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiredesk.identity.components import RuledPair, ThingFacts, UnionPair, canonical_map

IDS = st.integers(1, 8)
PAIRS = st.tuples(IDS, IDS).filter(lambda pair: pair[0] < pair[1])
UNIONS = st.lists(st.builds(lambda pair, score: UnionPair(*pair, score), PAIRS, st.sampled_from([0.5, 0.7, 0.9])))
RULED = st.lists(st.tuples(PAIRS, st.booleans()), max_size=8).map(
    lambda rows: [RuledPair(n, *pair, is_same) for n, (pair, is_same) in enumerate(rows, 1)]
)
FACTS = st.dictionaries(
    IDS,
    st.builds(
        ThingFacts, st.sampled_from([None, None, "Q1", "Q2"]), st.sampled_from([None, None, 7]), st.integers(0, 99)
    ),
)


def groups(found: dict[int, int]) -> set[frozenset[int]]:
    """Return the groups that the map describes."""
    return {frozenset(id for id in found if found[id] == one) for one in found.values()}


@given(UNIONS, RULED, FACTS, st.randoms())
def test_the_order_of_unions_and_rulings_never_matters(
    unions: list[UnionPair], rulings: list[RuledPair], facts: dict[int, ThingFacts], chance: object
) -> None:
    expected = canonical_map(range(1, 9), unions, rulings, facts)
    shuffled: list[list[object]] = [list(unions), list(rulings), list(range(1, 9))]
    for one in shuffled:
        chance.shuffle(one)  # type: ignore[attr-defined]
    assert canonical_map(shuffled[2], shuffled[0], shuffled[1], facts) == expected  # type: ignore[arg-type]


@given(UNIONS, RULED, FACTS)
def test_two_wikidata_ids_never_join_and_what_is_ruled_different_stays_apart(
    unions: list[UnionPair], rulings: list[RuledPair], facts: dict[int, ThingFacts]
) -> None:
    found = canonical_map(range(1, 9), unions, rulings, facts)
    for group in groups(found):
        assert len({facts[id].wikidata for id in group if id in facts} - {None}) < 2
    last = {(one.a, one.b): one.is_same for one in rulings}
    assert all(found[a] != found[b] for (a, b), is_same in last.items() if not is_same)


@given(UNIONS, RULED, FACTS)
def test_chains_have_one_link(unions: list[UnionPair], rulings: list[RuledPair], facts: dict[int, ThingFacts]) -> None:
    found = canonical_map(range(1, 9), unions, rulings, facts)
    assert all(found[one] == one for one in found.values())


def unions(*pairs: tuple[int, int]) -> Iterable[UnionPair]:
    """Return unions of falling scores."""
    return [UnionPair(*pair, 1 - n / 10) for n, pair in enumerate(pairs)]


@pytest.mark.parametrize(
    ("joined", "ruled", "expected"),
    [
        ([(1, 2), (2, 3)], [], {(1, 2, 3)}),
        ([(1, 2), (2, 3)], [(1, 3, False)], {(1, 2), (3,)}),
        ([], [(1, 2, True), (2, 3, True)], {(1, 2, 3)}),
        ([], [(1, 2, True), (2, 3, True), (1, 3, False)], {(1, 2), (3,)}),
        ([], [(1, 2, True), (1, 2, False)], {(1,), (2,), (3,)}),
        ([], [(1, 2, False), (2, 1, True)], {(1, 2), (3,)}),
        ([(2, 3)], [(1, 2, True), (1, 3, False)], {(1, 2), (3,)}),
    ],
)
def test_users_come_first_and_the_last_word_on_a_pair_counts(
    joined: list[tuple[int, int]], ruled: list[tuple[int, int, bool]], expected: set[tuple[int, ...]]
) -> None:
    rulings = [RuledPair(n, *one) for n, one in enumerate(ruled)]
    found = canonical_map([1, 2, 3], unions(*joined), rulings, {})
    assert groups(found) == {frozenset(one) for one in expected}


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ({}, 1),
        ({2: ThingFacts(stories=3), 3: ThingFacts(stories=2)}, 2),
        ({2: ThingFacts(stories=3), 3: ThingFacts(wikidata="Q1", stories=1)}, 3),
        ({2: ThingFacts(stories=3), 3: ThingFacts(geonames=1)}, 3),
        ({2: ThingFacts(stories=64), 3: ThingFacts(stories=5000)}, 2),
    ],
)
def test_a_thing_with_an_id_stands_for_the_others_then_that_with_most_stories(
    facts: dict[int, ThingFacts], stands: int
) -> None:
    found = canonical_map([1, 2, 3], unions((1, 2), (2, 3)), [], facts)
    assert set(found.values()) == {stands}


def test_the_union_of_the_higher_score_goes_first() -> None:
    facts = {1: ThingFacts("Q1"), 3: ThingFacts("Q2")}
    found = canonical_map([1, 2, 3], [UnionPair(1, 2, 0.5), UnionPair(2, 3, 0.9)], [], facts)
    assert groups(found) == {frozenset({1}), frozenset({2, 3})}


def test_only_users_join_two_places_with_geonames_ids() -> None:
    facts = {1: ThingFacts(geonames=1), 2: ThingFacts(geonames=2)}
    assert len(groups(canonical_map([1, 2], unions(*combinations((1, 2), 2)), [], facts))) == 2
    assert len(groups(canonical_map([1, 2], [], [RuledPair(1, 1, 2, True)], facts))) == 1
