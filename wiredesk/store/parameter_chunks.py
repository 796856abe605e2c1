"""Lists of values cut to what one statement takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def chunks(values: Sequence[Any], size: int) -> Iterable[list[Any]]:
    """Cut values into lists of at most ``size``: a statement takes a limited number of parameters."""
    return (list(values[at : at + size]) for at in range(0, len(values), size))
