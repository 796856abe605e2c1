"""One thread for each process's linear algebra: processes are the unit of parallelism here."""

from __future__ import annotations

import os

LIBRARIES = ("OMP", "OPENBLAS", "MKL", "BLIS")


def single_threaded() -> None:
    """Ask every BLAS for one thread; to be called before NumPy is first imported.  What the user set stays."""
    for library in LIBRARIES:
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
