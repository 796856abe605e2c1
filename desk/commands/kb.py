"""``wiredesk kb``: build a knowledge base of one's own, and look into it."""

from __future__ import annotations

import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from desk.cli_context import settings_of
from desk.views.sanitize import plain
from desk.views.terminal import console, print_json_lines
from wiredesk.console import command_line
from wiredesk.errors import EXIT_BAD_DATA, EXIT_DONE, EXIT_INTERRUPTED, EXIT_USAGE, ConfigError, NotFound
from wiredesk.safe_line import safe_line

if TYPE_CHECKING:
    from wiredesk.kb.kb_builder import KbProgress, KbRequest
    from wiredesk.kb.kb_file import KbFile, KbThing

HELP = """Build a knowledge base of your own, and look into it.

WIREDESK_KB=FILE makes workers link the entities of stories to it.

Example: wiredesk kb build world.sqlite --wikidata latest-all.json.gz
"""
app = command_line(help=HELP, no_args_is_help=True, add_completion=False)

MAX_BROKEN_LINES = 10
"""Lines that cannot be read of which each is named; further ones are only counted."""
LINE_SECONDS = 10.0
"""Minimum seconds between two progress lines where stderr is not a terminal."""
MAX_THINGS = 20
"""Things of one name that are shown."""
Source = Annotated[Path | None, typer.Option(help="a Wikidata JSON dump, plain, .gz or .bz2; - for stdin")]
Base = Annotated[Path | None, typer.Option("--kb", help="the file; default: the setting kb", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@app.command()
def build(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="the file to make, such as world.sqlite")],
    wikidata: Source = None,
    ftm: Annotated[Path | None, typer.Option(help="FollowTheMoney entities, one JSON object a line")] = None,
    csv: Annotated[Path | None, typer.Option(help="a table whose first line names the columns; id and name")] = None,
    types: Annotated[str, typer.Option(help="types of things to take, separated by commas")] = "",
    min_sitelinks: Annotated[int, typer.Option(min=0, help="Wikidata: articles below which a thing is left out")] = 3,
    lang: Annotated[str, typer.Option(help="Wikidata: language of names and descriptions")] = "en",
    anchors: Annotated[
        Path | None, typer.Option(help="table of an id, a tab and its number of links: how well-known things are")
    ] = None,
    restart: Annotated[bool, typer.Option("--restart", help="begin again, and replace a file that exists")] = False,
) -> None:
    """Build a knowledge base from a dump or a table.

    Interrupted or killed, the same command goes on where it was. A line that cannot be read is reported and left out,
    and the exit code is 65.

    Example: wiredesk kb build world.sqlite --wikidata latest-all.json.gz

    Example: wiredesk kb build sanctions.sqlite --ftm entities.ftm.json

    Example: wiredesk kb build members.sqlite --csv members.csv --types PERSON
    """
    from wiredesk.kb.kb_builder import KbObserver  # lazy: --help needs none of it
    from wiredesk.kb.kb_builder import build as build_base

    request = _request(
        out, {"wikidata": wikidata, "ftm": ftm, "csv": csv}, types, min_sitelinks, lang, anchors, restart
    )
    with _BuildBar() as bar:
        try:
            progress = build_base(request, KbObserver(bar.update, bar.tell_broken, bar.tell_sorting))
        except KeyboardInterrupt:
            bar.tell("interrupted; what was read is kept: the same command goes on from there")
            raise typer.Exit(EXIT_INTERRUPTED) from None
    typer.echo(f"{out}: {progress.things:,} things, {out.stat().st_size:,} bytes")
    if progress.broken:
        typer.echo(f"wiredesk: {progress.broken:,} lines were left out", err=True)
    raise typer.Exit(EXIT_BAD_DATA if progress.broken else EXIT_DONE)


@app.command()
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="a name as a story has it, or an id")],
    kb: Base = None,
    as_json: Json = False,
) -> None:
    """Show the things that a name leads to, the likeliest first; or one thing with its names.

    Example: wiredesk kb show "John Carter"

    Example: wiredesk kb show Q42
    """
    base = _base(context, kb)
    things = _find(base, name)
    if not things:
        raise NotFound(f'"{safe_line(name)}"', f"is no name and no id in {base.path}", "names are compared as a whole")
    if as_json:
        print_json_lines([_record(base, thing, name) for thing in things])
        return
    out = console()
    for thing in things[:MAX_THINGS]:
        out.print(plain(f"{thing.id}  {thing.type}  {thing.name}"), markup=False, style="bold")
        out.print(f"  {_facts(thing)}", markup=False)
        if thing.id == name:
            names = ", ".join(f"{key} ({weight})" for key, weight in base.names(thing.id))
            out.print(f"  names: {plain(names)}", markup=False)
    if len(things) > MAX_THINGS:
        out.print(f"and {len(things) - MAX_THINGS} more: --json shows all")


@app.command()
def info(
    context: typer.Context,
    kb: Base = None,
    check: Annotated[bool, typer.Option("--check", help="read the whole file and find damage")] = False,
    as_json: Json = False,
) -> None:
    """Show what a knowledge base was made of, its edition and its counts.

    Example: wiredesk kb info --kb world.sqlite --check
    """
    base = _base(context, kb)
    if check:
        base.check_content()
    rows = {"file": str(base.path), "bytes": f"{base.path.stat().st_size}", **base.info}
    if as_json:
        print_json_lines([rows])
        return
    out = console()
    for key, value in rows.items():
        if value:
            out.print(f"[bold]{key:<14}[/]", end="")
            out.print(plain(value), markup=False)


class _BuildBar:
    """The progress of a build: a bar on a terminal, otherwise a line every ten seconds."""

    def __init__(self) -> None:
        self._console = console(err=True)
        self._bar = Bar(
            TextColumn("[bold]{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
            TimeRemainingColumn(), TextColumn("{task.fields[things]:,} things"), console=self._console, transient=True,
            disable=not self._console.is_terminal,
        )  # fmt: skip
        self._task: TaskID | None = None
        self._began = self._printed = time.monotonic()
        self._broken = 0

    def __enter__(self) -> _BuildBar:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def update(self, progress: KbProgress) -> None:
        """Show how far the build is."""
        if self._task is None:
            self._task = self._bar.add_task("reading", total=progress.size, things=progress.things)
            self._bar.update(self._task, completed=progress.began_at)
            self._bar.reset(self._task, completed=progress.began_at, things=progress.things)
        self._bar.update(self._task, completed=progress.bytes_read, things=progress.things)
        now = time.monotonic()
        if not self._console.is_terminal and now - self._printed > LINE_SECONDS:
            self._printed = now
            self.tell(_progress_line(progress, now - self._began))

    def tell(self, line: str) -> None:
        """Print a line beside the bar."""
        self._console.print(f"wiredesk: {safe_line(line)}", markup=False)

    def tell_broken(self, number: int, cause: str) -> None:
        """Name a line that was left out, the first ones only."""
        self._broken += 1
        if self._broken <= MAX_BROKEN_LINES:
            self.tell(f"line {number:,}: {cause}; left out")
        if self._broken == MAX_BROKEN_LINES:
            self.tell("further lines that are left out are counted only")

    def tell_sorting(self) -> None:
        """Show that the source was read."""
        if self._task is not None:
            self._bar.update(self._task, description="sorting")


def _progress_line(progress: KbProgress, seconds: float) -> str:
    """Return lines and things so far, the rate, and where the size is known the time that is left."""
    rate = (progress.bytes_read - progress.began_at) / max(seconds, 0.001)
    line = f"{progress.lines:,} lines, {progress.things:,} things, {rate / 1e6:.1f} MB/s"
    if progress.size and rate:
        left = (progress.size - progress.bytes_read) / rate
        share = 100 * progress.bytes_read / progress.size
        line += f", {share:.0f} %, {left / 60:.0f} minutes left"
    return line


def _request(
    out: Path, sources: dict[str, Path | None], types: str, sitelinks: int, language: str, anchors: Path | None,
    restart: bool,
) -> KbRequest:  # fmt: skip
    from wiredesk.kb.kb_builder import DEFAULT_TYPES, KbRequest  # lazy: as above
    from wiredesk.kb.kb_types import is_type  # lazy: as above

    given = [(kind, path) for kind, path in sources.items() if path is not None]
    if len(given) != 1:
        typer.echo("wiredesk: give one source: --wikidata FILE, --ftm FILE or --csv FILE", err=True)
        raise typer.Exit(EXIT_USAGE)
    wanted = tuple(part.strip().upper() for part in types.split(",") if part.strip()) or DEFAULT_TYPES
    for name in wanted:
        if not is_type(name):
            typer.echo(f'wiredesk: unknown type "{safe_line(name)}"; types are PERSON, ORG, GPE, LOC, FAC …', err=True)
            raise typer.Exit(EXIT_USAGE)
    [(kind, source)] = given
    return KbRequest(out, kind, source, wanted, sitelinks, language, anchors, restart)  # type: ignore[arg-type]


def _base(context: typer.Context, given: Path | None) -> KbFile:
    from wiredesk.kb.kb_file import KbFile  # lazy: as above

    path = given or settings_of(context).kb
    if path is None:
        raise ConfigError("knowledge base", "none is set", "name one with --kb FILE or WIREDESK_KB")
    return KbFile(path)


def _find(base: KbFile, name: str) -> list[KbThing]:
    from wiredesk.kb.kb_names import kb_key  # lazy: as above

    if thing := base.thing(name):
        return [thing]
    keys = dict.fromkeys([kb_key(name, "GPE"), kb_key(name, "PERSON"), kb_key(name, "ORG")])
    found = {thing.id: thing for key in keys for thing in base.candidates(key)}
    return sorted(found.values(), key=lambda thing: -thing.weight * thing.prior)


def _facts(thing: KbThing) -> str:
    """Return what is known of a thing in one line."""
    years = f"{thing.born or ''}–{thing.died or ''}" if thing.born or thing.died else ""
    facts = (
        thing.about,
        thing.occupations,
        thing.country,
        years,
        f"{thing.prior} articles",
        " ".join(sorted(thing.related)),
    )
    return plain(" · ".join(filter(None, facts)))


def _record(base: KbFile, thing: KbThing, name: str) -> dict[str, object]:
    record: dict[str, object] = {
        "id": thing.id, "type": thing.type, "name": thing.name, "about": thing.about, "prior": thing.prior,
        "country": thing.country, "born": thing.born, "died": thing.died, "words": thing.occupations,
        "geonames": thing.geonames, "related": sorted(thing.related),
    }  # fmt: skip
    if thing.id == name:
        return record | {"names": dict(base.names(thing.id))}
    return record | {"weight": thing.weight}
