"""The memory of processes over hours, and whether it grows: slopes that are robust against noise and a saw-tooth."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

WARM_UP = 0.2
"""Share of the time that counts as warm-up: caches fill, and pages that a fork shared are copied."""
SHARE, SLACK = 0.05, 6_000_000
"""A series is flat if it grows by no more than this share, or by this many bytes, after the warm-up."""
PAIRS = 200_000

Series = Sequence[tuple[float, float]]
"""Pairs of seconds and bytes."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth of a series after its warm-up."""

    earlier: float
    """Median of the first half, bytes."""
    later: float
    """Median of the second half, bytes."""
    slope: float
    """Bytes a second by Theil and Sen: the median of the slopes between all pairs of samples."""
    seconds: float

    @property
    def grown(self) -> float:
        """Return the bytes by which it grew over these seconds: the smaller of the estimates from halves and slope."""
        return min(self.slope * self.seconds, (self.later - self.earlier) * 2)

    @property
    def is_flat(self) -> bool:
        return self.grown <= max(SHARE * self.earlier, SLACK)

    def __str__(self) -> str:
        return f"{self.earlier / 1e6:.1f} → {self.later / 1e6:.1f} MB"


def growth(series: Series) -> Growth | None:
    """Return the growth of a series; None if it has too few samples."""
    if not series:
        return None
    began, ended = series[0][0], series[-1][0]
    warm = [(at, size) for at, size in series if at >= began + WARM_UP * (ended - began)]
    if len(warm) < 8:
        return None
    half = len(warm) // 2
    pairs = [
        (size - before) / (at - since) for n, (at, size) in enumerate(warm) for since, before in warm[:n] if at > since
    ]
    step = len(pairs) // PAIRS + 1
    return Growth(
        statistics.median(size for _, size in warm[:half]),
        statistics.median(size for _, size in warm[half:]),
        statistics.median(pairs[::step]),
        warm[-1][0] - warm[0][0],
    )


def held(process: psutil.Process) -> int:
    """Return a process's memory in bytes, 0 if it has ended: what it allocated, and its share of shared memory.

    Mapped files do not count: their share depends on the other processes that map them.
    """
    try:
        status = _kilobytes(Path(f"/proc/{process.pid}/status"))
        shares = _kilobytes(Path(f"/proc/{process.pid}/smaps_rollup"))
    except OSError:
        return 0
    return (status.get("RssAnon", 0) + shares.get("Pss_Shmem", 0)) * 1024


def _kilobytes(path: Path) -> dict[str, int]:
    rows = (line.split() for line in path.read_text().splitlines() if line.endswith(" kB"))
    return {row[0].rstrip(":"): int(row[1]) for row in rows}


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and its descendants; empty if it has ended."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
