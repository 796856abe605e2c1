"""The hard time limit: a deadline that even code in C cannot overrun, because the kernel ends the process.

Python's signal handlers run only when the interpreter gets control, and a hang inside C code never gives it back. On
Linux a POSIX timer (``timer_create``) whose signal is SIGKILL needs no cooperation of the process and takes two system
calls a story. Elsewhere, and where the C library has no such timer, ``faulthandler``'s watchdog thread is the
fallback: it starts and joins a thread each time.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
from collections.abc import Callable

CLOCK_MONOTONIC = 1  # <time.h> of Linux
SIGEV_SIGNAL = 0  # <signal.h> of Linux


class _SigEvent(ctypes.Structure):
    """``struct sigevent`` of Linux: 64 bytes, of which the first three fields matter here."""

    _fields_ = (
        ("value", ctypes.c_void_p),
        ("signo", ctypes.c_int),
        ("notify", ctypes.c_int),
        ("rest", ctypes.c_byte * 48),
    )


class _TimerSpec(ctypes.Structure):
    """``struct itimerspec``: the period, then the time to the first signal, each in seconds and nanoseconds."""

    _fields_ = (
        ("period_s", ctypes.c_long),
        ("period_ns", ctypes.c_long),
        ("first_s", ctypes.c_long),
        ("first_ns", ctypes.c_long),
    )


Arm = Callable[[float], None]
"""Sets the deadline to the given number of seconds from now; 0 disarms it."""

_timers: dict[int, Arm] = {}
"""The timer of this process, by process id. A process has one, and a forked child inherits none (timer_create(2))."""


def arm(seconds: float) -> None:
    """Kill this process ``seconds`` from now; the call replaces an earlier deadline, and 0 removes it."""
    pid = os.getpid()
    if pid not in _timers:
        _timers.clear()
        _timers[pid] = _kernel_timer() or _watchdog
    _timers[pid](seconds)


def _kernel_timer() -> Arm | None:
    """Create a kernel timer that sends SIGKILL; None where the system has no POSIX timers."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "timer_create"):
        return None
    timer = ctypes.c_void_p()
    event = _SigEvent(None, signal.SIGKILL, SIGEV_SIGNAL)
    if library.timer_create(CLOCK_MONOTONIC, ctypes.byref(event), ctypes.byref(timer)):
        return None

    def set_timer(seconds: float) -> None:
        spec = _TimerSpec(0, 0, int(seconds), int(seconds % 1 * 1e9))
        library.timer_settime(timer, 0, ctypes.byref(spec), None)

    return set_timer


def _watchdog(seconds: float) -> None:
    """The portable fallback: a thread of ``faulthandler`` that does not need the interpreter lock."""
    if seconds:
        faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or 2)
    else:
        faulthandler.cancel_dump_traceback_later()
