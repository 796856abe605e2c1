"""The producer's command line: ``parse`` and ``feed``."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from worker.console import run_app

if TYPE_CHECKING:
    from producer.follow import Source
    from producer.formats import Limits
    from producer.publish import Publisher
    from producer.sources.spec import Spec
    from worker.settings import Settings

ABOUT = """The wire comes in: parse files, feed sources to the workers.

Example: python -m producer feed seeds
"""
app = typer.Typer(name="producer", help=ABOUT, no_args_is_help=True)

HELP = "files, folders, globs in quotes, or - for stdin"
Sources = Annotated[list[str], typer.Argument(metavar="SOURCE…", help=HELP)]


@app.command()
def parse(
    sources: Sources,
    explain: Annotated[bool, typer.Option("--explain", help="say where each field's value comes from")] = False,
) -> None:
    """Parse wire files into Article JSON lines on stdout; exit 65 if one could not be read.

    Example: python -m producer parse --explain story.xml
    """
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
    watch: Annotated[
        list[Path] | None, typer.Option(help="a folder: read what is dropped there, move it to done/")
    ] = None,
    feeds: Annotated[list[str] | None, typer.Option("--feed", help="URL of an RSS, Atom or JSON feed to poll")] = None,
    listen: Annotated[str | None, typer.Option(help="[HOST:]PORT to accept POST /wire on")] = None,
    all_sources: Annotated[bool, typer.Option("--all", help="the sources of wire.toml as well")] = False,
    backfill: Annotated[bool, typer.Option("--backfill", help="history, not news: the live wire goes first")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be published, publish nothing")] = False,
) -> None:
    """Publish every story of the sources: into the ledger, then to the workers.

    Files first; then whatever is to be followed, until it is told to stop.  Without any source, those of wire.toml.

    Example: python -m producer feed seeds

    Example: python -m producer feed --watch inbox --feed https://example.org/rss --listen 8310
    """
    from producer.feed import preview
    from producer.follow import until_stopped
    from producer.formats import Limits
    from producer.publish import Publisher
    from producer.sources.table import configured as rows
    from producer.sources.table import sources as runnable
    from worker.celery import configured
    from worker.settings import config_file, load
    from worker.store import open_store

    live = _named(watch or (), feeds or (), listen)
    if all_sources or not (sources or live):
        live += rows(config_file())
    if not (sources or live):
        raise typer.BadParameter(f"name a SOURCE, or write [[source]] into {config_file()}")
    following = runnable(live)
    settings = load()
    limits = Limits(story_bytes=settings.story_bytes, file_bytes=settings.file_bytes)
    if dry_run:
        for source in following:
            tell(f"would follow {source.name}")
        raise typer.Exit(preview(sources or (), limits, typer.echo, tell))
    publisher = Publisher(configured(settings), open_store(settings, durable=True), settings)
    code = _read(sources, publisher, settings, limits, backfill) if sources else 0
    if following:
        with until_stopped() as over:
            _follow(following, publisher, settings, limits, over, backfill)
    raise typer.Exit(code)


def _named(folders: Iterable[Path], feeds: Iterable[str], listen: str | None) -> list[Spec]:
    """The sources that flags name."""
    from producer.sources.addresses import host_and_port
    from producer.sources.table import spec

    found = [spec({"type": "folder", "path": str(path)}, "--watch") for path in folders]
    found += [spec({"type": "feed", "url": url}, "--feed") for url in feeds]
    if listen is not None:
        host, port = host_and_port(listen, 8310)
        token = {"token": "env:WIRE_TOKEN"} if os.environ.get("WIRE_TOKEN") else {}
        found.append(spec({"type": "http", "host": host, "port": port} | token, "--listen"))
    return found


def _read(sources: list[str], publisher: Publisher, settings: Settings, limits: Limits, backfill: bool) -> int:
    """Publish files; returns the exit code."""
    from producer.feed import feed as run
    from worker.errors import EXIT_UNAVAILABLE

    tally = run(sources, publisher, tell, backfill=backfill, limits=limits)
    tell(f"{tally.new} published, {tally.known} known already, {tally.skipped} skipped, {tally.rejected} rejected")
    if tally.late:
        tell(f"the stories wait in the ledger until a worker comes: {tally.late}")
    return tally.exit_code or (EXIT_UNAVAILABLE if tally.late and settings.broker_url else 0)


def _follow(
    following: Sequence[Source],
    publisher: Publisher,
    settings: Settings,
    limits: Limits,
    over: threading.Event,
    backfill: bool,
) -> None:
    """Follow live sources until told to stop."""
    from producer.follow import follow
    from producer.intake import Intake
    from producer.rejects import Rejects

    rejects = Rejects(settings.home / "rejected")
    follow(following, Intake(publisher, limits, tell, over, rejects, backfill=backfill))


def tell(line: str) -> None:
    """A line for the person at the terminal."""
    typer.echo(f"wiredesk: {line}", err=True)


def main() -> None:
    """Entry of ``python -m producer``."""
    run_app(app)
