"""``wiredesk replay``: publish a corpus as a live wire, for demonstrations and load tests."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of
from wiredesk.errors import EXIT_BAD_DATA, EXIT_DONE, EXIT_INTERRUPTED
from wiredesk.safe_line import safe_line


def replay(
    context: typer.Context,
    corpus: Annotated[list[str], typer.Argument(metavar="CORPUS", help="files, folders or globs of stories")],
    speed: Annotated[
        str, typer.Option(help="60x: an hour in a minute; max: as fast as the ledger accepts stories")
    ] = "1x",
    tag: Annotated[
        str,
        typer.Option(help="suffix for every id, so that the same corpus counts as new stories", show_default=False),
    ] = "",
) -> None:
    """Publish a corpus at the pace of its own timestamps; workers anywhere extract it.

    The corpus is sorted in memory.  Stories that the ledger already has are skipped; --tag publishes them again.

    Example: wiredesk replay corpus.jsonl --speed 60x
    """
    from desk.ops.replay_run import replay_corpus  # lazy: it imports Celery, which --help does not need

    result = replay_corpus(settings_of(context), corpus, speed, tag, _print)
    code = EXIT_BAD_DATA if result.rejected else EXIT_DONE
    raise typer.Exit(EXIT_INTERRUPTED if result.stopped else code)


def _print(line: str) -> None:
    typer.echo(f"wiredesk: {safe_line(line)}", err=True)
