"""Recognise the layers of a thinc model by their forward function, not by their name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from thinc.api import Model, NumpyOps

from wiredesk.nlp.turbo.patch import NotApplicable


def forward(module: str) -> Callable[..., Any]:
    """Return the ``forward`` function of a layer's module, such as ``thinc.layers.maxout``."""
    found: Callable[..., Any] = import_module(module).forward
    return found


def expect(node: Model[Any, Any], module: str, layers: int | None = None) -> Model[Any, Any]:
    """Check that ``module.forward`` runs a node on NumPy, and return the node.

    Args:
        node: The node to check.
        module: The module that defines the expected layer.
        layers: The expected number of direct sublayers; None accepts any number.

    Raises:
        NotApplicable: It is another layer, on another device, or has another number of sublayers.
    """
    if node._func is not forward(module):
        raise NotApplicable(f"layer {node.name[:60]!r} where {module} was expected")
    if type(node.ops) is not NumpyOps:
        raise NotApplicable(f"layer {node.name[:60]!r} computes with {type(node.ops).__name__}, not NumpyOps")
    if layers is not None and len(node.layers) != layers:
        raise NotApplicable(f"layer {node.name[:60]!r} has {len(node.layers)} sublayers, not {layers}")
    return node


def maxout_norm(node: Model[Any, Any]) -> tuple[Model[Any, Any], Model[Any, Any]]:
    """Return the Maxout and the LayerNorm node of ``maxout>>layernorm>>dropout``.

    Dropout does nothing outside training.

    Raises:
        NotApplicable: It is another architecture, or a Maxout of one piece.
    """
    outer = expect(node, "thinc.layers.chain", 2)
    expect(outer.layers[1], "thinc.layers.dropout", 0)
    inner = expect(outer.layers[0], "thinc.layers.chain", 2)
    maxout = expect(inner.layers[0], "thinc.layers.maxout", 0)
    norm = expect(inner.layers[1], "thinc.layers.layernorm", 0)
    if maxout.get_dim("nP") < 2:
        raise NotApplicable("Maxout of one piece")
    return maxout, norm
