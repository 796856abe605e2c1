"""``wiredesk flower``: Flower with columns that say what a message is."""

from __future__ import annotations

import typer

from desk.cli_context import settings_of
from desk.ops.celery_command import replace_by_celery
from wiredesk.extras import require_extra

COLUMNS = "args,result,state,received,runtime,worker,uuid"
"""The stories of a message and what became of them come first; the name is the same in every row."""


def flower(context: typer.Context) -> None:
    """Serve Flower, the monitor of workers and queues, at port 5555; its options follow.

    It is the program that celery -A worker flower starts. Set FLOWER_BASIC_AUTH, or --address=127.0.0.1: who reaches it
    can stop workers.

    Example: wiredesk flower --address=127.0.0.1 --read_only=True
    """
    require_extra("flower", "wiredesk flower")
    replace_by_celery("flower", context.args, settings_of(context), {"--tasks_columns": COLUMNS})
