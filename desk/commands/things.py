"""``wiredesk things``: users' own word on people, organisations, places and other things."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text
from sqlalchemy import Connection

from desk.cli_context import settings_of, store_of
from desk.queries.ruling_search import NamedRuling, labelled, named, search_rulings
from desk.users.local_user import local_name
from desk.views.ruling_lines import ruling_line, ruling_record
from desk.views.sanitize import plain
from desk.views.terminal import paged, print_json_lines
from wiredesk.console import command_line
from wiredesk.errors import EXIT_USAGE, AlreadyExists, BadData, NotFound, WiredeskError
from wiredesk.store.directory import rulings, story_corrections
from wiredesk.store.directory.named_thing import named_thing
from wiredesk.store.directory.ruling_file import import_lines, ruling_lines
from wiredesk.store.directory.ruling_rows import Ruling

HELP = """Merge, split, name and correct people, organisations, places and other things.

A THING is a name in any spelling, an id, or a code of Wikidata, GeoNames or ISO 3166.

Example: wiredesk things rulings
"""
app = command_line(help=HELP, no_args_is_help=True, add_completion=False)

Thing = Annotated[str, typer.Argument(metavar="THING", help="a name, an id, or a code")]
Why = Annotated[str, typer.Option(help="the reason, for those who read it later")]
By = Annotated[str, typer.Option(help="who decides; default: the user of this system", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object per line")]
Number = Annotated[int, typer.Argument(metavar="N", help="the number of the ruling")]


MAX_LABELS = 1_000_000
"""Corrections that are written as labelled data."""


class LabelFormat(StrEnum):
    """The formats of labelled data."""

    jsonl = "jsonl"


@app.command()
def merge(
    context: typer.Context, things: Annotated[list[str], typer.Argument(metavar="THING")], why: Why = "",
    by: By = "", as_json: Json = False,
) -> None:  # fmt: skip
    """Decide that things are the same: the first one, and each of the others.

    Example: wiredesk things merge "Ronnie Reagan" "Ronald Reagan" --why "one person"
    """
    if len(things) < 2:
        raise _usage("name two things or more")
    _decide(
        context,
        lambda c, by, ids: [rulings.merge(c, ids[0], id, by=by, why=why) for id in ids[1:]],
        things,
        by,
        as_json,
    )


@app.command()
def different(
    context: typer.Context, one: Thing, other: Thing, why: Why = "", by: By = "", as_json: Json = False
) -> None:
    """Decide that two things are not the same; what was joined is separated.

    Example: wiredesk things different 1234 5678 --why "father and son"
    """
    _decide(context, lambda c, by, ids: [rulings.tell_apart(c, *ids, by=by, why=why)], [one, other], by, as_json)


@app.command()
def unmerge(context: typer.Context, thing: Thing, why: Why = "", by: By = "", as_json: Json = False) -> None:
    """Separate a thing from the one that it was merged into.

    Example: wiredesk things unmerge 1234
    """
    _decide(context, lambda c, by, ids: rulings.unmerge(c, *ids, by=by, why=why), [thing], by, as_json)


@app.command()
def split(
    context: typer.Context,
    thing: Thing,
    stories: Annotated[list[str], typer.Option(help="id of a story; once for each story")],
    name: Annotated[str, typer.Option(help="what the other thing is called; default: the same")] = "",
    into: Annotated[str, typer.Option(help="a thing that is known already; default: a new one")] = "",
    why: Why = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Decide that a thing is another one in some stories.

    Example: wiredesk things split "John Smith" --stories urn:example:1 --name "John Smith (golfer)"
    """

    def act(connection: Connection, by: str, ids: list[int]) -> list[Ruling]:
        source, other = ids[0], ids[1] if into else None
        return [rulings.split(connection, source, stories, by=by, why=why, name=name or None, other=other)]

    _decide(context, act, [thing, *([into] if into else [])], by, as_json)


@app.command()
def rename(
    context: typer.Context, thing: Thing,
    name: Annotated[str, typer.Argument(metavar="NAME", help="what it is called")],
    why: Why = "", by: By = "", as_json: Json = False,
) -> None:  # fmt: skip
    """Decide what a thing is called.

    Example: wiredesk things rename "Albert Toa" "Albert Toa (police)"
    """
    _decide(context, lambda c, by, ids: [rulings.rename(c, ids[0], name, by=by, why=why)], [thing], by, as_json)


@app.command("type")
def type_(
    context: typer.Context, thing: Thing,
    type: Annotated[str, typer.Argument(metavar="TYPE", help="PERSON, ORG, GPE …")],
    why: Why = "", by: By = "", as_json: Json = False,
) -> None:  # fmt: skip
    """Decide the type of a thing.

    Example: wiredesk things type "Vila Central Hospital" FAC
    """
    _decide(context, lambda c, by, ids: [rulings.set_type(c, ids[0], type, by=by, why=why)], [thing], by, as_json)


@app.command()
def reject(context: typer.Context, thing: Thing, why: Why = "", by: By = "", as_json: Json = False) -> None:
    """Decide that what was taken for a thing is no name.

    Example: wiredesk things reject Revs --why "revenues"
    """
    _decide(context, lambda c, by, ids: [rulings.reject(c, *ids, by=by, why=why)], [thing], by, as_json)


@app.command()
def restore(context: typer.Context, thing: Thing, by: By = "", as_json: Json = False) -> None:
    """Take back that a thing is no name.

    Example: wiredesk things restore Revs
    """
    _decide(context, lambda c, by, ids: rulings.restore(c, *ids, by=by), [thing], by, as_json)


@app.command()
def correct(
    context: typer.Context,
    story: Annotated[str, typer.Argument(metavar="STORY", help="the id of a story")],
    quote: Annotated[str, typer.Option(help="words of a quote: --speaker says whose it is")] = "",
    speaker: Annotated[str | None, typer.Option(help='the name of who said it; "": not known')] = None,
    entity: Annotated[str, typer.Option(help="a name in the story, to be corrected")] = "",
    type: Annotated[str, typer.Option(help="its type")] = "",
    place: Annotated[int | None, typer.Option(help="its GeoNames id", min=1)] = None,
    at: Annotated[str, typer.Option(metavar="LAT,LON", help="its coordinates, degrees")] = "",
    country: Annotated[str, typer.Option(help="its country, ISO 3166; with --at")] = "",
    no_name: Annotated[bool, typer.Option("--no-name", help="it is no name")] = False,
    why: Why = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Correct one quote or one name of a story, in all its versions.

    Example: wiredesk things correct urn:example:1 --quote "we will sell" --speaker "Anna Kovac"

    Example: wiredesk things correct urn:example:1 --entity Paris --place 4717560
    """
    chosen = [bool(quote and speaker is not None), bool(type), place is not None or bool(at), no_name]
    if sum(chosen) != 1 or (bool(entity) == bool(quote)) or (not quote and speaker is not None):
        raise _usage("give --quote with --speaker, or --entity with one of --type, --place, --at and --no-name")
    point = _point(at) if at else None

    def act(connection: Connection, by: str, _ids: list[int]) -> list[Ruling]:
        of = story_corrections
        if quote:
            return [of.correct_speaker(connection, story, quote, speaker or None, by=by, why=why)]
        if type:
            return [of.correct_type(connection, story, entity, type, by=by, why=why)]
        if no_name:
            return [of.correct_no_name(connection, story, entity, by=by, why=why)]
        where = of.place_values(connection, place, point, country or None)
        return [of.correct_place(connection, story, entity, where, by=by, why=why)]

    _decide(context, act, [], by, as_json)


@app.command()
def undo(context: typer.Context, n: Number, by: By = "", as_json: Json = False) -> None:
    """Take a ruling back: all is as it would be without it.

    Example: wiredesk things undo 7
    """
    _decide(context, lambda c, by, _ids: [rulings.undo(c, n, by=by)], [], by, as_json)


@app.command("rulings")
def list_(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="also those that were taken back")] = False,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=100_000, help="maximum number")] = 100,
    as_json: Json = False,
) -> None:
    """List what users decided, the newest first.

    Example: wiredesk things rulings --all
    """
    with store_of(settings_of(context)).read() as connection:
        found = search_rulings(connection, every=every, limit=limit)
    _print(found, as_json, "no rulings")


@app.command()
def corrections(
    context: typer.Context,
    format: Annotated[LabelFormat, typer.Option(help="jsonl: one JSON object per line")] = LabelFormat.jsonl,
) -> None:
    """Write the corrections of stories as labelled data: the text, the span, what was found and what is right.

    Example: wiredesk things corrections > labelled.jsonl
    """
    with store_of(settings_of(context)).read() as connection:
        print_json_lines(reversed(list(labelled(connection, limit=MAX_LABELS))))


@app.command("export")
def export_(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="a new file; -: stdout")]
) -> None:
    """Write the rulings in force as tab-separated values, for another store.

    Example: wiredesk things export rulings.tsv
    """
    if str(file) != "-" and file.exists():
        raise AlreadyExists(f"file {file}", "already exists", "name another file")
    with store_of(settings_of(context)).read() as connection:
        lines = list(ruling_lines(connection))
    text = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    if str(file) == "-":
        sys.stdout.buffer.write(text)
        return
    try:
        file.write_bytes(text)
    except OSError as error:
        raise WiredeskError(f"file {file}", error.strerror or str(error), "name a file that can be written") from None
    typer.echo(f"{len(lines) - 1} rulings written to {file}")


@app.command("import")
def import_(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="a file that export wrote")]
) -> None:
    """Read rulings from tab-separated values; those that the store has are left out.

    Example: wiredesk things import rulings.tsv
    """
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise BadData(f"{file} line {line}", "is not UTF-8", "nothing was imported") from None
    except OSError as error:
        raise NotFound(f"file {file}", error.strerror or str(error), "name a file of rulings") from None
    with store_of(settings_of(context)).write() as connection:
        done = import_lines(connection, text.split("\n"), str(file))
    typer.echo(f"{done.added} rulings imported, {done.known} were known")


def _decide(
    context: typer.Context,
    act: Callable[[Connection, str, list[int]], Sequence[Ruling]],
    names: Sequence[str],
    by: str,
    as_json: bool,
) -> None:
    """Look things up and decide on them, in one transaction; print the rulings.

    Args:
        act: gets the connection, who decides, and the ids of the things.
    """
    with store_of(settings_of(context)).write() as connection:
        ids = [named_thing(connection, name) for name in names]
        found = named(connection, act(connection, by or local_name(), ids))
    _print(found, as_json, "nothing changed")


def _print(found: Sequence[NamedRuling], as_json: bool, nothing: str) -> None:
    if as_json:
        print_json_lines(map(ruling_record, found))
        return
    with paged() as out:
        for one in found:
            out.print(_line(one))
        if not found:
            out.print(nothing)


def _line(one: NamedRuling) -> Text:
    """Return a ruling in two lines: what was decided; by whom, when, where and why."""
    ruling = one.ruling
    line = Text().append(f"{ruling.n:>5}  ", "dim").append(plain(ruling_line(one)), "dim" if ruling.undone_at else "")
    about = [f"by {ruling.by}", f"{ruling.at:%Y-%m-%d %H:%M}" if ruling.at else ""]
    about += [*ruling.stories[:1]] if len(ruling.stories) == 1 else []
    about += [f"undone by {ruling.undone_by}"] if ruling.undone_at else []
    return line.append("\n       " + plain("  ".join(filter(None, [*about, ruling.why or ""]))), "dim")


def _point(text: str) -> tuple[float, float]:
    latitude, _, longitude = text.partition(",")
    try:
        return float(latitude), float(longitude)
    except ValueError:
        raise _usage(f'"{text[:40]}" is no point: give LAT,LON in degrees, such as 52.52,13.41') from None


def _usage(message: str) -> typer.Exit:
    typer.echo(f"wiredesk: {message}", err=True)
    return typer.Exit(EXIT_USAGE)
