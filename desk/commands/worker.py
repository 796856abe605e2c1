"""``wiredesk worker``: Celery's worker with this deployment's settings."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of
from desk.ops.celery_command import replace_by_celery


def worker(
    context: typer.Context,
    concurrency: Annotated[
        int | None, typer.Option("-c", "--concurrency", min=1, help="number of child processes")
    ] = None,
) -> None:
    """Run a worker on this host until Ctrl-C or SIGTERM; further options go to Celery.

    It is the program that celery -A worker worker --loglevel=info starts, in the same process.

    Example: wiredesk worker

    Example: wiredesk worker -c 4 -n first@%h --loglevel=warning
    """
    settings = settings_of(context, concurrency=concurrency)
    replace_by_celery("worker", context.args, settings, {"--loglevel": "info"}, short={"--loglevel": "-l"})
