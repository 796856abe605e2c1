"""The producer's command line: ``parse`` and ``feed``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from worker.console import run_app

app = typer.Typer(
    name="producer", help="The wire comes in: parse files, feed sources to the workers.", no_args_is_help=True
)

Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE…", help="files, folders, globs in quotes, or - for stdin")
]


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
    sources: Sources,
    backfill: Annotated[bool, typer.Option("--backfill", help="history, not news: the live wire goes first")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be published, publish nothing")] = False,
) -> None:
    """Publish every story of the sources: into the ledger, then to the workers."""
    from producer.feed import Tally, parts
    from producer.feed import feed as run
    from producer.formats import Limits
    from producer.publish import Publisher
    from worker.contract import Article
    from worker.errors import EXIT_UNAVAILABLE
    from worker.settings import load

    settings = load()
    limits = Limits(story_bytes=settings.story_bytes, file_bytes=settings.file_bytes)

    def tell(line: str) -> None:
        typer.echo(f"wiredesk: {line}", err=True)

    if dry_run:
        tally = Tally()
        for part in parts(sources, limits, tally):
            if isinstance(part, Article):
                tally.new += 1
                typer.echo(f"{part.id}@{part.version}  {part.kind}  {part.headline or part.body[:60]}")
            else:
                tally.rejected += isinstance(part, Exception)
                tell(str(part))
        raise typer.Exit(tally.exit_code)

    from worker.celery import configured
    from worker.store import open_store

    store = open_store(settings, durable=True)
    tally = run(sources, Publisher(configured(settings), store, settings), tell, backfill=backfill, limits=limits)
    typer.echo(
        f"{tally.new} published, {tally.known} known already, {tally.skipped} skipped, {tally.rejected} rejected",
        err=True,
    )
    if tally.late:
        tell(f"the stories wait in the ledger until a worker comes: {tally.late}")
    down = EXIT_UNAVAILABLE if tally.late and settings.broker_url else 0
    raise typer.Exit(tally.exit_code or down)


def main() -> None:
    """Entry of ``python -m producer``."""
    run_app(app)
