"""The memory limit of a process that handles data of strangers."""

from __future__ import annotations

import resource


def limit_memory(mebibytes: int) -> None:
    """Let this process grow by at most so many MiB, so that what needs more gets a MemoryError (Linux only)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a kernel file
            pages = int(file.read().split()[0])
    except OSError:
        return
    limit = pages * resource.getpagesize() + mebibytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit <= hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
