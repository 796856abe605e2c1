"""A deadline that even code in C cannot overrun: the kernel ends the process.

Python's signal handlers wait for the interpreter, which a hang inside C code never gives back.  A POSIX timer whose
signal is SIGKILL needs nobody's cooperation and costs two system calls a story; ``faulthandler``'s watchdog, the
portable way, starts and joins a thread each time.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import sys
from collections.abc import Callable

CLOCK_MONOTONIC = 1
SIGEV_SIGNAL = 0


class _SigEvent(ctypes.Structure):
    """``struct sigevent`` of Linux: 64 bytes, of which the first three fields matter."""

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
"""Takes seconds from now; 0 disarms."""

_armed_by: dict[int, Arm] = {}
"""The timer of this process: a fork's child inherits none."""


def arm(seconds: float) -> None:
    """End this process ``seconds`` from now, in place of an earlier deadline; 0: never."""
    pid = os.getpid()
    if pid not in _armed_by:
        _armed_by.clear()
        _armed_by[pid] = _kernel_timer() or _watchdog
    _armed_by[pid](seconds)


def _kernel_timer() -> Arm | None:
    """A timer of the kernel's that sends SIGKILL; None where there is none to be had."""
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
    """The portable way: a thread of ``faulthandler`` that needs no interpreter lock."""
    if seconds:
        faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or 2)
    else:
        faulthandler.cancel_dump_traceback_later()
