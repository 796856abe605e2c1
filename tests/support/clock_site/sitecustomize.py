"""Repairs ``time.sleep`` in a process whose clock libfaketime has changed; Python imports it before anything else.

Since Python 3.11 ``time.sleep`` waits for a point on the monotonic clock.  libfaketime 0.9.10 takes that point for one
on the clock that it changes, even if told to leave the monotonic clock alone, so that every sleep raises ``OSError``:
Invalid argument (https://github.com/wolfcw/libfaketime/issues/426).  ``select`` waits for a duration.
"""

import os
import select
import time

if "faketime" in os.environ.get("LD_PRELOAD", ""):

    def _sleep(seconds: float) -> None:
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        select.select([], [], [], seconds)

    time.sleep = _sleep
