"""Durations in words, for the terminal and for pages."""

from __future__ import annotations


def duration(seconds: float | None) -> str:
    """Return a duration in seconds, minutes or hours; a dash for none."""
    if seconds is None:
        return "–"
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
