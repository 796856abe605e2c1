"""What stands between the products of an encoder, compiled by Numba: two passes instead of twelve.

Every element goes through the operations of thinc and NumPy in their order.  NumPy sums up to 128 numbers in eight
running sums (``pairwise_sum`` in its ``loops_utils.h.src``), and so do we; the power stays NumPy's own.

Imported only where Numba is installed.
"""

from __future__ import annotations

import numpy as np

from wiredesk.nlp.turbo.compiled import compiled

LANES = 8
LONGEST = 128
PIECES = 3


@compiled("f4(f4[::1])")
def total(values):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The sum of 8 to 128 numbers, a multiple of eight, as NumPy rounds it."""
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
    """Rows ``start``... of ``source``, each between its neighbours, zeros where there is none."""
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
    """The largest of three pieces of each output less the row's mean, and the row's variance (+ 1e-8).

    The three pieces of an output stand side by side.
    """
    width = centred.shape[1]
    count = np.float32(width)
    best = np.empty(width, dtype=np.float32)
    for row in range(product.shape[0]):
        # All three in one expression: LLVM makes vector code of this loop, and not of a loop over pieces.
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
    """``target = source + (centred * factor * scale + shift)``."""
    for row in range(centred.shape[0]):
        for i in range(centred.shape[1]):
            target[row, i] = source[row, i] + (centred[row, i] * factor[row] * scale[i] + shift[i])
