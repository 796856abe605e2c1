"""Retry with exponential back-off: one rule for everything that waits for a service to come back."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Backoff:
    """The pauses between attempts: ``first_seconds``, then doubled after each failure up to ``max_seconds``.

    ``jitter`` varies each pause by that share in both directions, so that clients which lost the same server at the
    same moment do not all come back at the same moment.  ``total_seconds`` limits the sum of the pauses.
    """

    first_seconds: float
    max_seconds: float
    jitter: float = 0.0
    total_seconds: float = float("inf")

    def pauses(self) -> Iterator[float]:
        """Yield the pauses in seconds; the iterator ends when the next pause would exceed ``total_seconds``."""
        pause, waited = self.first_seconds, 0.0
        while True:
            varied = pause * random.uniform(1 - self.jitter, 1 + self.jitter) if self.jitter else pause
            waited += varied
            if waited > self.total_seconds:
                return
            yield varied
            pause = min(pause * 2, self.max_seconds)


def sleep(seconds: float) -> bool:
    """Wait without interruption.  Returns False: the caller continues to retry."""
    time.sleep(seconds)
    return False


def retry(
    work: Callable[[], T],
    on: type[Exception] | tuple[type[Exception], ...],
    backoff: Backoff,
    *,
    wait: Callable[[float], bool] = sleep,
    on_retry: Callable[[Exception, float], object] = lambda _error, _pause: None,
    is_temporary: Callable[[Exception], bool] = lambda _error: True,
) -> T:
    """Call ``work`` until it returns, and return its result.

    Args:
        work: is called again after every error of the classes ``on`` for which ``is_temporary`` is true; any other
            error is raised at once.
        backoff: the pauses between the calls.
        wait: waits for the seconds that it is given and returns True to give up, as ``Event.wait`` of a stop event
            does.
        on_retry: is called before each pause with the error and the pause in seconds, for a log line.

    Raises:
        Exception: the last error of ``work``, when ``wait`` gave up or ``backoff.total_seconds`` is used up.
    """
    pauses = backoff.pauses()
    while True:
        try:
            return work()
        except on as error:
            pause = next(pauses, None) if is_temporary(error) else None
            if pause is None:
                raise
            on_retry(error, pause)
            if wait(pause):
                raise
