"""The encoder layers of a tok2vec, with fewer passes over fewer arrays.

Stock ``MaxoutWindowEncoder`` allocates and reads about fifteen arrays a layer.  Here a block of rows stays in the cache
while its window, product, maxout, layer norm and residual are computed in reused buffers.  Where Numba is installed,
everything but the product is compiled (``encoder_kernels``).

The bits are those of thinc.  Every element goes through the same operations in the same order, and blocks begin where a
row has the bits that it has in one long product (see ``gemm_rows``).  ``Encoder`` compares both when a model is loaded.
"""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from thinc.api import Model

from wiredesk.nlp.turbo.gemm_rows import row_rule
from wiredesk.nlp.turbo.model_nodes import expect, maxout_norm
from wiredesk.nlp.turbo.patch import NotApplicable

Floats = npt.NDArray[np.float32]

BLOCK_ROWS = 256
"""Rows computed at once: their window and product (0.6 MB) stay in the second-level cache."""


class EncoderLayer:
    """``residual(expand_window >> maxout >> layernorm)`` with a window of one token on each side."""

    def __init__(self, node: Model[Any, Any]) -> None:
        """Read the weights.

        Raises:
            NotApplicable: It is another layer, or another window.
        """
        inner = expect(expect(node, "thinc.layers.residual", 1).layers[0], "thinc.layers.chain", 2)
        window = expect(inner.layers[0], "thinc.layers.expand_window", 0)
        if window.attrs["window_size"] != 1:
            raise NotApplicable(f"a window of {window.attrs['window_size']} tokens")
        maxout, norm = maxout_norm(inner.layers[1])
        self.width, self.pieces, self.inner = (maxout.get_dim(name) for name in ("nO", "nP", "nI"))
        if self.inner != 3 * self.width:
            raise NotApplicable("a window of another width")
        self.ops: Any = maxout.ops
        self.weights = np.asarray(maxout.get_param("W")).reshape(self.width * self.pieces, self.inner)
        self.bias = np.array(maxout.get_param("b")).reshape(-1)
        self.scale, self.shift = (np.array(norm.get_param(name)) for name in ("G", "b"))

    def __call__(self, source: Floats, target: Floats, start: int, end: int, buffers: EncoderBuffers) -> None:
        """Compute rows ``start:end`` of ``target`` from ``source``, shapes (rows, width)."""
        width, count = self.width, end - start
        window, product = buffers.window[:count], buffers.product[:count]
        window[:, width : 2 * width] = source[start:end]
        _copy_shifted(source, start - 1, window[:, :width])
        _copy_shifted(source, start + 1, window[:, 2 * width :])
        self.ops.gemm(window, self.weights, trans2=True, out=product)
        np.add(product, self.bias, out=product)
        best = buffers.best[:count]
        np.maximum(product[:, :: self.pieces], product[:, 1 :: self.pieces], out=best)
        for piece in range(2, self.pieces):
            np.maximum(best, product[:, piece :: self.pieces], out=best)
        self._normalise(best, buffers.square[:count])
        np.add(source[start:end], best, out=target[start:end])

    def compiled(
        self, source: Floats, target: Floats, start: int, end: int, buffers: EncoderBuffers, kernels: Any
    ) -> None:
        """Compute the same rows with compiled kernels around the product."""
        count = end - start
        window, product, best = buffers.window[:count], buffers.product[:count], buffers.best[:count]
        kernels.window(source, start, window)
        self.ops.gemm(window, self.weights, trans2=True, out=product)
        var = np.empty(count, dtype=np.float32)
        kernels.maxout_centre(product, self.bias, best, var)
        kernels.rescale_add(best, var ** (-1.0 / 2.0), self.scale, self.shift, source[start:end], target[start:end])

    def _normalise(self, values: Floats, square: Floats) -> None:
        # thinc: (X - mean) * var ** -0.5 * G + b, where numpy's var is the mean square of X - mean.
        mean = np.add.reduce(values, axis=1, keepdims=True)
        mean /= self.width
        np.subtract(values, mean, out=values)
        np.multiply(values, values, out=square)
        var = np.add.reduce(square, axis=1, keepdims=True)
        var /= self.width
        var += 1e-08
        np.multiply(values, var ** (-1.0 / 2.0), out=values)
        np.multiply(values, self.scale, out=values)
        np.add(values, self.shift, out=values)


class EncoderBuffers(threading.local):
    """Working arrays of one thread, allocated once."""

    def __init__(self, width: int, pieces: int, rows: int) -> None:
        self.window: Floats = np.empty((rows, 3 * width), dtype=np.float32)
        self.product: Floats = np.empty((rows, pieces * width), dtype=np.float32)
        self.best: Floats = np.empty((rows, width), dtype=np.float32)
        self.square: Floats = np.empty((rows, width), dtype=np.float32)


class Encoder:
    """The ``MaxoutWindowEncoder`` of one tok2vec."""

    def __init__(self, node: Model[Any, Any]) -> None:
        """Take over a layer.

        Raises:
            NotApplicable: It is not a ``MaxoutWindowEncoder`` with a window of one, or its bits cannot be reproduced.
        """
        expect(node, "thinc.layers.with_array", 1)
        self.pad = int(node.attrs["pad"])
        chain = node.layers[0]
        nodes = chain.layers if chain._func is expect(chain, "thinc.layers.chain")._func else [chain]
        self.layers = [EncoderLayer(layer) for layer in nodes]
        first = self.layers[0]
        if any((layer.width, layer.pieces) != (first.width, first.pieces) for layer in self.layers):
            raise NotApplicable("encoder layers of different shapes")
        self.width = first.width
        rule = row_rule(first.ops.use_blis, first.inner, first.width * first.pieces)
        if rule is None or rule.min_rows + rule.period > BLOCK_ROWS // 2:
            raise NotApplicable("no rule found for the bits that this BLAS gives a row; try one thread")
        self._rule = rule
        self._buffers = EncoderBuffers(first.width, first.pieces, BLOCK_ROWS)
        self.takes_several = rule.period == 1 and len(self.layers) <= self.pad
        """Whether docs can be encoded together, with ``pad`` rows of zeros before and behind each: their rows have the
        same bits wherever they stand, and each layer reads one row further on each side."""
        self.kernels = _load_kernels(first.width, first.pieces)
        vectors = np.random.default_rng(5).standard_normal((BLOCK_ROWS + 37, self.width), dtype=np.float32)
        vectors[: self.pad] = vectors[len(vectors) - self.pad :] = 0
        expected = chain.predict(vectors)[self.pad : len(vectors) - self.pad]
        if self.kernels is not None and not np.array_equal(self(vectors.copy()), expected):
            self.kernels = None
        if self.kernels is None and not np.array_equal(self(vectors.copy()), expected):
            raise NotApplicable("the lean encoder gives other bits than thinc")

    def __call__(self, padded: Floats) -> Floats:
        """Encode vectors that have ``pad`` rows of zeros at both ends, shape (pad + tokens + pad, width).

        The array given is overwritten.  Returns shape (tokens, width).
        """
        rows = len(padded)
        blocks = -(-rows // (BLOCK_ROWS - self._rule.period))
        cuts = [self._rule.whole(rows * block // blocks) for block in range(blocks)] + [rows]
        source, target = padded, np.empty_like(padded)
        for layer in self.layers:
            for start, end in pairwise(cuts):
                if self.kernels is None:
                    layer(source, target, start, end, self._buffers)
                else:
                    layer.compiled(source, target, start, end, self._buffers, self.kernels)
            source, target = target, source
        return source[self.pad : rows - self.pad]


def _load_kernels(width: int, pieces: int) -> Any:
    """Return the compiled kernels, or None if Numba does not work or they do not support this shape."""
    try:
        from wiredesk.nlp.turbo import encoder_kernels  # lazy: Numba is optional and takes a second to import
    except Exception:  # the patch of the parser reports the reason
        return None
    fits_width = width % encoder_kernels.LANES == 0 and width <= encoder_kernels.MAX_WIDTH
    return encoder_kernels if fits_width and pieces == encoder_kernels.PIECES else None


def _copy_shifted(source: Floats, first: int, out: Floats) -> None:
    """Copy ``source[first:]`` into ``out``, with zeros where ``source`` has no row."""
    below = max(0, -first)
    above = max(0, first + len(out) - len(source))
    out[:below] = 0
    out[len(out) - above :] = 0
    out[below : len(out) - above] = source[first + below : first + len(out) - above]
