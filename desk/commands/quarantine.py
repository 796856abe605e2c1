"""``wiredesk quarantine``: inspect, release and drop quarantined stories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import orjson
import typer
from rich.text import Text
from sqlalchemy import RowMapping

from desk.cli_context import settings_of, store_of
from desk.id_completion import complete_id
from desk.queries.short_ids import full_id
from desk.views.sanitize import plain, sanitize_lines
from desk.views.shown_time import listed_time
from desk.views.terminal import console, paged
from desk.views.thread_view import counted
from wiredesk.console import command_line
from wiredesk.errors import EXIT_USAGE, NotFound
from wiredesk.safe_line import safe_json
from wiredesk.store import maintenance
from wiredesk.store.result_rows import to_article

HELP = """List, show, release or drop quarantined stories.

Example: wiredesk quarantine list
"""
app = command_line(help=HELP, no_args_is_help=True, add_completion=False)

Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Ids = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ID",
        autocompletion=complete_id,
        help="story ids; id@version for one version",
    ),
]
ErrorText = Annotated[str, typer.Option(help="only stories whose error contains this text")]
All = Annotated[bool, typer.Option("--all", help="every quarantined story")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="print the stories, change nothing")]
COLUMNS = ("id", "version", "attempts", "error", "worker", "ended_at", "headline", "source")
MAX_ERROR_CHARACTERS = 100
"""Characters of an error that a list shows."""


@app.command("list")
def list_(context: typer.Context, error: ErrorText = "", as_json: Json = False) -> None:
    """List the quarantined stories, oldest first.

    Example: wiredesk quarantine list --error "took more than"
    """
    rows = _rows(context, (), error)
    if as_json:
        typer.echo(safe_json(orjson.dumps([{name: row[name] for name in COLUMNS} for row in rows])).decode())
        return
    if not rows:
        console().print("no quarantined stories")
        return
    with paged() as out:
        for row in rows:
            out.print(_lines(row))


@app.command()
def show(
    context: typer.Context,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", autocompletion=complete_id, help="story id, or its start; id@version for one version"
        ),
    ],
    as_json: Json = False,
) -> None:
    """Show one story: its error, traceback, attempts and worker, and the article itself.

    Example: wiredesk quarantine show urn:newsml:example.com:20250508:abc
    """
    rows = _rows(context, (id,), "")
    if not rows:
        raise _not_quarantined(id)
    if as_json:
        documents = [
            {name: row[name] for name in (*COLUMNS, "traceback", "accepted_at", "started_at", "queue")}
            | {"article": orjson.Fragment(to_article(dict(row)).model_dump_json().encode())}
            for row in rows
        ]
        typer.echo(safe_json(orjson.dumps(documents)).decode())
        return
    out = console()
    for row in rows:
        out.print(f"[bold]{'story':<12}[/]", end="")
        out.print(plain(f"{row['id']}@{row['version']}"), markup=False)
        for name in ("error", "attempts", "worker", "accepted_at", "ended_at", "queue", "format"):
            out.print(f"[bold]{name:<12}[/]", end="")
            out.print(plain(str(row[name])) if row[name] is not None else "-", markup=False)
        traceback = row["traceback"] or "no traceback: the worker process died"
        out.print(f"\n{sanitize_lines(traceback)}\n", markup=False)
        out.print(sanitize_lines(to_article(dict(row)).text), markup=False)


@app.command()
def release(
    context: typer.Context, ids: Ids = None, error: ErrorText = "", all_: All = False, dry_run: DryRun = False
) -> None:
    """Send stories through the workers again with a full number of attempts: by id, by error, or all.

    Example: wiredesk quarantine release --error WorkerLost --dry-run
    """
    _change(context, ids or [], error, all_, dry_run, maintenance.release, "released")


@app.command()
def drop(
    context: typer.Context, ids: Ids = None, error: ErrorText = "", all_: All = False, dry_run: DryRun = False
) -> None:
    """Delete stories from the ledger permanently: by id, by error, or all.

    Example: wiredesk quarantine drop urn:newsml:example.com:20250508:abc
    """
    _change(context, ids or [], error, all_, dry_run, maintenance.drop, "dropped")


def _lines(row: RowMapping) -> Text:
    """Return a story in three lines: time, headline and attempts; error; id."""
    since = f"{listed_time(row['ended_at'])}  " if row["ended_at"] else ""
    text = Text().append(since, "dim").append(plain(row["headline"]) or "no headline", "bold")
    text.append(f"  {counted(row['attempts'], 'attempt')}\n", "dim")
    text.append(f"  {plain(_first_line(row['error']))}\n", "red")
    return text.append(f"  {plain(row['id'])}@{row['version']}", "dim")


def _rows(context: typer.Context, ids: Sequence[str], error: str) -> Sequence[RowMapping]:
    with store_of(settings_of(context)).read() as connection:
        return maintenance.quarantined(connection, [full_id(connection, id) for id in ids], error)


def _change(
    context: typer.Context,
    ids: Sequence[str],
    error: str,
    every: bool,
    dry_run: bool,
    change: Callable[..., int],
    word: str,
) -> None:
    """Apply ``change`` to the chosen stories and print each of them."""
    if not (ids or error or every):
        typer.echo("wiredesk: choose stories by id, with --error TEXT, or --all", err=True)
        raise typer.Exit(EXIT_USAGE)
    with store_of(settings_of(context)).write() as connection:
        chosen = ids if change is maintenance.drop else [full_id(connection, id) for id in ids]  # drop takes no starts
        rows = maintenance.quarantined(connection, chosen, error)
        if not rows and ids:
            raise _not_quarantined(", ".join(ids))
        if not dry_run:
            change(connection, [row["seq"] for row in rows])
    for row in rows:
        typer.echo(f"{row['id']}@{row['version']}  {_first_line(row['error'])}")
    number = counted(len(rows), "story", "stories")
    typer.echo(f"{number} {'would be ' if dry_run else ''}{word}", err=True)


def _not_quarantined(ids: str) -> NotFound:
    return NotFound(f"story {ids}", "is not quarantined", "wiredesk quarantine list")


def _first_line(error: str | None) -> str:
    return (error or "-").splitlines()[0][:MAX_ERROR_CHARACTERS]
