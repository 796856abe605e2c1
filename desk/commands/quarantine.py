"""``wiredesk quarantine``: the stories that were set aside, why, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from desk.cli_context import console, settings_of, store_of
from wiredesk.errors import EXIT_USAGE, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import RowMapping

HELP = """The stories that were set aside: list, show, release, drop.

Example: wiredesk quarantine list
"""
app = typer.Typer(help=HELP, no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="as JSON")]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help="story ids; id@version for one version")]
Error = Annotated[str, typer.Option(help="those whose error has these words in it")]
All = Annotated[bool, typer.Option("--all", help="every quarantined story")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say which, change nothing")]
COLUMNS = ("id", "version", "attempts", "error", "worker", "ended_at", "headline", "source")


@app.command("list")
def list_(context: typer.Context, error: Error = "", as_json: Json = False) -> None:
    """List what is quarantined, oldest first.

    Example: wiredesk quarantine list --error "took more than"
    """
    rows = _rows(context, (), error)
    if as_json:
        typer.echo(orjson.dumps([{name: row[name] for name in COLUMNS} for row in rows]).decode())
        return
    if not rows:
        console().print("nothing is quarantined")
        return
    from rich.table import Table
    from rich.text import Text

    from desk.views.sanitize import plain
    from desk.views.terminal import paged

    sheet = Table("story", "tries", "since", "error", "headline", box=None, header_style="bold")
    for row in rows:
        since = row["ended_at"].strftime("%Y-%m-%d %H:%M") if row["ended_at"] else "-"
        cells = (f"{row['id']}@{row['version']}", str(row["attempts"]), since, _first(row["error"]), row["headline"])
        sheet.add_row(*(Text(plain(cell)) for cell in cells))
    with paged() as out:
        out.print(sheet)


@app.command()
def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="story id; id@version for one version")],
    as_json: Json = False,
) -> None:
    """Show one: its error, traceback, attempts and worker, and the article itself.

    Example: wiredesk quarantine show urn:newsml:example.com:20250508:abc
    """
    from desk.views.sanitize import harmless, plain
    from wiredesk.store.result_rows import to_article

    rows = _rows(context, (id,), "")
    if not rows:
        raise NotFound(f"story {id}", "is not in the quarantine", "wiredesk quarantine list")
    if as_json:
        documents = [
            {name: row[name] for name in (*COLUMNS, "traceback", "accepted_at", "started_at", "queue")}
            | {"article": orjson.Fragment(to_article(dict(row)).model_dump_json().encode())}
            for row in rows
        ]
        typer.echo(orjson.dumps(documents).decode())
        return
    out = console()
    for row in rows:
        out.print(f"[bold]{'story':<10}[/]", end="")
        out.print(plain(f"{row['id']}@{row['version']}"), markup=False)
        for name in ("error", "attempts", "worker", "accepted_at", "ended_at", "queue", "format"):
            out.print(f"[bold]{name:<10}[/] ", end="")
            out.print(plain(str(row[name])) if row[name] is not None else "-", markup=False)
        out.print(f"\n{harmless(row['traceback'] or 'no traceback: its process died')}\n", markup=False)
        out.print(harmless(to_article(dict(row)).text), markup=False)


@app.command()
def release(
    context: typer.Context, ids: Ids = None, error: Error = "", all_: All = False, dry_run: DryRun = False
) -> None:
    """Send stories through again, with all their attempts: by id, by error, or all.

    Example: wiredesk quarantine release --error WorkerLost --dry-run
    """
    from wiredesk.store import maintenance

    _change(context, ids or [], error, all_, dry_run, maintenance.release, "released")


@app.command()
def drop(
    context: typer.Context, ids: Ids = None, error: Error = "", all_: All = False, dry_run: DryRun = False
) -> None:
    """Delete stories from the ledger for good: by id, by error, or all.

    Example: wiredesk quarantine drop urn:newsml:example.com:20250508:abc
    """
    from wiredesk.store import maintenance

    _change(context, ids or [], error, all_, dry_run, maintenance.drop, "dropped")


def _rows(context: typer.Context, ids: Sequence[str], error: str) -> Sequence[RowMapping]:
    from wiredesk.store import maintenance

    with store_of(settings_of(context)).read() as connection:
        return maintenance.quarantined(connection, ids, error)


def _change(
    context: typer.Context,
    ids: Sequence[str],
    error: str,
    every: bool,
    dry_run: bool,
    change: Callable[..., int],
    word: str,
) -> None:
    from wiredesk.store import maintenance

    if not (ids or error or every):
        typer.echo("wiredesk: say which: ids, --error WORDS, or --all", err=True)
        raise typer.Exit(EXIT_USAGE)
    with store_of(settings_of(context)).write() as connection:
        rows = maintenance.quarantined(connection, ids, error)
        if not rows and ids:
            raise NotFound(f"story {', '.join(ids)}", "is not in the quarantine", "wiredesk quarantine list")
        if not dry_run:
            change(connection, [row["seq"] for row in rows])
    for row in rows:
        typer.echo(f"{row['id']}@{row['version']}  {_first(row['error'])}")
    typer.echo(f"{len(rows)} stories {'would be ' if dry_run else ''}{word}", err=True)


def _first(error: str | None) -> str:
    return (error or "-").splitlines()[0][:100]
