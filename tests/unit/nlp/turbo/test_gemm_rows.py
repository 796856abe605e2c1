"""The rule for the bits of a row is found for every BLAS kernel, and the vectors are those of stock spaCy on each."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import numpy as np
import pytest

from wiredesk.nlp.turbo.gemm_rows import INDEPENDENT, SAMPLE_ROWS, RowRule, measure

IDENTITY = """
from wiredesk.nlp.threads import single_threaded
single_threaded()
from tests.support.models import MODEL
from tests.unit.nlp.turbo.parse_values import parse_values, use_numpy_blas
from tests.unit.nlp.turbo.stories import NEWS
from wiredesk.nlp.model import load_model
from wiredesk.nlp.turbo import accelerate
nlp = load_model(MODEL)
use_numpy_blas(nlp)
texts = [*NEWS, " ".join(NEWS), "Fed raises rates", "Oslo"] * 2
expected = [parse_values(nlp(text)) for text in texts]
patches = {patch.name: patch for patch in accelerate(nlp)}
assert [parse_values(nlp(text)) for text in texts] == expected
print(patches["tok2vec of tok2vec"].applied, patches["tok2vec of ner"].applied)
"""
"""Run in a process of its own: compares all values on one thread, as in a worker."""


def sample() -> np.ndarray:
    return np.random.default_rng(3).standard_normal((SAMPLE_ROWS, 8), dtype=np.float32)


def test_no_row_depends_on_any_other() -> None:
    assert measure(lambda rows: rows * 2, sample(), 1) == INDEPENDENT


def test_short_products_have_other_kernels() -> None:
    assert measure(lambda rows: rows * (2 if len(rows) < 5 else 3), sample(), 1) == RowRule(1, (0,), 5)


def tiled(rows: np.ndarray) -> np.ndarray:
    """A kernel of four rows of which the last one differs; the rows left over have other bits."""
    places = np.arange(len(rows))
    whole = places < len(rows) // 4 * 4
    factors = np.where(whole, np.where(places % 4 == 3, 5, 3), 7 + places % 4)
    return rows * factors.astype(np.float32)[:, None]


def test_rows_differ_by_their_position_in_a_tile() -> None:
    assert measure(tiled, sample(), 1) is None
    assert measure(tiled, sample(), 4) == RowRule(4, (0, 0, 0, 1), 4)


def test_no_rule() -> None:
    assert measure(lambda rows: rows * len(rows), sample(), 4) is None


@pytest.mark.skipif(platform.machine() != "x86_64", reason="kernels of x86-64")
@pytest.mark.parametrize("kernel", ["Haswell", "Prescott"])
def test_identity_on_other_kernels(kernel: str) -> None:
    """OpenBLAS uses the kernels that a variable names; in both the bits of a row depend on its position."""
    done = subprocess.run(
        [sys.executable, "-c", IDENTITY],
        env=os.environ | {"OPENBLAS_CORETYPE": kernel},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (["True", "True"], "")
