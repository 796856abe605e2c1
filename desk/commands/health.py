"""``wiredesk health``: for the probes of a service manager."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from wiredesk.errors import EXIT_DONE, EXIT_FAILURE


class Process(StrEnum):
    worker = "worker"
    producer = "producer"
    web = "web"


def health(
    context: typer.Context,
    process: Annotated[Process, typer.Argument(help="worker, producer or web")],
    patience: Annotated[float, typer.Option(min=1, help="seconds without progress that are borne")] = 120.0,
    address: Annotated[str | None, typer.Option(help="of the web desk", show_default=False)] = None,
) -> None:
    """Say whether a process of this host does its work, by its progress; exit 0 or 1.

    69 means that store or broker doesn't answer, so that a restart of this process would not help.

    Example: wiredesk health worker
    """
    from desk.ops import health_report as look

    settings = settings_of(context)
    if process is Process.web:
        found = look.web(address or f"http://{settings.web_host}:{settings.web_port}", patience=patience)
    elif process is Process.worker:
        found = look.worker(settings, store_of(settings), patience=patience)
    else:
        found = look.producer(settings, store_of(settings), patience=patience)
    typer.echo(f"{process.value}: {found.says}", err=not found.well)
    raise typer.Exit(EXIT_DONE if found.well else EXIT_FAILURE)
