"""``wiredesk reprocess``: extract stored stories again."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.queries.moments import parse_moment
from desk.views.thread_view import counted
from wiredesk.errors import EXIT_USAGE
from wiredesk.store import maintenance


def reprocess(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="accepted since: a date, a time, or an age such as 30d")] = "",
    engine_before: Annotated[str, typer.Option(help="extracted by a release older than this, such as 0.2.0")] = "",
    language: Annotated[str, typer.Option(help="in this language, such as fr: its model was installed")] = "",
    every: Annotated[bool, typer.Option("--all", help="every story")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print the number of stories, change nothing")] = False,
) -> None:
    """Send stories through the workers again, after the live wire.

    The old results stay visible until the new ones are stored.

    Example: wiredesk reprocess --engine-before 0.2.0 --since 90d
    """
    if not (since or engine_before or language or every):
        typer.echo("wiredesk: choose stories with --since, --engine-before, --language, or --all", err=True)
        raise typer.Exit(EXIT_USAGE)
    moment = parse_moment(since) if since else None
    store = store_of(settings_of(context))
    with store.read() as connection:
        seqs = maintenance.reprocessable(
            connection, since=moment, engine_before=engine_before or None, language=language.lower() or None
        )
    changed = 0
    for start in range(0, 0 if dry_run else len(seqs), maintenance.CHUNK_SIZE):
        with store.write() as connection:  # in parts, so that the live wire can write in between
            changed += maintenance.reprocess(connection, seqs[start : start + maintenance.CHUNK_SIZE])
    typer.echo(
        f"{counted(len(seqs), 'story', 'stories')} would be extracted again"
        if dry_run
        else f"{counted(changed, 'story', 'stories')} will be extracted again"
    )
