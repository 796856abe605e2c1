"""The producer's command line: ``parse`` and ``feed``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from worker.console import run_app

app = typer.Typer(
    name="producer", help="The wire comes in: parse files, feed sources to the workers.", no_args_is_help=True
)

HELP = "files, folders, globs in quotes, or - for stdin"
Sources = Annotated[list[str], typer.Argument(metavar="SOURCE…", help=HELP)]


@app.command()
def parse(
    sources: Sources,
    explain: Annotated[bool, typer.Option("--explain", help="say where each field's value comes from")] = False,
) -> None:
    """Parse wire files into Article JSON lines on stdout; exit 65 if one could not be read."""
    from producer.formats import Limits
    from producer.parse import parse_files
    from producer.sources.files import files
    from worker.errors import EXIT_BAD_DATA, BadData
    from worker.settings import load

    settings = load()
    limits = Limits(story_bytes=settings.story_bytes, file_bytes=settings.file_bytes)
    found = list(files(sources))
    for file in found:
        if isinstance(file, BadData):
            typer.echo(f"wiredesk: {file}", err=True)
    names = [file.name for file in found if not isinstance(file, BadData)]
    code = parse_files(
        names, lambda line: sys.stdout.write(line + "\n"), lambda line: typer.echo(line, err=True),
        explain=explain, limits=limits,
    )  # fmt: skip
    raise typer.Exit(code or (EXIT_BAD_DATA if len(names) < len(found) else 0))


@app.command()
def feed(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE…]", help=HELP)] = None,
    watch: Annotated[Path | None, typer.Option(help="a folder: read what is dropped there, move it to done/")] = None,
    backfill: Annotated[bool, typer.Option("--backfill", help="history, not news: the live wire goes first")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be published, publish nothing")] = False,
) -> None:
    """Publish every story of the sources: into the ledger, then to the workers."""
    from producer.feed import feed as run
    from producer.feed import preview
    from producer.formats import Limits
    from producer.publish import Publisher
    from producer.watch import until_stopped
    from producer.watch import watch as follow
    from worker.celery import configured
    from worker.errors import EXIT_UNAVAILABLE
    from worker.settings import load
    from worker.store import open_store

    if not sources and not watch:
        raise typer.BadParameter("name a SOURCE, or a folder with --watch")
    settings = load()
    limits = Limits(story_bytes=settings.story_bytes, file_bytes=settings.file_bytes)
    if dry_run:
        raise typer.Exit(preview(sources or (), limits, typer.echo, tell))
    publisher = Publisher(configured(settings), open_store(settings, durable=True), settings)
    code = 0
    if sources:
        tally = run(sources, publisher, tell, backfill=backfill, limits=limits)
        tell(f"{tally.new} published, {tally.known} known already, {tally.skipped} skipped, {tally.rejected} rejected")
        if tally.late:
            tell(f"the stories wait in the ledger until a worker comes: {tally.late}")
        code = tally.exit_code or (EXIT_UNAVAILABLE if tally.late and settings.broker_url else 0)
    if watch:
        with until_stopped() as over:
            follow(watch, publisher, tell, limits, over)
    raise typer.Exit(code)


def tell(line: str) -> None:
    """A line for the person at the terminal."""
    typer.echo(f"wiredesk: {line}", err=True)


def main() -> None:
    """Entry of ``python -m producer``."""
    run_app(app)
