"""``wiredesk config``: the settings that apply, and what wire.toml configures."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from desk.cli_context import settings_of
from desk.ops.effective_settings import effective_settings
from desk.views.sanitize import plain
from desk.views.terminal import paged
from wiredesk.settings import config_file, unknown_keys, unknown_variables


def config(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Print the settings that apply with their origin, and the sources, sinks and watches of wire.toml.

    Passwords and tokens are masked. The rows of the file are checked as a start would check them; nothing is opened.

    Example: wiredesk config
    """
    # lazy: --help needs no source and no sink
    from desk.sinks.sink_registry import read_sinks
    from desk.watches.watch_rows import read_watches
    from producer.sources.source_registry import read_sources

    rows = effective_settings(settings_of(context), context.obj or {})
    sinks = read_sinks(config_file())
    configured = {
        "sources": [one.name for one in read_sources(config_file())],
        "sinks": [one.name for one in sinks],
        "watches": [one.name for one in read_watches(config_file(), sinks)],
    }
    if as_json:
        unknown = {"unknown_variables": unknown_variables(), "unknown_keys": unknown_keys()}
        typer.echo(json.dumps({"file": str(config_file()), "settings": rows, **configured, **unknown}))
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(style="dim", overflow="fold")
    for row in rows:
        table.add_row(row["name"], Text(plain(row["value"])), Text(row["origin"]))
    with paged() as out:
        out.print(table)
        for kind, names in configured.items():
            out.print()
            out.print(f"{kind} in {config_file()}", style="bold", markup=False)
            for name in names or ["none"]:
                out.print(f"  {plain(name)}", markup=False)
