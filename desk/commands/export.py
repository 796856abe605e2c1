"""``wiredesk export``: write every visible story to stdout."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.exports import ExportFormat, export_stories
from wiredesk.extras import require_extra


def export(
    context: typer.Context,
    format: Annotated[
        ExportFormat, typer.Option(help="jsonl: extraction and article; csv, parquet: one row per story")
    ] = ExportFormat.jsonl,
) -> None:
    """Write every visible story to stdout: extraction documents, or a table of stories.

    Example: wiredesk export > stories.jsonl

    Example: wiredesk export --format csv > stories.csv

    Example: wiredesk export --format parquet > stories.parquet
    """
    if format is ExportFormat.parquet:
        require_extra("parquet", "wiredesk export --format parquet")
    for piece in export_stories(store_of(settings_of(context)), format):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
