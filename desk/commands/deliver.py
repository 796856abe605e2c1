"""``wiredesk deliver``: send results to the sinks of wire.toml."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from desk.cli_context import settings_of
from desk.views.terminal import console


def deliver(
    context: typer.Context,
    only: Annotated[
        list[str] | None, typer.Option("--sink", help="deliver to this sink alone; may be repeated")
    ] = None,
) -> None:
    """Send every change to the sinks of wire.toml, and ask the watches, until Ctrl-C or SIGTERM.

    Several processes may run: each sink is delivered to by one of them, and another takes over when that one dies.
    With --sink it does not ask the watches.

    Example: wiredesk deliver --sink cms
    """
    from desk.delivery.delivery import deliver as deliver_all  # lazy: it imports the sinks' libraries
    from desk.sinks.sink_registry import chosen_sinks, read_sinks
    from desk.watches.watch_rows import read_watches
    from producer.ingest.runner import stop_on_signal
    from wiredesk.heartbeat import Heartbeat
    from wiredesk.settings import config_file
    from wiredesk.store import open_store

    settings = settings_of(context)
    known = read_sinks(config_file())
    watches = read_watches(config_file(), known)
    configs = chosen_sinks(config_file(), only) if only else known
    store = open_store(settings)
    names = ", ".join(one.name for one in configs) or "no sink"
    asking = "" if only else ", asking the watches"
    console(err=True).print(f"wiredesk: delivering to {names}{asking}", markup=False)
    gc.freeze()  # what was imported lives as long as the process: it is not looked through again and again
    with stop_on_signal() as stop:
        deliver_all(store, configs, stop, Heartbeat(settings.home, "deliver"), None if only else watches)
