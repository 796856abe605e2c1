"""What the bits of a product's row depend on, besides the row.

A row of ``X @ W.T`` ought to be the same whatever rows stand around it, and is but for the last bit: a BLAS sums in
another order where a row stands at the edge of the tile that its kernel computes.  OpenBLAS for AVX-512 has other
kernels for products of fewer than five rows and treats all rows alike in longer ones.  OpenBLAS for AVX2 (``Haswell``,
``Zen``) takes twelve rows at a time, of which the first six differ from the last six in sixteen columns, and other
kernels for what is left at the end.  Nothing says so, hence it is measured at load.

So a product of enough rows has *places* that repeat with a ``period``; places of one *class* give a row the same bits;
the rows left at the end have the bits that they have behind one period alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from thinc.api import NumpyOps

Floats = npt.NDArray[np.float32]
Product = Callable[[Floats], Floats]

PERIODS = (1, 4, 6, 8, 12, 16, 24)
SHORT = 96
"""Every number of rows up to this is tried; some number below it must be enough."""
LONGER = (129, 200, 255, 311)
SOURCE = 480
"""Rows of the source: a multiple of every period, and more than are tried from any start."""
STARTS = (0, 37)
REPEATS = 10


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a product behave from ``least`` rows on."""

    period: int
    classes: tuple[int, ...]
    """The class of each place of a period; classes are numbered from 0 in the order of their first place."""
    least: int

    def whole(self, count: int) -> int:
        """How many of ``count`` rows stand in whole periods; the rest is the tail."""
        return count - count % self.period


STEADY = Rows(1, (0,), 1)
"""No row depends on any other."""


@lru_cache
def rows(use_blis: bool, inner: int, outer: int) -> Rows | None:
    """How the rows of ``(count, inner) @ (outer, inner).T`` behave.

    Returns None where no rule is found.
    """
    ops = NumpyOps(use_blis=use_blis)
    draw = np.random.default_rng(11)
    left = draw.standard_normal((SOURCE, inner), dtype=np.float32)
    right = draw.standard_normal((outer, inner), dtype=np.float32)

    def product(some: Floats) -> Floats:
        found: Floats = ops.gemm(np.ascontiguousarray(some), right, trans2=True)
        return found

    long = product(np.tile(left, (REPEATS, 1))).reshape(REPEATS, SOURCE, outer)
    if not (long == product(left)).all():
        return None
    return next(filter(None, (_measured(product, left, period) for period in PERIODS)), None)


def _measured(product: Product, left: Floats, period: int) -> Rows | None:
    """The rule with this period, or None if it doesn't hold."""
    at_place = _at_every_place(product, left, period)
    classes: list[int] = []
    first_places: list[int] = []
    for place in range(period):
        same = (number for number, first in enumerate(first_places) if _same(at_place[first], at_place[place]))
        number = next(same, len(first_places))
        if number == len(first_places):
            first_places.append(place)
        classes.append(number)
    least: int | None = None
    for count in [*range(1, SHORT + 1), *LONGER]:
        holds = count >= period and all(_holds(product, left[start : start + count], at_place[:, start:], period)
                                        for start in STARTS)  # fmt: skip
        least = (least if least is not None else count) if holds else None
        if least is None and count >= SHORT:
            return None
    return Rows(period, tuple(classes), least) if least is not None else None


def _at_every_place(product: Product, left: Floats, period: int) -> Floats:
    """Every row of ``left`` as it comes out at every place: shape (period, SOURCE, outer)."""
    found: Floats | None = None
    for shift in range(period):
        shifted = product(np.roll(left, shift, axis=0))
        if found is None:
            found = np.empty((period, *shifted.shape), dtype=np.float32)
        origin = (np.arange(SOURCE) - shift) % SOURCE
        found[np.arange(SOURCE) % period, origin] = shifted
    assert found is not None
    return found


def _holds(product: Product, some: Floats, at_place: Floats, period: int) -> bool:
    count = len(some)
    whole = count - count % period
    found = product(some)
    order = np.arange(whole)
    if not _same(found[:whole], at_place[order % period, order]):
        return False
    return whole == count or _same(found[whole:], product(some[whole - period :])[period:])


def _same(one: Floats, other: Floats) -> bool:
    return bool((one == other).all())
