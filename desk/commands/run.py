"""``wiredesk run``: broker, workers and producer in one command."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of
from desk.views.terminal import console


def run(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", help="files, folders, globs, or - for stdin")
    ] = None,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow", help="keep running when all stories are done; also run wire.toml's sources and sinks, and web"
        ),
    ] = False,
    backfill: Annotated[
        bool, typer.Option("--backfill", help="publish as archive material: live stories are processed first")
    ] = False,
    concurrency: Annotated[
        int | None, typer.Option("-c", "--concurrency", min=1, help="number of worker children")
    ] = None,
) -> None:
    """Feed the sources and extract every story, on this machine, in one command.

    Without SOURCE, the sources of wire.toml are followed until they end or until Ctrl-C.  Progress goes to stderr,
    the summary to stdout.  A second run skips what is done and processes the rest.

    Example: wiredesk run seeds inbox/ 'archive/2026/*.json'

    Example: tail -F wire.jsonl | wiredesk run - --follow
    """
    from desk.ops.local_run import LocalRun, NoSources  # lazy: it imports Celery, which --help does not need

    settings = settings_of(context, concurrency=concurrency)
    try:
        local = LocalRun(settings, sources or (), follow=follow, backfill=backfill)
    except NoSources as error:
        raise typer.BadParameter(str(error)) from None
    report = local.run(console(err=True))
    if report.page is not None:
        console().print(report.page)
    raise typer.Exit(report.exit_code)
