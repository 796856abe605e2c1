"""``wiredesk status`` and ``wiredesk migrate``: where the ledger stands."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from desk.cli_context import console, settings_of, store_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from wiredesk.settings import Settings
    from wiredesk.store import Store

WATCH_SECONDS = 1.0


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
    watch: Annotated[bool, typer.Option("-w", "--watch", help="look again every second until Ctrl-C")] = False,
) -> None:
    """Stories by state, messages in the queues, the age of the oldest story that waits.

    Example: wiredesk status --watch
    """
    settings = settings_of(context)
    store = store_of(settings)
    found = snapshot(store, settings)
    if as_json:
        typer.echo(json.dumps(found))
        while watch:
            time.sleep(WATCH_SECONDS)
            typer.echo(json.dumps(snapshot(store, settings)))
        return
    out = console()
    if watch and out.is_terminal:
        _watch(store, settings, found, out)
    out.print(_sheet(found))
    while watch:
        time.sleep(WATCH_SECONDS)
        out.print(_sheet(snapshot(store, settings)))
    if found["broker_error"]:
        console(err=True).print(f"wiredesk: {found['broker_error']}", style="yellow", markup=False)


def _watch(store: Store, settings: Settings, found: dict[str, Any], out: Console) -> NoReturn:
    """The sheet in place, with the stories that ended since the last look, until Ctrl-C."""
    from rich.live import Live

    with Live(_sheet(found), console=out, auto_refresh=False) as live:
        while True:
            before, looked = found["states"]["done"], time.monotonic()
            time.sleep(WATCH_SECONDS)
            found = snapshot(store, settings)
            rate = (found["states"]["done"] - before) / (time.monotonic() - looked)
            live.update(_sheet(found, rate), refresh=True)


def _sheet(found: dict[str, Any], rate: float | None = None) -> Table:
    from rich.table import Table

    sheet = Table(box=None, show_header=False)
    sheet.add_column(style="bold")
    sheet.add_column(justify="right")
    for state, number in found["states"].items():
        sheet.add_row(state, f"{number:,}")
    for queue, length in found["queues"].items():
        sheet.add_row(f"queue {queue}", "?" if length is None else f"{length:,}")
    age = found["oldest_pending_seconds"]
    sheet.add_row("oldest waits", "-" if age is None else f"{age:.1f} s")
    if rate is not None:
        sheet.add_row("done", f"{rate:.1f}/s")
    return sheet


def snapshot(store: Store, settings: Settings) -> dict[str, Any]:
    """The ledger's counts by state, the queues' depths (None: the broker doesn't answer) and the oldest age."""
    from wiredesk.errors import BrokerUnavailable
    from wiredesk.queue.broker import queue_depths
    from wiredesk.store import ledger

    with store.read() as connection:
        states = ledger.counts(connection)
        age = ledger.oldest_pending(connection)
    queues: dict[str, int | None] = dict.fromkeys((*ledger.QUEUES, "unacked"))
    error = None
    try:
        queues |= queue_depths(settings)
    except BrokerUnavailable as found:
        error = str(found)
    return {
        "states": states,
        "total": sum(states.values()),
        "queues": queues,
        "oldest_pending_seconds": age,
        "broker_error": error,
    }


def migrate(context: typer.Context) -> None:
    """Make the store, or bring it to this release's schema.

    Example: wiredesk --store postgresql://wire@localhost/wire migrate
    """
    from wiredesk.store import open_store
    from wiredesk.store.tables import REVISION

    store = open_store(settings_of(context))
    typer.echo(f"{store} is at schema {REVISION}")
