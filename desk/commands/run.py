"""``wiredesk run``: broker, workers and producer in one; ends when all is drained."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli_context import console, settings_of
from producer.sources.file_walk import STDIN
from wiredesk.errors import EXIT_DONE, EXIT_FAILURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from producer.ingest.runner import Source

AGAIN = 0.1
"""Seconds between two looks at the ledger."""


def run(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE…]", help="files, folders, globs, or - for stdin")
    ] = None,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow", help="keep running after all is drained, with the sources of wire.toml and the web desk"
        ),
    ] = False,
    backfill: Annotated[bool, typer.Option("--backfill", help="history, not news: the live wire goes first")] = False,
    concurrency: Annotated[int | None, typer.Option("-c", "--concurrency", min=1, help="worker children")] = None,
) -> None:
    """Feed the sources and extract every story, on this machine, in one command.

    Without any source, those of wire.toml; they are followed until they end or until Ctrl-C.  Progress is on stderr,
    the summary on stdout.  Run again, it finds what is done and does the rest.

    Example: wiredesk run seeds inbox/ 'archive/2026/*.json'

    Example: tail -F wire.jsonl | wiredesk run - --follow
    """
    from desk.ops.progress import Progress
    from desk.ops.subprocesses import WebDesk
    from desk.ops.workers import Workers
    from desk.views.run_report import summary
    from producer.formats import Limits
    from producer.ingest.files import Tally, feed
    from producer.ingest.runner import Following, until_stopped
    from producer.ingest.scheduler import Intake
    from producer.publish import Publisher
    from producer.rejects import Rejects
    from wiredesk.queue.app import app_for
    from wiredesk.queue.broker import queue_depths
    from wiredesk.settings import config_file
    from wiredesk.store import open_store

    context.obj["concurrency"] = concurrency
    settings = settings_of(context)
    files = [source for source in sources or () if source != STDIN]
    following = _followed(piped=STDIN in (sources or ()), of_the_table=follow or not sources)
    if not (files or following or follow):
        raise typer.BadParameter(f"name a SOURCE, or write [[source]] into {config_file()}")
    err = console(err=True)
    if settings.broker_url:
        queue_depths(settings)  # a broker that refuses is told at once
    began = time.monotonic()
    store = open_store(settings, durable=True)
    publisher = Publisher(app_for(settings), store, settings)
    limits = Limits.from_settings(settings)
    tally, endless = Tally(), bool(following) or follow
    with (
        until_stopped() if endless else nullcontext(threading.Event()) as stop,
        Workers(settings) as workers,
        Progress(store, err) as progress,
        WebDesk(settings, wanted=follow),
    ):
        update = progress.update
        feed(files, publisher, progress.tell, backfill=backfill, limits=limits, progress=update, tally=tally)
        if endless or progress.waiting():
            workers.start()
        rejects = Rejects(settings.home / "rejected")
        intake = Intake(
            publisher, limits, progress.tell, threading.Event(), rejects, backfill=backfill, tally=tally
        )  # fmt: skip
        with Following(following, intake) as live:
            while (live.running or follow or progress.waiting()) and not stop.wait(AGAIN):
                workers.check()
                live.check()
                publisher.pump()
                update(tally)
        live.check()
    took = time.monotonic() - began
    console().print(summary(store, settings, tally, took))
    failed = tally.new and progress.quarantined()
    raise typer.Exit(EXIT_DONE if stop.is_set() else tally.exit_code or (EXIT_FAILURE if failed else EXIT_DONE))


def _followed(*, piped: bool, of_the_table: bool) -> Sequence[Source]:
    """The standard input, where it is named, and the sources of wire.toml, where they are wanted.

    Raises:
        ConfigError: a source of wire.toml does not fit.
    """
    from producer.sources.source_registry import configured, sources, spec
    from wiredesk.settings import config_file

    found = [spec({"type": "stdin"}, STDIN)] if piped else []
    return sources(found + (configured(config_file()) if of_the_table else []))
