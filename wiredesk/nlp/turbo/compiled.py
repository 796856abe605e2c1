"""Numba as this package uses it: compiled when imported, from its cache where one can be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit

Decorator = Callable[[Callable[..., Any]], Any]


def compiled(signature: str) -> Decorator:
    """Compile a function for one signature.  Sums keep their order: no fast math."""

    def decorate(function: Callable[..., Any]) -> Any:
        try:
            return njit(signature, cache=True, nogil=True)(function)
        except RuntimeError:  # neither beside the module nor in the user's folder can a file be written
            return njit(signature, nogil=True)(function)

    return decorate
