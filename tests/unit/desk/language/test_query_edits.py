"""A query's text is changed as a user would change it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.queries.language.query_edits import (
    condition,
    query_parts,
    with_condition,
    without_condition,
    without_part,
)
from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import All, AnyOf, FieldTest, Not, QueryTree, Words
from desk.queries.query_syntax import BadQuery

PARTS = [
    ("oil", ["oil"]),
    ("", []),
    ('oil source:Reuters -gold "two words"', ["oil", "source:Reuters", "-gold", '"two words"']),
    ("oil or gas", ["oil or gas"]),
    ("(oil OR gas) -(a b) tea", ["(oil OR gas)", "-(a b)", "tea"]),
    ("oil AND gas NOT tea", ["oil", "gas", "NOT tea"]),
    ('urgency<=2 person:"Amina Otieno"', ["urgency<=2", 'person:"Amina Otieno"']),
    ('oil "not closed', ["oil", '"not closed"']),
]


@pytest.mark.parametrize(("query", "parts"), PARTS)
def test_the_parts_of_a_query_are_what_a_story_must_all_fit(query: str, parts: list[str]) -> None:
    assert [part.text for part in query_parts(query)] == parts


@pytest.mark.parametrize(
    ("query", "field", "value", "instead", "expected"),
    [
        ("", "source", "Reuters", (), "source:Reuters"),
        ("oil", "source", "Meridian Wire", (), 'oil source:"Meridian Wire"'),
        ("oil or gas", "place", "KE", (), "(oil or gas) place:KE"),
        ("oil published:2026 since:30d", "published", "2026-11", ("published", "since"), "oil published:2026-11"),
        ('"open', "topic", "medtop:11000000", (), '"open" topic:medtop:11000000'),
        ("oil", "person", 'Ann "Bo" Cole', (), 'oil person:"Ann Bo Cole"'),
        ("oil", "source", "-x", (), 'oil source:"-x"'),
    ],
)
def test_a_condition_is_added(query: str, field: str, value: str, instead: tuple[str, ...], expected: str) -> None:
    assert with_condition(query, field, value, instead_of=instead) == expected
    parse_query(expected)


def test_parts_are_taken_out() -> None:
    assert without_part("oil -gold source:x", 1) == "oil source:x"
    assert without_condition('oil source:"Meridian Wire" kind:story', "source", "meridian wire") == "oil kind:story"
    assert without_condition("oil -source:x urgency<=4", "urgency", "4") == "oil -source:x urgency<=4"


def bare(tree: QueryTree | None) -> object:
    """Return a tree without the places of its parts."""
    if isinstance(tree, Words | FieldTest):
        return replace(tree, column=1)
    if isinstance(tree, Not):
        return Not, bare(tree.part)
    return None if tree is None else (type(tree), [bare(part) for part in tree.parts])


PIECES = st.sampled_from(
    ["oil", "-gold", '"two words"', "or", "OR", "AND", "NOT", "(", ")", "source:Reuters", 'person:"A B"', "-", '"',
     "urgency<=2", "tea*", "it's", "a-b", "“curly”", "12:30"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=9))
def test_the_parts_together_mean_what_the_query_means(pieces: list[str]) -> None:
    query = " ".join(pieces)
    try:
        tree = parse_query(query)
    except BadQuery:
        return
    assert bare(parse_query(" ".join(part.text for part in query_parts(query)))) == bare(tree)
    longer = parse_query(with_condition(query, "source", "Coast Agency"))
    added = FieldTest("source", "Coast Agency")
    if tree is None:
        assert bare(longer) == added
    else:
        parts = tree.parts if isinstance(tree, All) else (tree,)
        assert isinstance(longer, All)
        assert [bare(one) for one in longer.parts] == [*(bare(one) for one in parts), added]


def test_what_stands_in_a_condition_is_read_as_it_was() -> None:
    for value in ("KE", "Meridian Wire", "medtop:11000000", "A/B", "x (y)", "-x", "O'Neill", "or"):
        assert parse_query(condition("source", value)) == FieldTest("source", value)


def test_alternatives_are_one_part() -> None:
    assert isinstance(parse_query(query_parts("a or b or c")[0].text), AnyOf)
