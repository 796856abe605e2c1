"""``wiredesk run``: broker, workers and producer in one; ends when all is drained."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from desk.session import console, settings_of
from worker.errors import EXIT_DONE, EXIT_FAILURE


def run(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="files, folders, globs, or - for stdin")],
    follow: Annotated[
        bool, typer.Option("--follow", help="keep running after all is drained, with the web desk")
    ] = False,
    backfill: Annotated[bool, typer.Option("--backfill", help="history, not news: the live wire goes first")] = False,
    concurrency: Annotated[int | None, typer.Option("-c", "--concurrency", min=1, help="worker children")] = None,
) -> None:
    """Feed the sources and extract every story, on this machine, in one command.

    Progress is on stderr, the summary on stdout.  Run again, it finds what is done and does the rest.

    Example: wiredesk run seeds inbox/ 'archive/2026/*.json'

    Example: tail -F wire.jsonl | wiredesk run - --follow
    """
    from desk.progress import Progress
    from desk.summary import summary
    from desk.webprocess import WebDesk
    from desk.workers import Workers
    from producer.feed import feed
    from producer.formats import Limits
    from producer.publish import Publisher
    from worker.broker import lengths
    from worker.celery import configured
    from worker.store import open_store

    context.obj["concurrency"] = concurrency
    settings = settings_of(context)
    err = console(err=True)
    if settings.broker_url:
        lengths(settings)  # a broker that refuses is told at once
    began = time.monotonic()
    store = open_store(settings, durable=True)
    publisher = Publisher(configured(settings), store, settings)
    limits = Limits(story_bytes=settings.story_bytes, file_bytes=settings.file_bytes)
    with Workers(settings) as workers, Progress(store, err) as progress, WebDesk(settings, wanted=follow):
        tally = feed(sources, publisher, progress.tell, backfill=backfill, limits=limits, progress=progress.update)
        if progress.waiting():
            workers.start()
        while progress.waiting() or follow:
            workers.check()
            publisher.pump()
            progress.update(tally)
            time.sleep(0.1)
    took = time.monotonic() - began
    console().print(summary(store, settings, tally, took))
    failed = tally.new and progress.quarantined()
    raise typer.Exit(tally.exit_code or (EXIT_FAILURE if failed else EXIT_DONE))
