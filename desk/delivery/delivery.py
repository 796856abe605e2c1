"""Deliver to all configured sinks until the process is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import structlog

from desk.delivery.choose_changes import choose
from desk.delivery.sink_thread import SinkThread
from desk.sinks.sink import SinkConfig
from wiredesk.errors import WiredeskError
from wiredesk.failure_log import FailureLog
from wiredesk.process_id import this_process
from wiredesk.store import Store, sink_state
from wiredesk.store.changes import ChangeReader, oldest_kept

log = structlog.get_logger()
RENEW_SECONDS = 10.0
"""Seconds between two renewals of the leases on the sinks."""
STOP_SECONDS = 20.0
"""Seconds that a stopping process waits for what is being sent."""


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


def deliver(store: Store, configs: Sequence[SinkConfig], stop: threading.Event) -> None:
    """Deliver until ``stop`` is set; a sink that fails leaves the others unharmed.

    Several processes may do this at once: each sink is delivered to by one of them.

    Raises:
        WiredeskError: the store does not answer at the start.
    """
    reader, holder = ChangeReader(store), str(this_process())
    add_sinks(store, reader, configs)
    threads = [SinkThread(store, reader, config, choose, holder) for config in configs]
    for thread in threads:
        thread.start()
    waits = FailureLog("delivery waits for the store")
    names = [config.name for config in configs]
    try:
        while not stop.wait(RENEW_SECONDS):
            try:
                with store.write() as connection:
                    sink_state.renew(connection, names, holder)
                waits.recovered()
            except WiredeskError as error:
                waits.failed(error)
    finally:
        for thread in threads:
            thread.tell_to_stop()
        for thread in threads:
            thread.stop(STOP_SECONDS)
