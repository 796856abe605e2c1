"""The producer's command line: ``parse`` and ``feed``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.sources.file_walk import STDIN
from wiredesk.console import run_app

if TYPE_CHECKING:
    from pydantic import SecretStr

    from producer.formats import Limits
    from producer.ingest.runner import Source
    from producer.sources.source_config import Spec
    from wiredesk.settings import Settings

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
    from producer.parse_files import parse_files
    from producer.sources.file_walk import files
    from wiredesk.errors import EXIT_BAD_DATA, BadData
    from wiredesk.settings import load

    settings = load()
    limits = Limits.from_settings(settings)
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
    from producer.formats import Limits
    from producer.ingest.files import preview
    from producer.sources.source_registry import configured as rows
    from producer.sources.source_registry import sources as runnable
    from wiredesk.settings import config_file, load

    settings = load()
    files = [source for source in sources or () if source != STDIN]
    live = _piped(sources or ()) + _named(watch or (), feeds or (), listen, settings.wire_token)
    if all_sources or not (files or live):
        live += rows(config_file())
    if not (files or live):
        raise typer.BadParameter(f"name a SOURCE, or write [[source]] into {config_file()}")
    following = runnable(live)
    limits = Limits.from_settings(settings)
    if dry_run:
        for source in following:
            tell(f"would follow {source.name}")
        raise typer.Exit(preview(files, limits, typer.echo, tell))
    raise typer.Exit(_publish(files, following, settings, limits, backfill))


def _piped(sources: Iterable[str]) -> list[Spec]:
    """The standard input among the sources: it is followed, as it may go on for ever."""
    from producer.sources.source_registry import spec

    return [spec({"type": "stdin"}, STDIN)] if STDIN in sources else []


def _named(folders: Iterable[Path], feeds: Iterable[str], listen: str | None, token: SecretStr | None) -> list[Spec]:
    """The sources that flags name."""
    from producer.sources.addresses import host_and_port
    from producer.sources.source_registry import spec

    found = [spec({"type": "folder", "path": str(path)}, "--watch") for path in folders]
    found += [spec({"type": "feed", "url": url}, "--feed") for url in feeds]
    if listen is not None:
        host, port = host_and_port(listen, 8310)
        found.append(spec({"type": "http", "host": host, "port": port, "token": token}, "--listen"))
    return found


def _publish(
    files: Sequence[str], following: Sequence[Source], settings: Settings, limits: Limits, backfill: bool
) -> int:
    """Publish files, then what is followed; returns the exit code."""
    from producer.ingest.files import Tally
    from producer.ingest.files import feed as read
    from producer.ingest.runner import follow, until_stopped
    from producer.ingest.scheduler import Intake
    from producer.publish import Publisher
    from producer.rejects import Rejects
    from wiredesk.errors import EXIT_DONE, EXIT_UNAVAILABLE
    from wiredesk.queue.app import app_for
    from wiredesk.store import open_store

    publisher = Publisher(app_for(settings), open_store(settings, durable=True), settings)
    tally, ended = Tally(), True
    if files:
        read(files, publisher, tell, backfill=backfill, limits=limits, tally=tally)
        tell(str(tally))
    if following:
        with until_stopped() as over:
            rejects = Rejects(settings.home / "rejected")
            intake = Intake(publisher, limits, tell, over, rejects, backfill=backfill, tally=tally)
            ended = follow(following, intake)
        tell(str(tally))
    if tally.late:
        tell(f"the stories wait in the ledger until a worker comes: {tally.late}")
    if not ended:  # a wire without an end, which did what was asked of it until it was stopped
        return EXIT_DONE
    return tally.exit_code or (EXIT_UNAVAILABLE if tally.late and settings.broker_url else EXIT_DONE)


def tell(line: str) -> None:
    """A line for the person at the terminal."""
    typer.echo(f"wiredesk: {line}", err=True)


def main() -> None:
    """Entry of ``python -m producer``."""
    run_app(app)
