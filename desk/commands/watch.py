"""``wiredesk watch``: searches that are asked of each new story; make them, test them, read what they found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from desk.cli_context import settings_of, store_of
from desk.commands.sinks import alerts_cell
from desk.queries.filters import Filters
from desk.query_command import QueryCommand
from desk.sinks.alert_message import Alert
from desk.sinks.read_progress import ReadProgress
from desk.sinks.sink_list import sink_rows, watch_progress
from desk.sinks.sink_registry import read_sinks
from desk.users.local_user import local_name
from desk.views.sanitize import plain, short
from desk.views.terminal import console, paged, print_json_lines
from desk.views.thread_view import counted
from desk.watches.told_alerts import told_alerts
from desk.watches.watch_config import NewsKind, Watch
from desk.watches.watch_rows import (
    KnownWatch,
    WatchRefused,
    add_watch,
    known_watch,
    known_watches,
    read_watches,
    remove_watch,
    renew_feed,
    sink_problem,
)
from wiredesk.config_values import validated
from wiredesk.console import command_line
from wiredesk.errors import ConfigError
from wiredesk.settings import config_file
from wiredesk.store import watch_state

HELP = """Searches that are asked of each new story, and what they found.

Example: wiredesk watch add ferries 'ferry or harbour'
"""
app = command_line(help=HELP, no_args_is_help=True, add_completion=False)

Json = Annotated[bool, typer.Option("--json", help="print one JSON object per line")]
Name = Annotated[str, typer.Argument(metavar="WATCH", help="name of the watch")]
Words = Annotated[list[str] | None, typer.Argument(metavar="WORD", help='words; "a phrase", -without, or')]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="FILTER=VALUE",
        help=f"a filter of search, may be repeated: {', '.join(Filters.model_fields)}",
    ),
]


@app.command(cls=QueryCommand)
def add(
    context: typer.Context,
    name: Name,
    words: Words = None,
    where: Where = None,
    sink: Annotated[
        list[str] | None, typer.Option(help="a sink of wire.toml that gets alerts; may be repeated")
    ] = None,
    news: Annotated[list[NewsKind] | None, typer.Option(help="what is told; may be repeated; default: all")] = None,
    every: Annotated[float, typer.Option(min=0, metavar="MINUTES", help="gather alerts for so long")] = 0,
    limit: Annotated[int | None, typer.Option(min=1, help="most messages an hour")] = None,
    quiet: Annotated[
        list[str] | None, typer.Option(metavar="HOURS", help="send nothing then, such as 22:00-07:00; may be repeated")
    ] = None,
    zone: Annotated[str, typer.Option(help="time zone of --quiet, such as Europe/Berlin")] = "UTC",
    wake: Annotated[
        int | None, typer.Option(min=1, max=8, help="stories up to this urgency are sent at once, quiet hours or not")
    ] = None,
) -> None:
    """Add a watch: from now on it tells each new story that fits.

    Example: wiredesk watch add fenwick-on-tax --where speaker="Claire Fenwick" --where said=tax

    Example: wiredesk watch add flashes --where urgency=2 --quiet 22:00-07:00 --zone Europe/Berlin --wake 1
    """
    fields = {"query": _query(words, where), "sinks": sink or (), "every": every, "limit": limit, "quiet": quiet or (),
              "zone": zone, "wake": wake} | ({"news": news} if news else {})  # fmt: skip
    watch = _watch(name, fields)
    if problem := sink_problem(watch, read_sinks(config_file())):
        raise WatchRefused(f"watch {name}", problem, f"correct --sink, or configure it in {config_file()}")
    with store_of(settings_of(context)).write() as connection:
        token = add_watch(connection, watch, by=local_name())
        problem = known_watch(connection, name).problem
    out = console()
    out.print(f"added watch {name}", markup=False)
    if problem:
        console(err=True).print(f"wiredesk: {plain(problem)}", markup=False)
    _print_addresses(token)


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the watches with what they ask for and whom they tell.

    Example: wiredesk watch list
    """
    sinks = read_sinks(config_file())
    read_watches(config_file(), sinks)
    with store_of(settings_of(context)).read() as connection:
        known = known_watches(connection)
        newest = watch_state.newest_of(connection)
        counts = {one.row.name: watch_state.count_after(connection, one.row.name, 0, 1000) for one in known}
        progress = watch_progress(connection)
        alerts = {row.name: row.alerts for row in sink_rows(connection, sinks)}
    if as_json:
        delivery = {name: asdict(of) if of else None for name, of in alerts.items()}
        print_json_lines([
            _record(one) | {"newest": newest.get(one.row.name), "behind": progress.behind if progress else None,
                            "delivery": {name: delivery.get(name) for name in one.row.given.get("sinks", ())}}
            for one in known
        ])  # fmt: skip
        return
    table = Table("watch", "finds", "alerts", "sinks", "state", "note", box=None, header_style="bold")
    for one in known:
        finds = ", ".join(f"{key}={value}" for key, value in one.row.given.get("query", {}).items())
        cells = (one.row.name, finds, str(counts[one.row.name]),
                 ", ".join(_sink_cell(name, alerts.get(name)) for name in one.row.given.get("sinks", ())),
                 _state(one), one.problem)  # fmt: skip
        table.add_row(*(Text(short(cell)) for cell in cells))
    with paged() as out:
        out.print(table if known else f"no watches: wiredesk watch add, or [[watch]] in {config_file()}", markup=False)
        if known:
            out.print(_progress_line(progress), markup=False, style="dim")


def _sink_cell(name: str, alerts: ReadProgress | None) -> str:
    return name if alerts is None else f"{name} ({alerts_cell(alerts)})"


def _progress_line(progress: ReadProgress | None) -> str:
    """Return in one line how far the watches are."""
    if progress is None or (not progress.is_held and progress.behind):
        waiting = f"; {progress.behind:,} changes wait" if progress else ""
        return f"no process asks the watches: start wiredesk deliver{waiting}"
    if progress.failures:
        return f"the watches fail: {progress.error}"
    return f"{progress.behind:,} changes wait to be looked at" if progress.behind else "every change was looked at"


@app.command()
def test(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="WATCH", help="name of the watch")] = None,
    query: Annotated[str, typer.Option(help="words to try without a watch")] = "",
    where: Where = None,
    since: Annotated[str, typer.Option(metavar="TIME", help="how far back: 12h, 7d, or a day")] = "7d",
    as_json: Json = False,
) -> None:
    """Show what a watch would have told since a time; nothing is sent or kept.

    Example: wiredesk watch test --query ferry --since 30d
    """
    from desk.watches.watch_trial import try_watch  # lazy: the other verbs do not need it

    store = store_of(settings_of(context))
    if name and not (query or where):
        with store.read() as connection:
            known = known_watch(connection, name)
        if known.watch is None:
            raise WatchRefused(f"watch {name}", known.problem, "remove it and add it again")
        watch = known.watch
    else:
        watch = _watch(name or "test", {"query": _query([query], where)}).made_by(local_name())
    trial = try_watch(store, watch, since)
    if as_json:
        print_json_lines([one.model_dump(mode="json") for one in trial.alerts])
        return
    with paged() as out:
        _print_alerts(out, trial.alerts)
        messages = f", in {counted(trial.messages, 'message')}" if watch.sinks else ""
        gone = "; the change log begins later than that" if trial.is_cut else ""
        told = counted(len(trial.alerts), "alert")
        out.print(f"{told} since {trial.since:%Y-%m-%d %H:%M} UTC{messages}{gone}", markup=False)


@app.command()
def alerts(
    context: typer.Context,
    name: Name,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=10_000, help="maximum number of alerts")] = 20,
    as_json: Json = False,
) -> None:
    """Print what a watch found, newest last.

    Example: wiredesk watch alerts ferries -n 5
    """
    with store_of(settings_of(context)).read() as connection:
        known_watch(connection, name)
        found = told_alerts(connection, watch_state.newest_alerts(connection, name, limit=limit)[::-1])
    if as_json:
        print_json_lines([one.model_dump(mode="json") for one in found])
        return
    with paged() as out:
        _print_alerts(out, found)
        if not found:
            out.print("no alerts", style="dim")


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Remove a watch with all that it found.

    Example: wiredesk watch remove ferries
    """
    with store_of(settings_of(context)).write() as connection:
        remove_watch(connection, name)


@app.command()
def feed(context: typer.Context, name: Name) -> None:
    """Give the feeds of a watch a new address and print it; the one before no longer works.

    The store keeps only a digest of the address, so it can be printed once.

    Example: wiredesk watch feed ferries
    """
    with store_of(settings_of(context)).write() as connection:
        token = renew_feed(connection, name)
    _print_addresses(token)


def _query(words: list[str] | None, where: list[str] | None) -> dict[str, str]:
    """Return the filters of the command line.

    Raises:
        WatchRefused: one is not of the form FILTER=VALUE.
    """
    found = {"q": " ".join(filter(None, words or ()))}
    for one in where or ():
        key, is_given, value = one.partition("=")
        if not is_given:
            raise WatchRefused(f'"{one[:40]}"', "is not of the form FILTER=VALUE", "such as --where speaker=NAME")
        found[key.strip()] = value
    return {key: value for key, value in found.items() if value.strip()}


def _watch(name: str, fields: Mapping[str, Any]) -> Watch:
    """Return a watch of the command line.

    Raises:
        WatchRefused: a field is invalid.
    """
    try:
        return validated(Watch, {"name": name} | dict(fields), f"watch {name[:80]}")
    except ConfigError as error:
        raise WatchRefused(error.subject, error.cause, error.hint) from None


def _print_addresses(token: str) -> None:
    out = console()
    out.print("feeds, below the address of the desk; keep them to yourself:", markup=False)
    for form in ("atom", "json"):
        out.print(f"  /feeds/{token}.{form}", markup=False, highlight=False, soft_wrap=True)


def _print_alerts(out: Any, found: list[Alert]) -> None:
    for one in found:
        source = f", {one.story.source}" if one.story and one.story.source else ""
        out.print(Text(plain(f"{one.at:%Y-%m-%d %H:%M} {one.title}"), style="bold"))
        out.print(Text(plain(f"  {one.id}@{one.version}{source}"), style="dim"))
        for passage in one.passages:
            out.print(Text(f"  {plain(passage)}"))


def _state(one: KnownWatch) -> str:
    if one.watch is None:
        return "not understood"
    return ("in wire.toml" if one.row.in_file else "kept") if one.row.active else "no longer in wire.toml"


def _record(one: KnownWatch) -> dict[str, Any]:
    return {
        "name": one.row.name, **one.row.given, "in_file": one.row.in_file, "active": one.row.active,
        "made_by": one.row.made_by, "made_at": one.row.made_at, "problem": one.problem or None,
    }  # fmt: skip
