"""Deliver to all configured sinks until the process is told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import structlog

from desk.delivery.choose_changes import choose
from desk.delivery.news_bell import NewsBell
from desk.delivery.sink_thread import SinkThread
from desk.sinks.sink import SinkConfig
from wiredesk.errors import WiredeskError
from wiredesk.failure_log import FailureLog
from wiredesk.heartbeat import Heartbeat
from wiredesk.process_id import this_process
from wiredesk.store import Store, sink_state
from wiredesk.store.changes import ChangeReader, oldest_kept

log = structlog.get_logger()
RENEW_SECONDS = 10.0
"""Seconds between two renewals of the leases on the sinks."""
BEAT_SECONDS = 2.0
"""Seconds between two passes of the main loop, each of which touches the heartbeat file."""
STOP_SECONDS = 20.0
"""Seconds that a stopping process waits for what is being sent."""


class DeliveryEnded(WiredeskError):
    """The delivery to a sink ended although nobody told it to."""


def add_sinks(store: Store, reader: ChangeReader, configs: Sequence[SinkConfig]) -> None:
    """Add the sinks that the store does not know yet: each begins where its row says.

    Raises:
        WiredeskError: the store does not answer.
    """
    newest = reader.newest()
    with store.write() as connection:
        for config in configs:
            begins = newest if config.since == "now" else oldest_kept(connection) - 1
            sink_state.add(connection, config.name, begins)


def deliver(store: Store, configs: Sequence[SinkConfig], stop: threading.Event, heartbeat: Heartbeat) -> None:
    """Deliver until ``stop`` is set; a sink that fails leaves the others unharmed.

    Several processes may do this at once: each sink is delivered to by one of them.

    Raises:
        WiredeskError: the store does not answer at the start.
        DeliveryEnded: the thread of a sink ended by itself; a supervisor starts the process again.
    """
    reader, holder = ChangeReader(store), str(this_process())
    add_sinks(store, reader, configs)
    bell = NewsBell(store)
    threads = [SinkThread(store, reader, bell, config, choose, holder) for config in configs]
    bell.start()
    for thread in threads:
        thread.start()
    try:
        _watch(store, threads, holder, stop, heartbeat)
    finally:
        for thread in threads:
            thread.tell_to_stop()
        until = time.monotonic() + STOP_SECONDS
        for thread in threads:
            thread.stop(max(0.0, until - time.monotonic()))
        bell.stop()
        heartbeat.remove()


def _watch(
    store: Store, threads: Sequence[SinkThread], holder: str, stop: threading.Event, heartbeat: Heartbeat
) -> None:
    """Renew the leases until ``stop`` is set or a thread has ended."""
    waits = FailureLog("delivery waits for the store")
    names = [thread.sink_name for thread in threads]
    renew_at = 0.0
    while True:
        if ended := next((thread.sink_name for thread in threads if not thread.is_alive()), None):
            raise DeliveryEnded(f"sink {ended}", "its thread has ended", "look for its traceback above, start it again")
        if time.monotonic() >= renew_at:
            try:
                with store.write() as connection:
                    sink_state.renew(connection, names, holder)
                renew_at = time.monotonic() + RENEW_SECONDS
                waits.recovered()
            except WiredeskError as error:
                waits.failed(error)
        heartbeat.touch()
        if stop.wait(BEAT_SECONDS):
            return
