"""Measure what the bits of one row of a matrix product depend on, besides the row itself.

In exact arithmetic a row of ``X @ W.T`` does not depend on the other rows of ``X``.  In floating point its last bit
may: a BLAS adds in another order where a row lies at the edge of the tile that its kernel computes.

- OpenBLAS for AVX-512 has other kernels for products of fewer than five rows and treats all rows alike in longer ones.
- OpenBLAS for AVX2 (``Haswell``, ``Zen``) computes twelve rows at a time, of which the first six differ from the last
  six in sixteen columns, and has other kernels for the rows left over at the end.

No BLAS documents this, so it is measured when a model is loaded.  A product of enough rows has *positions* that repeat
with a ``period``.  Positions of the same *class* give a row the same bits.  The rows left over at the end have the bits
that they would have after a single period.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from thinc.api import NumpyOps

Floats = npt.NDArray[np.float32]
Product = Callable[[Floats], Floats]

PERIODS = (1, 4, 6, 8, 12, 16, 24)
"""Periods tried, in rows: multiples of the tile heights of common kernels."""
MAX_SHORT_ROWS = 96
"""Every number of rows up to this one is tried; the rule must hold from some number below it."""
LONGER_ROWS = (129, 200, 255, 311)
"""Numbers of rows above ``MAX_SHORT_ROWS`` that are tried as samples."""
SAMPLE_ROWS = 480
"""Rows of the sample matrix: a multiple of every period, and more than are tried from any start."""
STARTS = (0, 37)
"""First rows of the samples."""
REPEATS = 10
"""Number of copies of the sample matrix that are stacked to test that a very long product keeps the rule."""


@dataclass(frozen=True, slots=True)
class RowRule:
    """The rule by which the bits of a product's rows depend on their position.

    Attributes:
        period: Rows after which positions repeat.
        classes: For each position of a period its class, numbered from 0 in the order of the first position.
        min_rows: Rows from which on the rule holds.
    """

    period: int
    classes: tuple[int, ...]
    min_rows: int

    def whole(self, count: int) -> int:
        """Return how many of ``count`` rows belong to whole periods; the others are the tail."""
        return count - count % self.period


INDEPENDENT = RowRule(1, (0,), 1)
"""No row depends on another."""


def combine(one: RowRule, other: RowRule) -> RowRule:
    """Return the rule for rows that go through two products, one after the other at the same position."""
    period = math.lcm(one.period, other.period)
    numbers: dict[tuple[int, int], int] = {}
    classes = tuple(
        numbers.setdefault((one.classes[at % one.period], other.classes[at % other.period]), len(numbers))
        for at in range(period)
    )
    return RowRule(period, classes, max(one.min_rows, other.min_rows, period))


@lru_cache
def row_rule(use_blis: bool, inner: int, outer: int) -> RowRule | None:
    """Measure the rule for products ``(rows, inner) @ (outer, inner).T`` in single precision.

    Args:
        use_blis: Whether thinc multiplies with BLIS; otherwise with NumPy's BLAS.
        inner: Columns of both factors.
        outer: Columns of the product.

    Returns:
        The rule with the smallest period, or None if no rule was found.
    """
    ops = NumpyOps(use_blis=use_blis)
    random = np.random.default_rng(11)
    left = random.standard_normal((SAMPLE_ROWS, inner), dtype=np.float32)
    right = random.standard_normal((outer, inner), dtype=np.float32)

    def product(some: Floats) -> Floats:
        found: Floats = ops.gemm(np.ascontiguousarray(some), right, trans2=True)
        return found

    long = product(np.tile(left, (REPEATS, 1))).reshape(REPEATS, SAMPLE_ROWS, outer)
    if not (long == product(left)).all():
        return None
    return next(filter(None, (measure(product, left, period) for period in PERIODS)), None)


def measure(product: Product, left: Floats, period: int) -> RowRule | None:
    """Measure the rule with this period.

    Args:
        product: Multiplies the rows given with a fixed matrix.
        left: Sample rows, shape (SAMPLE_ROWS, inner).
        period: The period tried.

    Returns:
        The rule, or None if no rule with this period holds.
    """
    by_position = _at_every_position(product, left, period)
    classes = _position_classes(by_position)
    min_rows: int | None = None
    for count in reversed([*range(1, MAX_SHORT_ROWS + 1), *LONGER_ROWS]):  # a wrong period fails at once
        holds = count >= period and all(
            _holds(product, left[start : start + count], by_position[:, start:], period) for start in STARTS
        )
        if not holds:
            break
        min_rows = count
    return RowRule(period, classes, min_rows) if min_rows and min_rows <= MAX_SHORT_ROWS else None


def _position_classes(by_position: Floats) -> tuple[int, ...]:
    """Number the positions by the bits that they give, in the order of their first position."""
    classes: list[int] = []
    first_positions: list[int] = []
    for position, found in enumerate(by_position):
        same = (number for number, first in enumerate(first_positions) if _same(by_position[first], found))
        number = next(same, len(first_positions))
        if number == len(first_positions):
            first_positions.append(position)
        classes.append(number)
    return tuple(classes)


def _at_every_position(product: Product, left: Floats, period: int) -> Floats:
    """Compute every row of ``left`` at every position: shape (period, SAMPLE_ROWS, outer)."""
    found: Floats | None = None
    for shift in range(period):
        shifted = product(np.roll(left, shift, axis=0))
        if found is None:
            found = np.empty((period, *shifted.shape), dtype=np.float32)
        origin = (np.arange(SAMPLE_ROWS) - shift) % SAMPLE_ROWS
        found[np.arange(SAMPLE_ROWS) % period, origin] = shifted
    assert found is not None
    return found


def _holds(product: Product, some: Floats, by_position: Floats, period: int) -> bool:
    count = len(some)
    whole = count - count % period
    found = product(some)
    order = np.arange(whole)
    if not _same(found[:whole], by_position[order % period, order]):
        return False
    return whole == count or _same(found[whole:], product(some[whole - period :])[period:])


def _same(one: Floats, other: Floats) -> bool:
    return bool((one == other).all())
