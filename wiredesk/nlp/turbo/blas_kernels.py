"""Choose the faster BLAS: BLIS, which spaCy bundles, or the OpenBLAS of NumPy.

``libblis`` uses a generic kernel on CPUs that it does not know: 30 GFLOP/s for a 1000x288x288 product on AMD Zen 4,
where NumPy's OpenBLAS reaches 100 in the same process.  The gain is smaller on CPUs that BLIS knows, so both are timed
at start-up with the product that takes most of the time.

Two BLAS differ in the last bit of a sum, so a handful of decisions in a million may differ.  Every other patch gives
the bits of stock spaCy on the BLAS chosen here: see ``gemm_rows``.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Model, NumpyOps

from wiredesk.nlp.turbo.patch import NotApplicable

TIMED_ROWS, TIMED_WIDTH = 400, 288
"""Shape of the timed product: the tokens of a story, and three vectors of 96."""
TIMED_ROUNDS = 7
"""Products timed with each BLAS; the fastest counts."""
MIN_SPEEDUP = 1.05
"""Ratio from which on NumPy's BLAS is chosen: smaller differences are noise."""


def apply(nlp: Language) -> str:
    """Time both, and set NumPy's BLAS on every NumPy node of every model if it is faster.

    Raises:
        NotApplicable: No model computes with NumPy, NumPy's BLAS is set already, or it is not faster than BLIS.
    """
    nodes = [node for model in models(nlp) for node in model.walk() if type(node.ops) is NumpyOps]
    if not nodes:
        raise NotApplicable("no component has a model that computes with NumPy")
    if not all(node.ops.use_blis for node in nodes):  # type: ignore[attr-defined]
        raise NotApplicable("NumPy's BLAS is in use already")
    own = NumpyOps(use_blis=False)
    slow, quick = _best_seconds(NumpyOps(use_blis=True)), _best_seconds(own)
    figures = f"NumPy's BLAS {_gflops(quick)} GFLOP/s, BLIS {_gflops(slow)}"
    if quick * MIN_SPEEDUP >= slow:
        raise NotApplicable(f"BLIS is as fast on this CPU: {figures}")
    for node in nodes:
        node.ops = own
    return figures


def models(nlp: Language) -> list[Model[Any, Any]]:
    """Return the model of every component that has one, disabled components included."""
    found = [getattr(pipe, "model", None) for _, pipe in nlp.components]
    return [model for model in found if isinstance(model, Model)]


def _best_seconds(ops: NumpyOps) -> float:
    random = np.random.default_rng(7)
    left = random.standard_normal((TIMED_ROWS, TIMED_WIDTH), dtype=np.float32)
    right = random.standard_normal((TIMED_WIDTH, TIMED_WIDTH), dtype=np.float32)
    times = []
    for _ in range(TIMED_ROUNDS):
        start = perf_counter()
        ops.gemm(left, right, trans2=True)
        times.append(perf_counter() - start)
    return min(times)


def _gflops(seconds: float) -> int:
    return round(2 * TIMED_ROWS * TIMED_WIDTH * TIMED_WIDTH / seconds / 1e9)
