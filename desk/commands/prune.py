"""``wiredesk prune``: delete old stories."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.queries.moments import parse_moment
from wiredesk.store import maintenance, text_index


def prune(
    context: typer.Context,
    older_than: Annotated[str, typer.Option(help="accepted before: an age such as 90d or 12w, or a date")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print the number of stories, change nothing")] = False,
) -> None:
    """Delete stories whose newest version is older than a date, with their results.

    Stories that are still pending are kept.

    Example: wiredesk prune --older-than 90d --dry-run
    """
    moment = parse_moment(older_than)
    store = store_of(settings_of(context))
    with store.read() as connection:
        seqs = maintenance.prunable(connection, moment)
    deleted = 0
    for start in range(0, 0 if dry_run else len(seqs), maintenance.CHUNK_SIZE):
        with store.write() as connection:  # in parts, so that the live wire can write in between
            deleted += maintenance.prune(connection, seqs[start : start + maintenance.CHUNK_SIZE])
    if deleted:
        with store.write() as connection:
            text_index.compact(connection)
    count, word = (len(seqs), "would be deleted") if dry_run else (deleted, "deleted")
    typer.echo(f"{count} versions accepted before {moment:%Y-%m-%d %H:%M} UTC {word}")
