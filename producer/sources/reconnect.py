"""Connections that break off are opened again, after longer and longer pauses while they keep failing."""

from __future__ import annotations

import time
from collections.abc import Callable

from producer.ingest.delivery import SourceHandle
from producer.sources.public_address import hide_secrets
from wiredesk.errors import ConfigError
from wiredesk.retry import Backoff

RECONNECT_BACKOFF = Backoff(first_seconds=1.0, max_seconds=60.0, jitter=0.25)
"""A server that restarts is back within seconds; one that is down for hours is tried once a minute.  The jitter keeps
producers that lost the same server from returning all at once."""
STEADY_SECONDS = 30.0
"""A connection that held this long was healthy: the pause starts again at its first value."""


def run_with_reconnect(
    handle: SourceHandle, session: Callable[[], object], backoff: Backoff = RECONNECT_BACKOFF
) -> None:
    """Run ``session`` again and again until the source is to stop; report why it ended.

    The same reason is reported once, until a session held for :data:`STEADY_SECONDS` again.

    Raises:
        ConfigError: the source cannot work as it is configured.
    """
    pauses = backoff.pauses()
    while not handle.stop.is_set():
        began = time.monotonic()
        try:
            session()
            ended = "the connection ended"
        except ConfigError:
            raise
        except Exception as error:  # each library has its own names for a connection that broke
            ended = hide_secrets(" ".join(str(error).split())) or type(error).__name__
            ended = ended.removeprefix(f"{handle.name}: ")
        if handle.stop.is_set():
            return
        if time.monotonic() - began > STEADY_SECONDS:
            pauses = backoff.pauses()
            handle.forget_reports()
        pause = next(pauses)
        handle.fail(ended, f"again in {pause:.1f} s")
        handle.stop.wait(pause)
