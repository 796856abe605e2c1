"""The speed of matrix products by shape."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from thinc.api import NumpyOps

from benchmarks.products import BLIS, NUMPY, PADDED, Shape, contenders, measure, product, report, savings, shapes_of


def test_the_shapes_are_those_of_the_active_components_most_work_first() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger").add_label("NN")
    nlp.add_pipe("tagger", name="off").add_label("NN")
    nlp.initialize()
    found = shapes_of(nlp)
    nlp.disable_pipe("off")
    layers = shapes_of(nlp)
    assert layers[Shape(288, 288)] == 4 and found[Shape(288, 288)] == 8
    assert next(iter(layers)) == Shape(288, 288)
    assert layers[Shape(96, 1)] == 1  # the tagger's last layer


def test_only_odd_outputs_are_padded() -> None:
    assert set(contenders(Shape(8, 64), 2)) == {NUMPY, BLIS}
    found = contenders(Shape(8, 50), 2)
    assert {name: run().shape for name, run in found.items()} == {  # type: ignore[attr-defined]
        NUMPY: (2, 50), BLIS: (2, 50), PADDED: (2, 64)
    }  # fmt: skip


def test_a_product_is_that_of_the_weights_transposed() -> None:
    left, weights = np.eye(2, 3, dtype=np.float32), np.arange(12, dtype=np.float32).reshape(4, 3)
    for use_blis in (False, True):
        assert np.array_equal(product(NumpyOps(use_blis=use_blis), left, weights)(), left @ weights.T)


def test_every_contender_has_a_speed_for_each_number_of_rows() -> None:
    shapes = {Shape(8, 50): 2, Shape(8, 64): 1}
    speeds = measure(shapes, (1, 5), 1)
    assert list(speeds) == [
        (Shape(8, 50), NUMPY), (Shape(8, 50), BLIS), (Shape(8, 50), PADDED), (Shape(8, 64), NUMPY), (Shape(8, 64), BLIS)
    ]  # fmt: skip
    assert all(len(values) == 2 and min(values) > 0 for values in speeds.values())
    text = report(shapes, speeds, (1, 5))
    assert "| 8 → 50 (× 2) " in text and "\n| 8 → 64 " in text and text.count("| NumPy, padded |") == 1


def test_savings_are_what_the_highest_speed_saves() -> None:
    assert savings([5.0, 20.0, 19.0]) == pytest.approx([75.0, 0.0, 5.0])
