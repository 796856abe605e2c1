"""Measure how the CPU time of a call grows with the size of its input."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from wiredesk.nlp.garbage import collection_paused

Input = TypeVar("Input")

MAX_GROWTH = 2.7
"""Maximum ratio of CPU time when the input doubles: 2 is linear, 2.46 is n^1.3, 4 is quadratic."""
NOISE_SECONDS = 0.02
"""CPU seconds that are added to a measurement before it is compared: below, it says nothing about growth."""
ROUNDS = 3
"""Measurements of one size at most; the fastest counts, as everything that disturbs a measurement makes it slower."""
ATTEMPTS = 2
"""Times that all sizes are measured before growth counts: what disturbs one size only must not be taken for growth."""
STEPS = 2
"""Doublings in a row that must take too long.  One may be a step: a larger document can be of another format."""
MAX_SECONDS = 5.0
"""CPU seconds for the smallest size, and for any other size whose doubling took too long: no step is as large."""


def growth(call: Callable[[Input], object], make: Callable[[int], Input], sizes: tuple[int, ...]) -> str:
    """Return a message if the time grows clearly faster than the input, else an empty string.

    Only CPU time of this process counts, and only ratios: the test says the same on a slow or busy machine.

    Args:
        call: what is measured.
        make: returns an input of about the given size.
        sizes: from the smallest to the largest, each twice the one before.  If the last one took too long, the next
            larger one is measured, which tells growth from a step.
    """

    def seconds(size: int, allowed: float) -> float:
        return _fastest(call, make(size), allowed)

    found = ""
    for _ in range(ATTEMPTS):
        found = growth_of(seconds, sizes)
        if not found:
            break
    return found


def growth_of(seconds: Callable[[int, float], float], sizes: tuple[int, ...]) -> str:
    """Return a message if two doublings in a row took too long, else an empty string.

    Args:
        seconds: returns the CPU seconds for a size; it need not measure again once they are below the second argument.
        sizes: as for `growth`.
    """
    taken: dict[int, float] = {}
    allowed, exceeded = MAX_SECONDS, 0
    for size in (*sizes, 2 * sizes[-1]):
        if size > sizes[-1] and not exceeded:
            break
        taken[size] = seconds(size, allowed)
        exceeded = exceeded + 1 if taken[size] > allowed else 0
        if exceeded == STEPS or (exceeded and taken[size] > MAX_SECONDS):
            rows = ", ".join(f"{size:,}: {took:.3f} s" for size, took in taken.items())
            return f"CPU time grows faster than the input: {rows}"
        allowed = MAX_GROWTH * (taken[size] + NOISE_SECONDS)
    return ""


def _fastest(call: Callable[[Input], object], data: Input, allowed: float) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        best = min(best, _cpu_seconds(call, data))
        if best <= allowed or best > MAX_SECONDS:
            break
    return best


def _cpu_seconds(call: Callable[[Input], object], data: Input) -> float:
    with collection_paused():  # a collection reads what all tests before have left: tenths of a second
        began = time.process_time()
        call(data)
        return time.process_time() - began
