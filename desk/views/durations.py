"""Durations in words, for the terminal and for pages."""

from __future__ import annotations

from desk.reader_formats import unit_words


def duration(seconds: float | None) -> str:
    """Return a duration in seconds, minutes or hours; a dash for none."""
    if seconds is None:
        return "–"
    if seconds < 120:
        return unit_words(seconds, "s", "second", 1)
    return (
        unit_words(seconds / 60, "min", "minute", 0) if seconds < 7200 else unit_words(seconds / 3600, "h", "hour", 0)
    )
