"""The ``wiredesk`` command: every verb, mounted in one table; a verb imports what is heavy itself."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from desk.commands import (
    doctor,
    export,
    extract,
    health,
    metrics,
    people,
    quarantine,
    quotes,
    replay,
    run,
    schema,
    search,
    show,
    stats,
    status,
    tail,
    upkeep,
    web,
)
from wiredesk.console import run_app

app = typer.Typer(
    name="wiredesk",
    epilog="Exit codes: 0 done, 1 failure, 2 usage, 65 bad data, 69 service down, 78 configuration, 130 interrupted.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

VERBS: dict[str, Callable[..., None]] = {
    "run": run.run,
    "extract": extract.extract,
    "replay": replay.replay,
    "tail": tail.tail,
    "search": search.search,
    "show": show.show,
    "people": people.people,
    "quotes": quotes.quotes,
    "stats": stats.stats,
    "status": status.status,
    "export": export.export,
    "web": web.web,
    "metrics": metrics.metrics,
    "health": health.health,
    "doctor": doctor.doctor,
    "schema": schema.schema,
    "extractors": schema.extractors,
    "migrate": status.migrate,
    "reprocess": upkeep.reprocess,
    "prune": upkeep.prune,
    "backup": upkeep.backup,
}
for name, command in VERBS.items():
    app.command(name)(command)
app.add_typer(quarantine.app, name="quarantine")


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"wiredesk {version('wiredesk')}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="folder of the embedded broker and store", show_default=False)
    ] = None,
    broker: Annotated[str | None, typer.Option(help="Redis URL", show_default=False)] = None,
    store: Annotated[str | None, typer.Option(help="SQLAlchemy URL of the store", show_default=False)] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """A wire desk: live news in; who, what, when, where and who-said-what out.

    The flags before the verb win over the environment and wire.toml.

    Example: wiredesk run seeds
    """
    context.obj = {"home": home, "broker_url": broker, "store_url": store}


def main() -> None:
    """Entry of the ``wiredesk`` command."""
    gc.set_threshold(50_000, 20, 100)  # a command lives shortly: collecting while it imports took a sixth of its time
    run_app(app)
