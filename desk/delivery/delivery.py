"""Deliver to all configured sinks until the process is told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence

import structlog

from desk.delivery.feeds import ChangeFeed, MessageFeed, SinkFeed
from desk.delivery.news_bell import NewsBell
from desk.delivery.sink_thread import SinkThread
from desk.delivery.watch_thread import WatchThread
from desk.sinks.sink import SinkConfig
from desk.watches.watch_config import Watch
from wiredesk.errors import WiredeskError
from wiredesk.failure_log import FailureLog
from wiredesk.heartbeat import Heartbeat
from wiredesk.process_id import ProcessId, this_process
from wiredesk.store import Store, sink_state, watch_state
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
            if config.takes_alerts:
                sink_state.add(connection, sink_state.alerts_of(config.name), watch_state.last_message(connection))


def deliver(
    store: Store,
    configs: Sequence[SinkConfig],
    stop: threading.Event,
    heartbeat: Heartbeat,
    watches: Sequence[Watch] | None = (),
    process: ProcessId | None = None,
) -> None:
    """Deliver until ``stop`` is set; a sink that fails leaves the others unharmed.

    Several processes may do this at once: each sink is delivered to by one of them, and one asks the watches.

    Args:
        watches: the watches of ``wire.toml``; None to deliver only.
        process: in whose name the leases are taken, by default of the process that runs. Two deliveries with the
            same name would both send everything.

    Raises:
        WiredeskError: the store does not answer at the start.
        DeliveryEnded: the thread of a sink ended by itself; a supervisor starts the process again.
    """
    reader, holder = ChangeReader(store), str(process or this_process())
    add_sinks(store, reader, configs)
    bell = NewsBell(store)
    threads: list[SinkThread | WatchThread] = [
        thread for config in configs for thread in _sink_threads(store, reader, bell, config, holder)
    ]
    if watches is not None:
        threads.append(WatchThread(store, reader, bell, watches, holder, configs))
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


def _sink_threads(
    store: Store, reader: ChangeReader, bell: NewsBell, config: SinkConfig, holder: str
) -> Iterator[SinkThread]:
    """Yield the threads of a sink: one for changes, and one for the messages of watches if it takes them."""
    of_changes: SinkFeed = ChangeFeed(store, reader, config)
    yield SinkThread(store, bell.changes, config, of_changes, holder)
    if config.takes_alerts:
        yield SinkThread(store, bell.messages, config, MessageFeed(store, config), holder)


def _watch(
    store: Store, threads: Sequence[SinkThread | WatchThread], holder: str, stop: threading.Event, heartbeat: Heartbeat
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
