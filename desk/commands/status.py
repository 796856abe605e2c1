"""``wiredesk status``: the ledger's counts and the queues' lengths."""

from __future__ import annotations

import json
import time
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from desk.cli_context import settings_of, store_of
from desk.ops.queue_status import QueueStatus, SinkStatus, queue_status
from desk.views.language_tiers import tier_counts
from desk.views.terminal import console
from wiredesk.contract import LedgerState
from wiredesk.settings import Settings
from wiredesk.store import Store
from wiredesk.store.ledger import LanguageState

WATCH_SECONDS = 1.0
"""Interval of ``--watch``."""


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    watch: Annotated[bool, typer.Option("-w", "--watch", help="refresh every second until Ctrl-C")] = False,
) -> None:
    """Print stories by state, queue lengths and the age of the oldest pending story.

    Example: wiredesk status --watch
    """
    settings = settings_of(context)
    store = store_of(settings)
    found = queue_status(store, settings)
    if as_json:
        typer.echo(json.dumps(found.as_json()))
        while watch:
            time.sleep(WATCH_SECONDS)
            typer.echo(json.dumps(queue_status(store, settings).as_json()))
        return
    out = console()
    if watch and out.is_terminal:
        _watch(store, settings, found, out)
    out.print(_table(found))
    while watch:
        time.sleep(WATCH_SECONDS)
        out.print(_table(queue_status(store, settings)))
    if found.broker_error:
        console(err=True).print(f"wiredesk: {found.broker_error}", style="yellow", markup=False)


def _watch(store: Store, settings: Settings, found: QueueStatus, out: Console) -> NoReturn:
    """Redraw the table in place, with the rate of finished stories, until Ctrl-C."""
    with Live(_table(found), console=out, auto_refresh=False) as live:
        while True:
            before, started = found.states[LedgerState.DONE], time.monotonic()
            time.sleep(WATCH_SECONDS)
            found = queue_status(store, settings)
            rate = (found.states[LedgerState.DONE] - before) / (time.monotonic() - started)
            live.update(_table(found, rate), refresh=True)


def language_line(one: LanguageState) -> str:
    """Return how deeply the stories of a language were read, and what waits: ``tier 2: 30, 3 wait``."""
    parts = [tier_counts(one.tiers)] if one.tiers else []
    if one.problem:
        parts.append(one.problem.partition(": ")[2])
    elif one.waiting:
        parts.append(f"{one.waiting:,} wait")
    return ", ".join(parts) or "-"


def _table(found: QueueStatus, rate: float | None = None) -> Table:
    table = Table(box=None, show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    for state, number in found.states.items():
        table.add_row(state, f"{number:,}")
    for queue, length in found.queues.items():
        table.add_row(f"queue {queue}", "?" if length is None else f"{length:,}")
    age = found.oldest_pending_seconds
    table.add_row("oldest pending", "-" if age is None else f"{age:.1f} s")
    table.add_row("to be linked", f"{found.due_links:,}")
    table.add_row("names to be settled", f"{found.unsettled_names:,}")
    if found.failed_links:
        table.add_row("not linked", f"{found.failed_links:,}")
    for one in found.languages:
        if len(found.languages) > 1 or one.problem:
            table.add_row(f"language {one.language or 'unknown'}", language_line(one))
    for sink in found.sinks:
        table.add_row(f"sink {sink.name}", _sink_line(sink))
    if found.unasked_changes:
        table.add_row("watches", f"{found.unasked_changes:,} changes waiting")
    if rate is not None:
        table.add_row("done", f"{rate:.1f}/s")
    return table


def _sink_line(sink: SinkStatus) -> str:
    refused = f", {sink.parked:,} refused" if sink.parked else ""
    alerts = f", {sink.alerts_behind:,} alerts waiting" if sink.alerts_behind else ""
    return f"{sink.state}, {sink.behind:,} behind{refused}{alerts}"
