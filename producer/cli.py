"""The producer's command line: ``parse`` and ``feed``."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wiredesk.console import command_line, run_app
from wiredesk.safe_line import safe_json, safe_line

if TYPE_CHECKING:
    from pydantic import SecretStr

    from producer.ingest.intake import Source
    from producer.sources.source_config import SourceConfig
    from wiredesk.settings import Settings
    from wiredesk.store import Store

ABOUT = """Read the wire: parse files, feed sources to the workers.

Example: python -m producer feed seeds
"""
app = command_line(name="producer", help=ABOUT, no_args_is_help=True)

HELP = "files, folders, globs in quotes, or - for stdin"
Sources = Annotated[list[str], typer.Argument(metavar="SOURCE", help=HELP)]
DEFAULT_PORT = 8310
"""Port of ``--listen`` when it names a host only."""


@app.command()
def parse(
    sources: Sources,
    explain: Annotated[bool, typer.Option("--explain", help="say where each field's value comes from")] = False,
) -> None:
    """Parse wire files into Article JSON lines on stdout; exit 65 if one could not be read.

    Example: python -m producer parse --explain story.xml
    """
    # lazy: --help and a usage error need no parser
    from producer.formats import Limits
    from producer.ingest.isolated_parsing import prepare
    from wiredesk.settings import load

    prepare(limits := Limits.from_settings(load()))
    from producer.parse_files import parse_files  # lazy: while the parser process starts

    def out(line: str) -> None:
        sys.stdout.write(safe_json(line.encode()).decode() + "\n")

    def err(line: str) -> None:
        typer.echo(safe_line(line), err=True)

    code = parse_files(sources, out, err, explain=explain, limits=limits)
    raise typer.Exit(code)


@app.command()
def feed(
    context: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help=HELP)] = None,
    watch: Annotated[
        list[Path] | None, typer.Option(help="a folder: read what is dropped there, move it to done/")
    ] = None,
    feeds: Annotated[list[str] | None, typer.Option("--feed", help="URL of an RSS, Atom or JSON feed to poll")] = None,
    listen: Annotated[str | None, typer.Option(help="[HOST:]PORT to accept POST /wire on")] = None,
    all_sources: Annotated[
        bool, typer.Option("--all", help="the sources of wire.toml and of the desk as well")
    ] = False,
    desk: Annotated[
        bool, typer.Option("--desk", help="like --all, and wait for sources of the desk if there are none yet")
    ] = False,
    backfill: Annotated[bool, typer.Option("--backfill", help="history, not news: the live wire goes first")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be published, publish nothing")] = False,
) -> None:
    """Publish every story of the sources: write it to the ledger, then send it to the workers.

    Files are read first.  The other sources are followed until SIGTERM or Ctrl-C.  Without any source, those of
    wire.toml are followed, and those that were set up at the desk, with all their changes.

    ``wiredesk feed`` and ``python -m producer feed`` are the same.

    Example: wiredesk feed seeds

    Example: python -m producer feed --watch inbox --feed https://example.org/rss --listen 8310
    """
    # lazy: --help and a usage error need no source
    from producer.formats import Limits
    from producer.ingest.file_walk import STDIN
    from producer.ingest.files import dry_run as print_dry_run
    from producer.sources.set_up_sources import followed_sources, has_desk_sources
    from producer.sources.source_registry import read_sources, runnable_sources
    from wiredesk.settings import config_file, load
    from wiredesk.store import open_store

    settings = load(**(context.obj or {}))
    files = [source for source in sources or () if source != STDIN]
    named = _piped(sources or ()) + _named(watch or (), feeds or (), listen, settings.wire_token)
    set_up = all_sources or desk or not (files or named)
    in_file = read_sources(config_file()) if set_up else []
    if not (files or named or in_file or desk or has_desk_sources(settings)):
        way_out = f"name a SOURCE, write [[source]] into {config_file()}, or wait for sources of the desk with --desk"
        raise typer.BadParameter(way_out)
    if dry_run:
        for source in runnable_sources(named + in_file):
            report(f"would follow {source.name}")
        raise typer.Exit(print_dry_run(files, Limits.from_settings(settings), _print, report))
    store = open_store(settings, durable=True)
    following = followed_sources(store, settings, named, in_file if set_up else None, waits=desk)
    raise typer.Exit(_publish(files, following, settings, store, backfill))


def _piped(sources: Iterable[str]) -> list[SourceConfig]:
    """Return the standard input if it is among the sources: it is followed, as it may never end."""
    from producer.ingest.file_walk import STDIN  # lazy: as in feed()
    from producer.sources.source_registry import build_source  # lazy: as in feed()

    return [build_source({"type": "stdin"}, STDIN)] if STDIN in sources else []


def _named(
    folders: Iterable[Path], feeds: Iterable[str], listen: str | None, token: SecretStr | None
) -> list[SourceConfig]:
    """Return the sources that options name."""
    from producer.sources.addresses import host_and_port  # lazy: as in feed()
    from producer.sources.source_registry import build_source  # lazy: as in feed()

    found = [build_source({"type": "folder", "path": str(path)}, "--watch") for path in folders]
    found += [build_source({"type": "feed", "url": url}, "--feed") for url in feeds]
    if listen is not None:
        host, port = host_and_port(listen, DEFAULT_PORT)
        found.append(build_source({"type": "http", "host": host, "port": port, "token": token}, "--listen"))
    return found


def _publish(
    files: Sequence[str], following: Sequence[Source], settings: Settings, store: Store, backfill: bool
) -> int:
    """Publish files, then follow the other sources; return the exit code."""
    # lazy: as in feed()
    from producer.ingest.files import Files
    from producer.ingest.runner import open_ingest, run_sources, stop_on_signal
    from wiredesk.errors import EXIT_DONE, EXIT_UNAVAILABLE

    ended = True
    with (
        stop_on_signal() if following else nullcontext(threading.Event()) as stop,
        open_ingest(settings, store, report, stop, backfill=backfill, live=bool(following)) as scheduler,
    ):
        if files:
            Files(files).run(scheduler)
            report(str(scheduler.totals))
        if following:
            ended = run_sources(following, scheduler)
    if following:
        report(str(scheduler.totals))
    if scheduler.delayed_reason:
        report(f"the stories wait in the ledger until a worker comes: {scheduler.delayed_reason}")
    if not ended:  # a wire without an end, which worked until it was stopped
        return EXIT_DONE
    unsent = scheduler.delayed_reason and settings.broker_url
    return scheduler.totals.exit_code or (EXIT_UNAVAILABLE if unsent else EXIT_DONE)


def _print(line: str) -> None:
    typer.echo(safe_line(line))


def report(line: str) -> None:
    """Write a line for the person at the terminal; no name or header of others can forge another one."""
    typer.echo(f"wiredesk: {safe_line(line)}", err=True)


def main() -> None:
    """Entry of ``python -m producer``."""
    run_app(app)
