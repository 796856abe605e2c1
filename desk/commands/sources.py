"""``wiredesk sources``: when each source was heard, what it delivered, and what is missing."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from desk.cli_context import settings_of, store_of
from desk.queries.source_list import ListedSource, list_sources
from desk.views.durations import duration
from desk.views.sanitize import short
from desk.views.source_records import source_record
from desk.views.terminal import console, paged, print_json_lines
from wiredesk.store import source_health


def sources(
    context: typer.Context,
    forget: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="delete what is known of a source that is no longer followed")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
) -> None:
    """List the sources: when each was heard, what it delivered, and what is missing.

    A source is silent when it has had no new story for longer than usual at this hour of the week, or for longer than
    its ``silent_after`` in wire.toml.

    Example: wiredesk sources

    Example: wiredesk sources --json
    """
    store = store_of(settings_of(context))
    if forget is not None:
        with store.write() as connection:
            source_health.forget(connection, forget)
        return
    with store.read() as connection:
        found = list_sources(connection)
    if as_json:
        print_json_lines([source_record(one) for one in found])
        return
    if not found:
        console().print("no source was followed yet: wiredesk feed, or wiredesk run --follow", markup=False)
        return
    columns = ("source", "state", "last story", "this hour", "usual", "messages", "MB", "stories", "known", "rejected")
    table = Table(*columns, "missing", box=None, header_style="bold")
    for one in found:
        table.add_row(*(Text(short(cell)) for cell in _cells(one)))
    with paged() as out:
        out.print(table)


def _cells(one: ListedSource) -> tuple[str, ...]:
    heard = one.heard
    last = f"{duration(one.silent_seconds)} ago" if one.story_at else "none"
    usual = "-" if one.usual is None else f"{one.usual:g}"
    counts = (f"{heard.messages:,}", f"{heard.bytes / 1e6:,.1f}", f"{heard.stories:,}", f"{heard.known:,}")
    missing = ", ".join(one.missing_lines[:3]) + (" …" if len(one.missing_lines) > 3 else "")
    return (one.name, one.state, last, str(one.this_hour), usual, *counts, f"{heard.rejected:,}", missing)
