"""Waiting for something that another process or thread does.

A wait has a limit only so that a hang ends with a message.  The limit is not a requirement on speed: the tests must
pass on a machine that is loaded many times over, so it is far above what any step needs and just below pytest's own
timeout (``timeout`` in pyproject.toml, 300 s), whose message does not say what was waited for.
"""

from __future__ import annotations

import time
from collections.abc import Callable

HANG_SECONDS = 240.0


def wait_until(
    condition: Callable[[], object], what: str | Callable[[], object] = "", *, interval_seconds: float = 0.05
) -> None:
    """Call ``condition`` until it is true.

    Args:
        what: names the condition in the message; a function is called for the message only.
        interval_seconds: pause between two calls.

    Raises:
        AssertionError: it is still false after :data:`HANG_SECONDS`.
    """
    deadline = time.monotonic() + HANG_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"still false after {HANG_SECONDS:.0f} s: {what() if callable(what) else what}")
        time.sleep(interval_seconds)
