"""What processes and servers hold over hours, and whether it stays: slopes that neither noise nor a saw-tooth bends."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

WARM_UP = 0.2
"""Share of the time in which caches fill and pages that a fork shared come apart."""
SHARE, SLACK = 0.05, 6_000_000
"""Flat is what grows by no more than this share of itself, or by this many bytes, over the time after the warm-up."""
PAIRS = 200_000

Series = Sequence[tuple[float, float]]
"""Seconds and bytes."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How a series went after its warm-up."""

    earlier: float
    """Median of the first half, bytes."""
    later: float
    """Median of the second half, bytes."""
    slope: float
    """Bytes a second by Theil and Sen: the median of the slopes between all pairs of samples."""
    seconds: float

    @property
    def grown(self) -> float:
        """Bytes by which it grew over these seconds: the lesser of what the halves and the slope say."""
        return min(self.slope * self.seconds, (self.later - self.earlier) * 2)

    @property
    def is_flat(self) -> bool:
        return self.grown <= max(SHARE * self.earlier, SLACK)

    def __str__(self) -> str:
        return f"{self.earlier / 1e6:.1f} → {self.later / 1e6:.1f} MB"


def growth(series: Series) -> Growth | None:
    """Judge a series; None where there are too few samples to say anything."""
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
    """A process's own memory in bytes, 0 when it is gone: what it allocated, and its share of shared memory.

    Not the files that it maps: what counts of those depends on who else maps them.
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
    """A process and all that it started; none when it is gone."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
