"""One thread for each BLAS, one core for a process, and the memory of this process."""

from __future__ import annotations

import os
import sys

import psutil

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
ONE_THREAD = dict.fromkeys(THREAD_VARIABLES, "1")
"""Environment in which every BLAS uses one thread."""


def restart_with_one_thread(module: str) -> None:
    """Run the program again with one thread a BLAS, unless it has that already.

    A BLAS reads these variables when it is loaded, so they have to be set before the process starts.

    Args:
        module: The program's module, as ``python -m`` takes it.
    """
    if any(os.environ.get(name) != "1" for name in THREAD_VARIABLES):
        os.execve(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], os.environ | ONE_THREAD)


def pin_to_one_core() -> None:
    """Keep this process on the last core that it may use, if the system can pin."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def resident_megabytes() -> float:
    """Return the resident memory of this process in MB."""
    return float(psutil.Process().memory_info().rss) / 1e6
