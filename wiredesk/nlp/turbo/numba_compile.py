"""Compilation with Numba at import time, cached on disk where the file system allows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit

Decorator = Callable[[Callable[..., Any]], Any]


def compiled(signature: str) -> Decorator:
    """Compile a function for one Numba signature, without fast math: the order of each sum is kept."""

    def decorate(function: Callable[..., Any]) -> Any:
        try:
            return njit(signature, cache=True, nogil=True)(function)
        except RuntimeError:  # neither the module's folder nor the user's cache folder is writable
            return njit(signature, nogil=True)(function)

    return decorate
