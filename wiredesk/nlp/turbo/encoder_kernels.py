"""The operations between the products of an encoder, compiled by Numba: two passes instead of twelve.

Every element goes through the operations of thinc and NumPy in their order.  NumPy adds up to 128 numbers in eight
running sums (``pairwise_sum`` in its ``loops_utils.h.src``), and so does ``total``.  NumPy itself computes the power.

This module can be imported only where Numba is installed.
"""

from __future__ import annotations

import numpy as np

from wiredesk.nlp.turbo.numba_compile import compiled

LANES = 8
"""Running sums of NumPy's ``pairwise_sum``; the width must be a multiple of it."""
MAX_WIDTH = 128
"""Numbers that NumPy adds in one block; it splits longer rows."""
PIECES = 3
"""Maxout pieces that ``maxout_centre`` is written for."""


@compiled("f4(f4[::1])")
def total(values):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Add 8 to 128 numbers, a multiple of eight, with the rounding of NumPy."""
    a, b, c, d = values[0], values[1], values[2], values[3]
    e, f, g, h = values[4], values[5], values[6], values[7]
    for first in range(LANES, values.shape[0], LANES):
        a += values[first]
        b += values[first + 1]
        c += values[first + 2]
        d += values[first + 3]
        e += values[first + 4]
        f += values[first + 5]
        g += values[first + 6]
        h += values[first + 7]
    return ((a + b) + (c + d)) + ((e + f) + (g + h))


@compiled("void(f4[:,::1],i8,f4[:,::1])")
def window(source, start, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Write rows ``start``... of ``source``, each between its two neighbours; zeros replace a missing neighbour."""
    width = source.shape[1]
    for row in range(out.shape[0]):
        for side in range(3):
            at = start + row + side - 1
            if 0 <= at < source.shape[0]:
                for i in range(width):
                    out[row, side * width + i] = source[at, i]
            else:
                for i in range(width):
                    out[row, side * width + i] = 0


@compiled("void(f4[:,::1],f4[::1],f4[:,::1],f4[::1])")
def maxout_centre(product, bias, centred, var):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Compute the largest of the three pieces of each output minus the row's mean, and the row's variance (+ 1e-8).

    The three pieces of an output are adjacent columns of ``product``.
    """
    width = centred.shape[1]
    count = np.float32(width)
    best = np.empty(width, dtype=np.float32)
    for row in range(product.shape[0]):
        # All three pieces in one expression: LLVM vectorises this loop, but not a loop over pieces.
        for i in range(width):
            first = product[row, 3 * i] + bias[3 * i]
            second = product[row, 3 * i + 1] + bias[3 * i + 1]
            third = product[row, 3 * i + 2] + bias[3 * i + 2]
            first = second if second > first else first
            best[i] = third if third > first else first
        mean = total(best) / count
        for i in range(width):
            value = best[i] - mean
            centred[row, i] = value
            best[i] = value * value
        var[row] = total(best) / count + np.float32(1e-08)


@compiled("void(f4[:,::1],f4[::1],f4[::1],f4[::1],f4[:,::1],f4[:,::1])")
def rescale_add(centred, factor, scale, shift, source, target):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Compute ``target = source + (centred * factor * scale + shift)``."""
    for row in range(centred.shape[0]):
        for i in range(centred.shape[1]):
            target[row, i] = source[row, i] + (centred[row, i] * factor[row] * scale[i] + shift[i])
