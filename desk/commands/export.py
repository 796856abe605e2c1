"""``wiredesk export``: every story in sight."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.exports import Format


def export(
    context: typer.Context,
    format: Annotated[
        Format, typer.Option(help="jsonl: extraction and article; csv, parquet: a row a story")
    ] = Format.jsonl,
) -> None:
    """Write every story to stdout: extraction documents with their article, or a table of stories.

    Example: wiredesk export > stories.jsonl

    Example: wiredesk export --format csv > stories.csv

    Example: wiredesk export --format parquet > stories.parquet
    """
    from desk.exports import export as pieces

    for piece in pieces(store_of(settings_of(context)), format):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
