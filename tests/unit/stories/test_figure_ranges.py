"""What a figure allows: qualifiers, rounding and ranges."""

from __future__ import annotations

from math import inf

import pytest

from wiredesk.stories.figure_ranges import allowed, bound_of, is_range, rounding


@pytest.mark.parametrize(
    ("text", "figure", "bound"),
    [
        ("at least five people died", "five people", "at least"),
        ("more than 200 were held", "200", "at least"),
        ("killing up to 40 people", "40 people", "at most"),
        ("fewer than 10 votes", "10 votes", "at most"),
        ("a deal of about $1.2 billion", "$1.2 billion", "about"),
        ("an estimated $4 million", "$4 million", "about"),
        ("some 20,000 people marched", "20,000 people", "about"),
        ("three or more people", "three", "at least"),
        ("500+ people", "500", "at least"),
        ("five people died", "five people", "exact"),
        ("the over-heated 3 percent", "3 percent", "exact"),
    ],
)
def test_the_words_beside_a_figure_qualify_it(text: str, figure: str, bound: str) -> None:
    start = text.index(figure)
    assert bound_of(text, (start, start + len(figure))) == bound


@pytest.mark.parametrize(
    ("value", "text", "slack"),
    [
        (5.0, "five people", 0.0),
        (40.0, "40 people", 0.0),
        (215.0, "215 people", 0.0),
        (5000.0, "5,000 people", 250.0),
        (1.2e9, "$1.2 billion", 0.05e9),
        (1.17e9, "$1.17 billion", 0.005e9),
        (200e6, "$200 million", 10e6),
        (160e6, "$160 million", 5e6),
        (200.0, "two hundred people", 10.0),
    ],
)
def test_rounding_hides_half_a_unit_of_the_last_place(value: float, text: str, slack: float) -> None:
    assert rounding(value, text) == pytest.approx(slack)


def test_a_lower_bound_allows_everything_above_it() -> None:
    assert allowed(5, "at least", "five") == (5, inf)
    assert allowed(5, "at most", "five") == (-inf, 5)
    assert allowed(1.2e9, "about", "1.2 billion") == pytest.approx((1.08e9, 1.32e9))


def test_two_figures_with_a_dash_between_them_are_a_range() -> None:
    text = "between $140 and $150 million, and 3 people"
    assert is_range(text, (8, 12), (17, 29))
    assert not is_range(text, (17, 29), (35, 43))
