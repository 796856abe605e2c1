"""The measure that tests of growth use tells growth from a step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.growth import growth_of

SIZES = (1_000, 2_000, 4_000)
STEP = 2_500
"""Size from which on a document is of another format."""

COSTS: dict[str, tuple[Callable[[int], float], bool]] = {
    "linear": (lambda size: size * 1e-4, False),
    "a little more than linear": (lambda size: size**1.2 * 1e-4, False),
    "linear with a step": (lambda size: size * (1e-7 if size < STEP else 1e-4), False),
    "linear with a step at the first doubling": (lambda size: size * (1e-7 if size < 1_500 else 1e-4), False),
    "quadratic": (lambda size: size**2 * 1e-7, True),
    "quadratic from a step on": (lambda size: size * 1e-7 if size < STEP else size**2 * 1e-7, True),
    "exponential": (lambda size: 2 ** (size / 250) * 1e-5, True),
    "very slow at once": (lambda size: size * 0.1, True),
}
"""Seconds for an input of a size, and whether they are growth."""


@pytest.mark.parametrize("name", COSTS)
def test_two_doublings_in_a_row_are_growth_and_one_is_a_step(name: str) -> None:
    cost, grows = COSTS[name]
    assert bool(growth_of(lambda size, _: cost(size), SIZES)) == grows
