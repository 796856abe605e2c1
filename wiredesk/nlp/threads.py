"""One thread for the linear algebra of each process: here processes are the unit of parallelism."""

from __future__ import annotations

import os

BLAS_LIBRARIES = ("OMP", "OPENBLAS", "MKL", "BLIS")
"""Prefixes of the ``…_NUM_THREADS`` variables of the BLAS libraries that NumPy and spaCy may load."""


def single_threaded() -> None:
    """Ask every BLAS library for one thread.

    It must be called before NumPy is first imported. A variable that the user set keeps its value.
    """
    for library in BLAS_LIBRARIES:
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
