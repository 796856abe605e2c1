"""Recognising a thinc model: node by node, by the function that runs it and not by its name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from thinc.api import Model, NumpyOps

from wiredesk.nlp.turbo.patch import Unfit


def forward(module: str) -> Callable[..., Any]:
    """The ``forward`` function of a layer's module, such as ``thinc.layers.maxout``."""
    found: Callable[..., Any] = import_module(module).forward
    return found


def expect(node: Model[Any, Any], module: str, layers: int | None = None) -> Model[Any, Any]:
    """Check that a node is run by ``module.forward`` on NumPy, and return it.

    Raises:
        Unfit: it is another layer, on another device, or has another number of layers.
    """
    if node._func is not forward(module):
        raise Unfit(f"layer {node.name[:60]!r} where {module} was expected")
    if type(node.ops) is not NumpyOps:
        raise Unfit(f"layer {node.name[:60]!r} computes with {type(node.ops).__name__}, not NumpyOps")
    if layers is not None and len(node.layers) != layers:
        raise Unfit(f"layer {node.name[:60]!r} has {len(node.layers)} parts, not {layers}")
    return node


def maxout_norm(node: Model[Any, Any]) -> tuple[Model[Any, Any], Model[Any, Any]]:
    """The Maxout and LayerNorm of ``maxout>>layernorm>>dropout`` (dropout does nothing outside training)."""
    outer = expect(node, "thinc.layers.chain", 2)
    expect(outer.layers[1], "thinc.layers.dropout", 0)
    inner = expect(outer.layers[0], "thinc.layers.chain", 2)
    maxout = expect(inner.layers[0], "thinc.layers.maxout", 0)
    norm = expect(inner.layers[1], "thinc.layers.layernorm", 0)
    if maxout.get_dim("nP") < 2:
        raise Unfit("Maxout of one piece")
    return maxout, norm
