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
JUMP = 3
"""Times the allowed CPU time at which one doubling is enough."""
MAX_FIRST_SECONDS = 5.0
"""CPU seconds for the smallest size, and from which on a measurement is not made again."""


def growth(call: Callable[[Input], object], make: Callable[[int], Input], sizes: tuple[int, ...]) -> str:
    """Return a message if the time grows clearly faster than the input, else an empty string.

    Only CPU time of this process counts, and only ratios: the test says the same on a slow or busy machine.

    Args:
        call: what is measured.
        make: returns an input of about the given size.
        sizes: from the smallest to the largest, each twice the one before.
    """
    found = ""
    for _ in range(ATTEMPTS):
        found = _growth(call, make, sizes)
        if not found:
            return ""
    return found


def _growth(call: Callable[[Input], object], make: Callable[[int], Input], sizes: tuple[int, ...]) -> str:
    taken: list[float] = []
    exceeded = 0
    for size in sizes:
        data = make(size)
        allowed = MAX_GROWTH * (taken[-1] + NOISE_SECONDS) if taken else MAX_FIRST_SECONDS
        best = float("inf")
        for _ in range(ROUNDS):
            best = min(best, _cpu_seconds(call, data))
            if best <= allowed or best > MAX_FIRST_SECONDS:
                break
        taken.append(best)
        exceeded = exceeded + 1 if best > allowed else 0
        if best > JUMP * allowed or exceeded == STEPS:
            rows = ", ".join(f"{size:,}: {seconds:.3f} s" for size, seconds in zip(sizes, taken, strict=False))
            return f"CPU time grows faster than the input: {rows}"
    return ""


def _cpu_seconds(call: Callable[[Input], object], data: Input) -> float:
    with collection_paused():  # a collection reads what all tests before have left: tenths of a second
        began = time.process_time()
        call(data)
        return time.process_time() - began
