"""``wiredesk prune``: delete old stories."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.ops.story_deletion import delete_stories
from desk.queries.moments import parse_moment
from wiredesk.extras import require_extra
from wiredesk.store import maintenance, text_index


def prune(
    context: typer.Context,
    older_than: Annotated[str, typer.Option(help="accepted before: an age such as 90d or 12w, or a date")],
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="write them there as Parquet files before they are deleted")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print the number of stories, change nothing")] = False,
) -> None:
    """Delete stories whose newest version is older than a date, with their results.

    Stories that are still pending are kept.  With --to nothing is deleted that is not in the folder: whole documents,
    and the tables of an export, which DuckDB and Polars read.

    Example: wiredesk prune --older-than 90d --dry-run
    """
    moment = parse_moment(older_than)
    if to:
        require_extra("parquet", "prune --to")
    store = store_of(settings_of(context))
    with store.read() as connection:
        seqs = maintenance.prunable(connection, moment)
    deleted = 0 if dry_run else delete_stories(store, seqs, to)
    if deleted:
        with store.write() as connection:
            text_index.compact(connection)
    count, word = (len(seqs), "would be deleted") if dry_run else (deleted, "deleted")
    typer.echo(f"{count} versions accepted before {moment:%Y-%m-%d %H:%M} UTC {word}")
