"""``wiredesk sources``: when each source was heard and what is missing; set up, pause, resume, try and remove them."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from desk.cli_context import settings_of, store_of
from desk.queries.source_list import ListedSource, find_listed, list_sources
from desk.views.durations import duration
from desk.views.sanitize import plain, short
from desk.views.source_records import source_record, trial_record
from desk.views.terminal import console, paged, print_json_lines
from producer.sources import desk_rows
from producer.sources.desk_kinds import DESK_FIELDS, SourceInvalid, desk_source, guess_kind
from producer.sources.opml import read_opml, write_opml
from producer.sources.opml_import import exported_feeds, import_feeds
from wiredesk.console import command_line
from wiredesk.errors import EXIT_UNAVAILABLE, BadData, NotFound
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store, source_health

HELP = """List the sources, and set up, pause, resume, try and remove those of the desk.

Without a verb: when each source was heard, what it delivered, and what is missing.  A source is silent when it has had
no new story for longer than usual at this hour of the week, or for longer than its ``silent_after``.

A producer that runs follows every change within seconds.  SOURCE is a name as the list shows it.

Example: wiredesk sources

Example: wiredesk sources add Harbour https://example.org/rss --set every=300
"""
app = command_line(help=HELP, invoke_without_command=True, add_completion=False)

Json = Annotated[bool, typer.Option("--json", help="print one JSON object per line")]
Name = Annotated[str, typer.Argument(metavar="SOURCE", help="name of the source")]
By = Annotated[str, typer.Option(help="who decides; default: the user of this system", show_default=False)]
Fields = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="a field as in wire.toml; may be repeated; empty: its default"),
]
Kind = Annotated[str | None, typer.Option("--type", help=f"{', '.join(DESK_FIELDS)}; default: by the address")]
Address = Annotated[str | None, typer.Argument(metavar="ADDRESS", help="the field url", show_default=False)]
Paused = Annotated[bool, typer.Option("--paused", help="do not follow it yet")]


@app.callback()
def sources(
    context: typer.Context,
    forget: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="delete what is known of a source that is no longer followed")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the sources, if no verb follows."""
    if context.invoked_subcommand is not None:
        return
    store = store_of(settings_of(context))
    if forget is not None:
        with store.write() as connection:
            source_health.forget(connection, forget)
        return
    _print_list(store, as_json=as_json)


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the sources: when each was heard, what it delivered, what is missing, and why one is not read.

    Example: wiredesk sources list --json
    """
    _print_list(store_of(settings_of(context)), as_json=as_json)


@app.command()
def add(
    context: typer.Context, name: Name, address: Address = None, kind: Kind = None, fields: Fields = None,
    paused: Paused = False, by: By = "", as_json: Json = False,
) -> None:  # fmt: skip
    """Set up a source at the desk; a producer that runs follows it from now on.

    Secrets stay in variables of the producer: token=env:SOURCE_SECRET_NAME, or {SOURCE_SECRET_NAME} in an address.

    Example: wiredesk sources add Harbour https://example.org/rss --set every=300

    Example: wiredesk sources add Mail --type imap --set host=mail.example.org --set user=desk --set
    password=env:SOURCE_SECRET_MAIL
    """
    settings = settings_of(context)
    given = _given(fields, address)
    with open_store(settings).write() as connection:
        row = desk_rows.add_source(
            connection, name, kind or guess_kind(address or ""), given,
            networks=settings.source_networks, by=by or getpass.getuser(), paused=paused,
        )  # fmt: skip
        found = find_listed(connection, row)
    _say(found, "added", as_json=as_json)


@app.command("set")
def set_(
    context: typer.Context, name: Name, fields: Fields = None,
    rename: Annotated[str | None, typer.Option(help="another name", show_default=False)] = None,
    by: By = "", as_json: Json = False,
) -> None:  # fmt: skip
    """Change fields of a source of the desk, or its name.

    Example: wiredesk sources set Harbour --set every=60 --set provider=
    """
    settings = settings_of(context)
    with store_of(settings).write() as connection:
        row = desk_rows.change_source(
            connection, name, _given(fields, None), networks=settings.source_networks,
            by=by or getpass.getuser(), new_name=rename,
        )  # fmt: skip
        found = find_listed(connection, row)
    _say(found, "set", as_json=as_json)


@app.command()
def pause(context: typer.Context, name: Name, by: By = "", as_json: Json = False) -> None:
    """Stop reading a source, also one of wire.toml, after the story that is being read.

    Example: wiredesk sources pause Harbour
    """
    with store_of(settings_of(context)).write() as connection:
        found = find_listed(connection, desk_rows.pause_source(connection, name, by=by or getpass.getuser()))
    _say(found, "paused", as_json=as_json)


@app.command()
def resume(context: typer.Context, name: Name, by: By = "", as_json: Json = False) -> None:
    """Go on reading a source from where it was paused.

    Example: wiredesk sources resume Harbour
    """
    with store_of(settings_of(context)).write() as connection:
        row = desk_rows.pause_source(connection, name, by=by or getpass.getuser(), paused=False)
        found = find_listed(connection, row)
    _say(found, "resumed", as_json=as_json)


@app.command()
def fetch(context: typer.Context, name: Name, by: By = "", as_json: Json = False) -> None:
    """Poll a source, or connect to it again, at once.

    Example: wiredesk sources fetch Harbour
    """
    with store_of(settings_of(context)).write() as connection:
        found = find_listed(connection, desk_rows.fetch_source(connection, name, by=by or getpass.getuser()))
    _say(found, "to be read at once:", as_json=as_json)


@app.command()
def remove(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Remove a source of the desk with what is known of it; its stories stay.

    Example: wiredesk sources remove Harbour
    """
    with store_of(settings_of(context)).write() as connection:
        found = find_listed(connection, desk_rows.known_source(connection, name))
        desk_rows.remove_source(connection, name)
    _say(found, "removed", as_json=as_json)


@app.command("try")
def try_(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="name of a source of the desk, or an address")],
    kind: Kind = None,
    fields: Fields = None,
    as_json: Json = False,
) -> None:
    """Read from a source and print what would be accepted; nothing is accepted.

    Example: wiredesk sources try https://example.org/rss
    """
    from producer.formats import Limits  # lazy: the other verbs parse nothing
    from producer.sources.source_trial import try_source

    settings = settings_of(context)
    found = _tried(settings, name, kind, _given(fields, None))
    trial = try_source(found, Limits.from_settings(settings))
    if as_json:
        print_json_lines([trial_record(trial)])
    else:
        with paged() as out:
            for story in trial.stories:
                out.print(Text(plain(story.headline or story.body[:80]), style="bold"))
                out.print(Text(plain(f"  {story.id}  {story.published or ''}  {len(story.body):,} characters")))
            more = f"and {trial.more:,} more; " if trial.more else ""
            for line in (*trial.rejected, *([trial.problem] if trial.problem else [])):
                out.print(Text(plain(line)))
            if not trial.problem:
                out.print(f"{more}nothing was accepted", style="dim", markup=False)
    if trial.problem:
        raise typer.Exit(EXIT_UNAVAILABLE)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.opml", help="a list of feeds as OPML, or - for stdin")],
    paused: Paused = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Set up the feeds of an OPML file that are not set up yet.

    Example: wiredesk sources import feeds.opml
    """
    settings = settings_of(context)
    feeds = read_opml(_bytes_of(file), file)
    with open_store(settings).write() as connection:
        done = import_feeds(
            connection, feeds, networks=settings.source_networks, by=by or getpass.getuser(), paused=paused
        )
    if as_json:
        print_json_lines([{"added": done.added, "known": done.known, "refused": done.refused}])
        return
    for line in done.refused:
        console(err=True).print(f"wiredesk: {plain(line)}", markup=False, highlight=False, soft_wrap=True)
    console().print(f"{len(done.added)} added, {done.known} known, {len(done.refused)} refused", markup=False)


@app.command()
def export(context: typer.Context) -> None:
    """Write the feeds of the desk to stdout as OPML, for another feed reader.

    Example: wiredesk sources export > feeds.opml
    """
    with store_of(settings_of(context)).read() as connection:
        found = exported_feeds(connection)
    typer.echo(write_opml(found), nl=False)


def _tried(settings: Settings, name: str, kind: str | None, given: dict[str, Any]) -> Any:
    """Return the source that a name or an address means.

    Raises:
        NotFound: it is neither.
        SourceRefused: only a producer may read from it.
    """
    if "://" in name and not name.partition("://")[0].count(" "):
        return desk_source("source", kind or guess_kind(name), {"url": name} | given, settings.source_networks)
    if kind is not None:
        return desk_source("source", kind, given, settings.source_networks)
    with store_of(settings).read() as connection:
        row = desk_rows.known_source(connection, name)
    desk_rows.require_of_desk(row, "try")
    return desk_source(f"source {row.name}", row.kind, row.given | given, settings.source_networks)


def _given(fields: list[str] | None, address: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {} if address is None else {"url": address}
    for one in fields or ():
        key, equals, value = one.partition("=")
        if not equals:
            raise SourceInvalid(f'"{one[:40]}"', "is not of the form FIELD=VALUE", "such as --set every=300")
        found[key.strip()] = value
    return found


def _bytes_of(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise NotFound(file, "no such file") from None
    except OSError as error:
        raise BadData(file, error.strerror or str(error)) from None


def _say(found: ListedSource, what: str, *, as_json: bool) -> None:
    if as_json:
        print_json_lines([source_record(found)])
        return
    console().print(f"{what} {plain(found.label)}", markup=False, highlight=False)
    if what == "added" and not found.is_followed:
        hint = "a producer that runs follows it within seconds; otherwise start wiredesk feed --desk"
        console().print(hint, markup=False, highlight=False, style="dim")
    if found.problem and what != "removed":
        console(err=True).print(f"wiredesk: {plain(found.problem)}", markup=False, highlight=False)


def _print_list(store: Store, *, as_json: bool) -> None:
    with store.read() as connection:
        found = list_sources(connection)
    if as_json:
        print_json_lines([source_record(one) for one in found])
        return
    if not found:
        console().print(
            "no source was followed yet: wiredesk sources add, then wiredesk feed, or wiredesk run --follow",
            markup=False,
        )
        return
    columns = ("source", "state", "last story", "this hour", "usual", "messages", "MB", "stories", "known", "rejected")
    table = Table(*columns, "missing", box=None, header_style="bold")
    for one in found:
        table.add_row(*(Text(short(cell)) for cell in _cells(one)))
    with paged() as out:
        out.print(table)
        for one in found:
            if one.problem:
                out.print(Text(plain(f"{one.label}: {one.problem}")))


def _cells(one: ListedSource) -> tuple[str, ...]:
    heard = one.heard
    last = f"{duration(one.silent_seconds)} ago" if one.story_at else "none"
    usual = "-" if one.usual is None else f"{one.usual:g}"
    counts = (f"{heard.messages:,}", f"{heard.bytes / 1e6:,.1f}", f"{heard.stories:,}", f"{heard.known:,}")
    missing = ", ".join(one.missing_lines[:3]) + (" …" if len(one.missing_lines) > 3 else "")
    return (one.label, one.state, last, str(one.this_hour), usual, *counts, f"{heard.rejected:,}", missing)
