"""The soak's measure of growth: which series count as flat and which do not."""

from __future__ import annotations

import random

from tests.faults.memory import growth

MB = 1_000_000
TIMES = [30.0 * n for n in range(120)]


def noise(chance: random.Random) -> float:
    """One sample in twenty is an outlier, as during a fork or a garbage collection."""
    return chance.gauss(0, MB) + (80 * MB if chance.random() < 0.05 else 0)


def test_noise_a_warm_up_and_a_saw_tooth_are_flat() -> None:
    chance = random.Random(1)
    level = [(at, 200 * MB + noise(chance)) for at in TIMES]
    warming = [(at, min(at / 600, 1) * 100 * MB + 100 * MB + noise(chance)) for at in TIMES]
    recycled = [(at, 100 * MB + at % 420 * 50_000 + noise(chance)) for at in TIMES]
    for series in (level, warming, recycled):
        grown = growth(series)
        assert grown and grown.is_flat, grown


def test_a_leak_is_not_flat() -> None:
    chance = random.Random(1)
    slow = growth([(at, 200 * MB + at * 6_000 + noise(chance)) for at in TIMES])
    assert slow and not slow.is_flat
    assert abs(slow.grown / MB - 17) < 3


def test_too_few_samples_give_no_verdict() -> None:
    assert growth([]) is None
    assert growth([(at, MB) for at in TIMES[:5]]) is None
