"""How alike two stories are as parts of one thread."""

from __future__ import annotations

import pytest

from wiredesk.stories.thread_likeness import (
    FEWEST_STORIES,
    FORM_LIKENESS,
    NEAR_DAYS,
    SHORT_WORDS,
    TABLE_FACTOR,
    ThreadProfile,
    damping_of,
    has_common_actor,
    likeness,
    profile,
    with_relation,
)
from wiredesk.stories.thread_terms import ThreadTerms


def story(
    *terms: str, names: str = "", places: str = "", words: int = 400, figures: float = 0.0, day: int = 0
) -> ThreadProfile:
    weight = len(terms) ** -0.5
    split = (frozenset(tuple(name.split()) for name in listed.split(",") if name.strip()) for listed in (names, places))
    given = ThreadTerms(dict.fromkeys(terms, weight), *split, words, figures, day)
    return profile(given, lambda term: 0.25 if term == "common" else 1.0)


def test_likeness_is_the_share_of_weight_in_common() -> None:
    assert likeness(story("bridge", "rhone"), story("bridge", "rhone")) == pytest.approx(1)
    assert likeness(story("bridge", "rhone"), story("bridge", "toll")) == pytest.approx(0.5)
    assert likeness(story("bridge"), story("ferry")) == 0


def test_a_frequent_term_counts_for_less() -> None:
    assert likeness(story("common"), story("common")) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("day", "shared", "alike"),
    [
        (0, "dividend", True),
        (NEAR_DAYS, "dividend", True),
        (NEAR_DAYS + 1, "dividend", False),
        (-NEAR_DAYS - 1, "dividend", False),
        (NEAR_DAYS + 1, "takeover", True),
    ],
)
def test_stories_days_apart_share_more_than_their_names(day: int, shared: str, alike: bool) -> None:
    """One company's takeover bid, and days later something of the same company."""
    bid = story("telxon", "telxon corp", "takeover", names="telxon corp")
    other = story("telxon", "telxon corp", shared, names="telxon corp, telxon", day=day)
    assert (likeness(bid, other) > 0) is alike


@pytest.mark.parametrize(
    ("having", "stories", "factor"),
    [
        (0, 0, 1.0),
        (1, 1, 1.0),
        (20, 20, 1.0),
        (FEWEST_STORIES // 82, 500, 1.0),
        (4000, 4000, 0.0),
        (5000, 4000, 0.0),
        (20_000, 400_000, 0.6808),
    ],
)
def test_damping_begins_at_one_story_of_eighty(having: int, stories: int, factor: float) -> None:
    assert damping_of(having, stories) == pytest.approx(factor, abs=0.001)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("telxon", "telxon", True),
        ("telxon", "telxon systems", True),
        ("ronald reagan", "reagan", True),
        ("gulf resources", "gulf applied technologies", False),
        ("general motors", "american motors", False),
        ("ford motor canada", "motor", False),
        ("telxon", "", False),
        ("", "", False),
    ],
)
def test_a_name_may_be_the_beginning_or_end_of_a_longer_one(one: str, other: str, common: bool) -> None:
    assert has_common_actor(story("a", names=one), story("a", names=other)) is common
    assert has_common_actor(story("a", names=other), story("a", names=one)) is common


def test_a_place_is_the_same_as_a_whole_and_no_part_of_a_name() -> None:
    assert has_common_actor(story("a", places="varna"), story("a", places="varna"))
    assert not has_common_actor(story("a", places="florida"), story("a", names="florida commercial banks"))


@pytest.mark.parametrize(
    ("words", "figures", "names", "expected"),
    [
        (400, 0.0, "", 1.0),
        (SHORT_WORDS - 1, 0.0, "", 0.0),
        (SHORT_WORDS - 1, 0.0, "telxon", 1.0),
        (400, 0.4, "", 0.0),
        (400, 0.4, "telxon", TABLE_FACTOR),
    ],
)
def test_tables_and_short_stories_need_an_actor_in_common(
    words: int, figures: float, names: str, expected: float
) -> None:
    one = story("quarter", "dividend", names=names, words=words, figures=figures)
    other = story("quarter", "dividend", names="telxon")
    assert likeness(one, other) == pytest.approx(expected) == likeness(other, one)


@pytest.mark.parametrize(
    ("value", "relation", "expected"),
    [
        (0.1, "copy", 1.0),
        (0.0, "version", 1.0),
        (0.9, "part", 0.9),
        (0.1, "form", 0.1),
        (0.9, "form", FORM_LIKENESS),
        (0.9, None, 0.9),
    ],
)
def test_what_texts_are_to_each_other_decides_first(value: float, relation: str | None, expected: float) -> None:
    assert with_relation(value, relation) == expected
