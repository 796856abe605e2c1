"""Connections that break off are made again, ever more seldom while they fail."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from producer.ingest.delivery import Line
from wiredesk.errors import ConfigError

PAUSES = (1.0, 60.0)
"""Seconds before a new connection: after the first failure, doubled with each, up to the second."""
STEADY = 30.0
"""Seconds that a connection must have held for its end to count as a first failure."""


def keep_up(line: Line, session: Callable[[], object], pauses: tuple[float, float] = PAUSES) -> None:
    """Run ``session`` again and again until the intake is over; whatever ends it is told in a line.

    Raises:
        ConfigError: the source cannot work as it is configured.
    """
    first, most = pauses
    pause = first
    while not line.over.is_set():
        began = time.monotonic()
        try:
            session()
            ended = "the connection ended"
        except ConfigError:
            raise
        except Exception as error:  # libraries have many names for a connection that broke
            ended = " ".join(str(error).split()) or type(error).__name__
        if line.over.is_set():
            return
        pause = first if time.monotonic() - began > STEADY else pause
        wait = pause * random.uniform(0.75, 1.25)
        line.tell(f"{ended}; again in {wait:.1f} s")
        line.over.wait(wait)
        pause = min(pause * 2, most)
