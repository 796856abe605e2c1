"""Processes whose clock is wrong: libfaketime is loaded into them and leaves their monotonic clock alone."""

from __future__ import annotations

from pathlib import Path

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
CLOCK_SITE = Path(__file__).parent / "clock_site"
"""Has to be on the PYTHONPATH of such a process, else its ``time.sleep`` raises an error."""


class NoFaketime(Exception):
    """libfaketime is not installed."""

    def __init__(self) -> None:
        super().__init__("no libfaketime here (apt-get install libfaketime)")


def wrong_clock(offset: str = "", *, file: Path | None = None) -> dict[str, str]:
    """Return the variables for a process and its children, besides ``PYTHONPATH``.

    Args:
        offset: what is added to the clock, in seconds: ``+3600s``.
        file: has the offset instead, and is read again whenever the process asks for the time.

    Raises:
        NoFaketime: libfaketime is not installed.
    """
    if not FAKETIME.is_file():
        raise NoFaketime
    given = {"FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1"} if file else {"FAKETIME": offset}
    return {"LD_PRELOAD": str(FAKETIME), "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1"} | given
