"""Describe the machine on which a benchmark runs."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import psutil

VECTORS = (("avx512f", "AVX-512"), ("avx2", "AVX2"), ("asimd", "NEON"))
"""Flags of ``/proc/cpuinfo`` with their vector instructions, widest first; a BLAS chooses its kernels by them."""


def date_and_machine() -> str:
    """Return the date (UTC) and the machine, the first line above a table of figures."""
    return f"{datetime.now(UTC).date()}, {machine()}"


def machine() -> str:
    """Return processor, vector instructions, cores, memory and version of Python."""
    information = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    lines = [line.split(":", 1) for line in information.splitlines() if ":" in line]
    fields = {name.strip(): value.strip() for name, value in reversed(lines)}  # those of the first core
    flags = fields.get("flags", fields.get("Features", "")).split()
    vectors = next((name for flag, name in VECTORS if flag in flags), None)
    return ", ".join(
        filter(
            None,
            (
                fields.get("model name", platform.machine()),
                vectors,
                f"{os.cpu_count()} cores",
                f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
                f"Python {platform.python_version()}",
            ),
        )
    )
