"""``wiredesk health``: the probe for service managers and container platforms."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.ops import health_report
from wiredesk.errors import EXIT_DONE, EXIT_FAILURE


class Process(StrEnum):
    """The processes that the probe knows."""

    worker = "worker"
    producer = "producer"
    web = "web"
    deliver = "deliver"


def health(
    context: typer.Context,
    process: Annotated[Process, typer.Argument(metavar="PROCESS", help="worker, producer, web or deliver")],
    timeout: Annotated[
        float,
        typer.Option("--timeout", min=1, help="seconds without progress after which a process counts as stuck"),
    ] = health_report.TIMEOUT_SECONDS,
    patience: Annotated[
        float | None, typer.Option("--patience", min=1, hidden=True, help="deprecated: the old name of --timeout")
    ] = None,
    address: Annotated[str | None, typer.Option(help="URL of the web desk", show_default=False)] = None,
) -> None:
    """Report whether a process on this host makes progress; exit with 0 or 1.

    Exit code 69 means that the store or the broker does not answer; restarting this process would not help.

    Example: wiredesk health worker
    """
    if patience is not None:
        typer.echo("wiredesk: --patience is deprecated; use --timeout", err=True)
        timeout = patience
    settings = settings_of(context)
    if process is Process.web:
        url = address or f"http://{settings.web_host}:{settings.web_port}"
        found = health_report.web(url, timeout=timeout)
    elif process is Process.worker:
        found = health_report.worker(settings, store_of(settings), timeout=timeout)
    elif process is Process.deliver:
        found = health_report.deliver(settings, store_of(settings), timeout=timeout)
    else:
        found = health_report.producer(settings, store_of(settings), timeout=timeout)
    typer.echo(f"{process.value}: {found.message}", err=not found.healthy)
    raise typer.Exit(EXIT_DONE if found.healthy else EXIT_FAILURE)
