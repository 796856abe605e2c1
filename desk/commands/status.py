"""``wiredesk status`` and ``wiredesk migrate``: where the ledger stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.session import console, settings_of, store_of

if TYPE_CHECKING:
    from worker.settings import Settings
    from worker.store import Store


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Stories by state, messages in the queues, the age of the oldest story that waits."""
    settings = settings_of(context)
    found = snapshot(store_of(settings), settings)
    if as_json:
        typer.echo(json.dumps(found))
        return
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
    console().print(sheet)
    if found["broker_error"]:
        console(err=True).print(f"broker: {found['broker_error']}", style="yellow")


def snapshot(store: Store, settings: Settings) -> dict[str, Any]:
    """The ledger's counts by state, the queues' lengths (None: the broker doesn't answer) and the oldest age."""
    from worker.broker import lengths
    from worker.errors import BrokerUnavailable
    from worker.store import ledger

    with store.read() as connection:
        states = ledger.counts(connection)
        age = ledger.oldest_pending(connection)
    queues: dict[str, int | None] = dict.fromkeys((*ledger.QUEUES, "unacked"))
    error = None
    try:
        queues |= lengths(settings)
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
    """Make the store, or bring it to this release's schema."""
    from worker.store import open_store
    from worker.store.schema import REVISION

    store = open_store(settings_of(context))
    typer.echo(f"{store} is at schema {REVISION}")
