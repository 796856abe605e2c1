"""``wiredesk export``: write every visible story to stdout."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from desk.cli_context import MinScore, settings_of, store_of
from desk.exports import ExportFormat, export_stories
from desk.views.export_tables import ExportTable
from wiredesk.extras import require_extra


def export(
    context: typer.Context,
    format: Annotated[
        ExportFormat,
        typer.Option(
            help="jsonl: extraction and article; csv, parquet: a row for each of the table; ninjs (3.0), ninjs-1 "
            "(1.5), newsml-g2: stories with what was found as their subjects; ftm: entities of FollowTheMoney"
        ),
    ] = ExportFormat.jsonl,
    table: Annotated[ExportTable, typer.Option(help="what the file has a row for")] = ExportTable.stories,
    min_score: MinScore = None,
) -> None:
    """Write every visible story to stdout: documents, a table, or a format of the trade.

    Example: wiredesk export > stories.jsonl

    Example: wiredesk export --format csv > stories.csv

    Example: wiredesk export --min-score 0.9 > sure.jsonl

    Example: wiredesk export --format parquet > stories.parquet

    Example: wiredesk export --table events --format csv > events.csv

    Example: wiredesk export --table quotes --format csv > quotes.csv

    Example: wiredesk export --table things --format csv > things.csv

    Example: wiredesk export --format newsml-g2 > stories.xml
    """
    if format is ExportFormat.parquet:
        require_extra("parquet", "wiredesk export --format parquet")
    settings = settings_of(context, min_score=min_score)
    for piece in export_stories(store_of(settings), format, table=table, min_score=settings.min_score):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
