"""``wiredesk sinks``: how far each sink is; pause, resume and send again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import orjson
import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection

from desk.cli_context import settings_of, store_of
from desk.queries.moments import parse_moment
from desk.sinks.read_progress import ReadProgress
from desk.sinks.sink_list import sink_rows
from desk.sinks.sink_registry import read_sinks
from desk.views.sanitize import short
from desk.views.terminal import console, paged
from wiredesk.console import command_line
from wiredesk.errors import EXIT_USAGE, NotFound, WiredeskError
from wiredesk.safe_line import safe_json
from wiredesk.settings import config_file
from wiredesk.store import sink_state
from wiredesk.store.changes import last_number, oldest_kept
from wiredesk.store.changes.change_log import number_at

HELP = """List sinks, pause and resume them, and send changes again.

Example: wiredesk sinks list
"""
app = command_line(help=HELP, no_args_is_help=True, add_completion=False)

Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Name = Annotated[str, typer.Argument(metavar="SINK", help="name of the sink")]


class WrongReplay(WiredeskError):
    """The sink cannot be sent changes again."""

    exit_code = EXIT_USAGE


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the sinks with their position, lag and last error.

    Example: wiredesk sinks list --json
    """
    configs = read_sinks(config_file())
    with store_of(settings_of(context)).read() as connection:
        rows = sink_rows(connection, configs)
    if as_json:
        typer.echo(safe_json(orjson.dumps([row.as_json() for row in rows])).decode())
        return
    if not rows:
        console().print(f"no sinks: write [[sink]] into {config_file()}", markup=False)
        return
    table = Table(
        "sink", "promise", "state", "sent", "behind", "refused", "alerts", "last error", box=None, header_style="bold"
    )
    for row in rows:
        of = row.changes
        behind = "-" if of.behind is None else f"{of.behind:,}"
        error = of.error or (row.alerts.error if row.alerts else None)
        cells = (row.name, row.promise or "-", of.state, f"{of.sent:,}", behind, str(of.parked),
                 alerts_cell(row.alerts), error)  # fmt: skip
        table.add_row(*(Text(short(cell or "")) for cell in cells))
    with paged() as out:
        out.print(table)


def alerts_cell(alerts: ReadProgress | None) -> str:
    """Return in a few words how far a sink is in the messages of watches."""
    if alerts is None:
        return "-"
    refused = f", {alerts.parked:,} refused" if alerts.parked else ""
    waiting = f"{alerts.behind:,} waiting" if alerts.behind else "all sent"
    return (waiting if alerts.state == "delivering" else f"{alerts.state}, {waiting}") + refused


@app.command()
def pause(
    context: typer.Context, name: Name, why: Annotated[str, typer.Option("--why", help="shown in the list")] = ""
) -> None:
    """Stop the delivery to a sink; nothing is lost while it is paused, as long as the change log keeps it.

    Example: wiredesk sinks pause cms --why "moved to another host"
    """
    _change(context, name, lambda connection: sink_state.pause(connection, name, why or "paused by a user"))


@app.command()
def resume(context: typer.Context, name: Name) -> None:
    """Go on with the delivery to a sink, at once.

    Example: wiredesk sinks resume cms
    """
    _change(context, name, lambda connection: sink_state.resume(connection, name))


@app.command()
def forget(context: typer.Context, name: Name) -> None:
    """Remove what the store knows of a sink that is no longer configured.

    Example: wiredesk sinks forget old-cms
    """
    if any(one.name == name for one in read_sinks(config_file())):
        raise WrongReplay(f"sink {name}", "is configured", f"remove it from {config_file()} first")
    _change(context, name, lambda connection: sink_state.forget(connection, name))


@app.command()
def replay(
    context: typer.Context,
    name: Name,
    after: Annotated[int | None, typer.Option(min=0, help="send everything after this change again")] = None,
    since: Annotated[
        str | None, typer.Option(help="send everything since a day or a time again, or 2h, 7d for that long ago")
    ] = None,
    refused: Annotated[bool, typer.Option("--refused", help="send the refused changes again")] = False,
    change: Annotated[list[int] | None, typer.Option(help="send this refused change again; may be repeated")] = None,
) -> None:
    """Send changes again: those that the sink refused, or everything after a change or a time.

    A sink that promises exactly once leaves out what it has.

    Example: wiredesk sinks replay cms --refused

    Example: wiredesk sinks replay cms --since 2h
    """
    if (after is not None) + (since is not None) + refused + bool(change) != 1:
        hint = "give one of --after, --since, --refused and --change"
        raise WrongReplay(f"sink {name}", "what to send again?", hint)
    if after is not None or since is not None:
        moment = parse_moment(since) if since is not None else None
        _change(context, name, lambda connection: _rewind(connection, name, after, moment))
        return
    with store_of(settings_of(context)).write() as connection:
        numbers = change or [one.n for one in sink_state.parked(connection, name)]
        asked = sink_state.ask_again(connection, name, numbers)
        if refused:
            alerts = sink_state.alerts_of(name)
            asked += sink_state.ask_again(connection, alerts, [one.n for one in sink_state.parked(connection, alerts)])
        if not asked:
            what = "has refused nothing" if refused else "refused no such change"
            raise NotFound(f"sink {name}", what, f"wiredesk sinks refused {name} lists what it refused")


@app.command("refused")
def refused_(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """List the changes and the messages of watches that a sink refused, oldest first.

    Example: wiredesk sinks refused cms
    """
    with store_of(settings_of(context)).read() as connection:
        found = sink_state.parked(connection, name) + sink_state.parked(connection, sink_state.alerts_of(name))
    if as_json:
        typer.echo(safe_json(orjson.dumps([asdict(one) for one in found])).decode())
        return
    table = Table("change", "story", "since", "error", box=None, header_style="bold")
    for one in found:
        cells = (
            str(one.n) if one.sink == name else f"alert message {one.n}",
            f"{one.id}@{one.version}",
            one.at.strftime("%Y-%m-%d %H:%M"),
            one.error,
        )
        table.add_row(*(Text(short(cell)) for cell in cells))
    with paged() as out:
        out.print(table if found else f"sink {name} refused nothing")


def _rewind(connection: Connection, name: str, after: int | None, moment: datetime | None) -> bool:
    """Move a sink's position to a change, or to the last one before a moment.

    Raises:
        WrongReplay: the log does not have the changes after it.
    """
    if after is None:
        assert moment is not None
        after = number_at(connection, moment)
    oldest, newest = oldest_kept(connection), last_number(connection)
    if not oldest - 1 <= after <= max(newest, oldest - 1):
        hint = f"give --after a number from {oldest - 1} to {newest}"
        raise WrongReplay(f"change {after}", f"the log has the changes from {oldest} to {newest}", hint)
    return sink_state.rewind(connection, name, after)


def _change(context: typer.Context, name: str, change: Callable[[Connection], bool]) -> None:
    with store_of(settings_of(context)).write() as connection:
        if not change(connection):
            raise NotFound(f"sink {name}", "nothing was ever delivered to it", "wiredesk sinks list")
