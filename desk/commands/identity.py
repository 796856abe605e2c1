"""``wiredesk identity``: keep the directory of people, organisations and places."""

from __future__ import annotations

import time
from typing import Annotated

import typer
from rich.progress import Progress

from desk.cli_context import settings_of, store_of
from desk.views.terminal import console
from wiredesk.console import command_line
from wiredesk.store import Store
from wiredesk.store.directory import rebuilding, thing_pruning
from wiredesk.store.directory.name_key_rows import count_unsettled
from wiredesk.store.directory.settling import settle
from wiredesk.store.directory.settling_turns import TURN_SECONDS
from wiredesk.store.linking import linker_lease
from wiredesk.store.types import database_time

HELP = """Keep the directory of people, organisations and places.

Example: wiredesk identity rebuild
"""
app = command_line(help=HELP, no_args_is_help=True, add_completion=False)
WAIT_SECONDS = 0.02
"""Pause between two transactions, in which workers write."""


@app.callback(help=HELP)
def _group() -> None:
    """Make typer keep the name of the only command."""


@app.command()
def rebuild(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print the number of stories, change nothing")] = False,
) -> None:
    """Make the directory again from the stored documents and the users' rulings.

    Workers may go on meanwhile.  After an interruption, start it again.

    Example: wiredesk identity rebuild
    """
    store = store_of(settings_of(context))
    with store.read() as connection:
        number = rebuilding.count_versions(connection)
    if dry_run:
        typer.echo(f"the things of {number} stored versions would be made again")
        return
    out = console(err=True)
    with Progress(console=out, transient=True, disable=not out.is_terminal) as bar:
        make_again(store, bar, number)
    typer.echo(f"the things of {number} stored versions were made again, and all names are settled")


def make_again(store: Store, bar: Progress, number: int) -> None:
    """Make the directory again in short transactions."""
    with store.read() as connection:
        began = database_time(connection)
    task = bar.add_task("stories", total=number)
    known: set[int] = set()
    last = 0
    while True:
        with store.read() as connection:
            seqs = rebuilding.next_versions(connection, last)
        if not seqs:
            break
        with store.write() as connection:
            known |= rebuilding.store_again(connection, seqs)
        last = seqs[-1]
        bar.advance(task, len(seqs))
        time.sleep(WAIT_SECONDS)
    after: rebuilding.NameRow | None = ("", "", 0)
    while after is not None:
        with store.write() as connection:
            after = rebuilding.drop_names(connection, after, known, began)
    is_left = True
    while is_left:
        with store.write() as connection:
            linker_lease.lock(connection)
            is_left = thing_pruning.prune(connection)
    with store.write() as connection:
        rebuilding.settle_all_again(connection)
    _settle(store, bar)


def _settle(store: Store, bar: Progress) -> None:
    """Settle names until none is left; the linker of a worker may settle some as well."""
    with store.read() as connection:
        left = count_unsettled(connection)
    task = bar.add_task("names", total=left)
    while left:
        with store.write() as connection:
            linker_lease.lock(connection)
            settle(connection, time.monotonic() + TURN_SECONDS)
        with store.read() as connection:
            now = count_unsettled(connection)
        bar.advance(task, max(left - now, 0))
        left = now
        time.sleep(WAIT_SECONDS)
