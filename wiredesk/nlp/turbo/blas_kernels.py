"""Which BLAS multiplies: spaCy's bundled BLIS, or the OpenBLAS inside NumPy.

``libblis`` falls back to a generic kernel on CPUs that it does not know: 30 GFLOP/s for a 1000x288x288 product on
AMD Zen 4, where NumPy's OpenBLAS in the same process does 100.  On CPUs that BLIS knows the gain is smaller, so both
are timed at start-up on the product that takes most of the time.

Two BLAS differ in the last bit of a sum, so a handful of decisions in a million differ too; every other piece gives
the bits of stock spaCy on the BLAS chosen here: see ``rows``.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Model, NumpyOps

from wiredesk.nlp.turbo.patch import Unfit

ROWS, WIDTH = 400, 288
ROUNDS = 7
MARGIN = 1.05


def install(nlp: Language) -> str:
    """Time both, and set the faster on every NumPy node of every model.

    Raises:
        Unfit: there is nothing to choose, or BLIS is no slower.
    """
    nodes = [node for model in models(nlp) for node in model.walk() if type(node.ops) is NumpyOps]
    if not nodes:
        raise Unfit("no component has a model that computes with NumPy")
    if not all(node.ops.use_blis for node in nodes):  # type: ignore[attr-defined]
        raise Unfit("NumPy's BLAS is used already")
    own = NumpyOps(use_blis=False)
    slow, quick = _best(NumpyOps(use_blis=True)), _best(own)
    figures = f"NumPy's BLAS {_gflops(quick)} GFLOP/s, BLIS {_gflops(slow)}"
    if quick * MARGIN >= slow:
        raise Unfit(f"BLIS is as fast on this CPU: {figures}")
    for node in nodes:
        node.ops = own
    return figures


def models(nlp: Language) -> list[Model[Any, Any]]:
    """The model of every component that has one, disabled ones too."""
    found = [getattr(pipe, "model", None) for _, pipe in nlp.components]
    return [model for model in found if isinstance(model, Model)]


def _best(ops: NumpyOps) -> float:
    draw = np.random.default_rng(7)
    left = draw.standard_normal((ROWS, WIDTH), dtype=np.float32)
    right = draw.standard_normal((WIDTH, WIDTH), dtype=np.float32)
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        ops.gemm(left, right, trans2=True)
        times.append(perf_counter() - start)
    return min(times)


def _gflops(seconds: float) -> int:
    return round(2 * ROWS * WIDTH * WIDTH / seconds / 1e9)
