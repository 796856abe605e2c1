"""``wiredesk replay``: a corpus as a live wire, for demonstrations and load tests."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of
from wiredesk.errors import EXIT_BAD_DATA, EXIT_DONE, EXIT_INTERRUPTED


def replay(
    context: typer.Context,
    corpus: Annotated[list[str], typer.Argument(metavar="CORPUS…", help="files, folders or globs of stories")],
    speed: Annotated[str, typer.Option(help="60x: an hour in a minute; max: as fast as the ledger takes it")] = "1x",
    tag: Annotated[
        str, typer.Option(help="added to every id: the same corpus once more, as other stories", show_default=False)
    ] = "",
) -> None:
    """Publish a corpus at the pace of its own timestamps; workers that run anywhere read it.

    The corpus is put in order in memory.  A story that the ledger has already is passed over: --tag plays it again.

    Example: wiredesk replay corpus.jsonl --speed 60x
    """
    from producer.formats import Limits
    from producer.ingest.files import Tally, parts
    from producer.ingest.runner import until_stopped
    from producer.publish import Publisher
    from producer.replay import replay as play
    from producer.replay import speed_of, tagged, timetable
    from wiredesk.contract import Article
    from wiredesk.errors import BadData
    from wiredesk.queue.app import app_for
    from wiredesk.store import open_store

    pace = speed_of(speed)
    settings = settings_of(context)
    limits = Limits.from_settings(settings)
    articles: list[Article] = []
    rejected = 0
    for part in parts(corpus, limits, Tally()):
        if isinstance(part, Article):
            articles.append(tagged(part, tag))
        else:
            rejected += isinstance(part, BadData)
            _tell(str(part))
    rows = timetable(articles, pace)
    if rows:
        _tell(f"{len(rows)} stories in {rows[-1][0]:.0f} s" if rows[-1][0] else f"{len(rows)} stories at once")
    publisher = Publisher(app_for(settings), open_store(settings, durable=True), settings)
    behind = 0.0

    def progress(_published: int, seconds: float) -> None:
        nonlocal behind
        behind = max(behind, seconds)

    with until_stopped() as over:
        new, known = play(rows, publisher, over, progress)
        stopped = over.is_set()
    late = "" if pace == float("inf") else f"; {behind:.1f} s behind its time at most"
    _tell(f"{new} published, {known} known already, {rejected} rejected{late}")
    raise typer.Exit(EXIT_INTERRUPTED if stopped else EXIT_BAD_DATA if rejected else EXIT_DONE)


def _tell(line: str) -> None:
    typer.echo(f"wiredesk: {line}", err=True)
