"""``wiredesk note``: write on stories, for all readers of the desk."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.text import Text

from desk.cli_context import settings_of, store_of
from desk.id_completion import complete_id
from desk.queries.short_ids import full_id
from desk.users.local_user import local_name
from desk.users.notes import MAX_NOTE_CHARACTERS, Note, add_note, change_note, list_notes, remove_note
from desk.users.user_names import clean_name
from desk.views.note_lines import note_lines
from desk.views.note_records import note_record
from desk.views.sanitize import plain
from desk.views.terminal import console, paged, print_json_lines
from wiredesk.console import command_line

HELP = """Notes on stories, for all readers of the desk.

Example: wiredesk note add urn:example:1 'Call the ministry back'
"""
app = command_line(help=HELP, no_args_is_help=True, add_completion=False)
Json = Annotated[bool, typer.Option("--json", help="print one JSON object per line")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="number of the note")]
Words = Annotated[list[str], typer.Argument(metavar="TEXT", help="the text; - reads it from stdin")]
By = Annotated[str, typer.Option(metavar="NAME", help="the author; by default the user of the system")]


@app.command()
def add(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", autocompletion=complete_id, help="the story id, or its start")],
    text: Words,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Write a note on a story.

    Example: wiredesk note add urn:example:1 'Call the ministry back'
    """
    author, words = _author(by), _text(text)
    with store_of(settings_of(context)).write() as connection:
        note = add_note(connection, full_id(connection, id), author, words)
    _print([note], as_json)


@app.command("list")
def list_(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", autocompletion=complete_id, help="only those on this story")] = "",
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=10_000, help="maximum number of notes")] = 20,
    as_json: Json = False,
) -> None:
    """Print notes, newest last.

    Example: wiredesk note list -n 5
    """
    with store_of(settings_of(context)).read() as connection:
        found = list_notes(connection, story=full_id(connection, id) if id else "", limit=limit)
    _print(found[::-1], as_json)


@app.command()
def edit(context: typer.Context, number: Number, text: Words, by: By = "", as_json: Json = False) -> None:
    """Give a note of your own another text.

    Example: wiredesk note edit 1 'The ministry has called back'
    """
    author, words = _author(by), _text(text)
    with store_of(settings_of(context)).write() as connection:
        note = change_note(connection, number, author, words)
    _print([note], as_json)


@app.command()
def remove(context: typer.Context, number: Number) -> None:
    """Remove a note, whoever wrote it.

    Example: wiredesk note remove 1
    """
    with store_of(settings_of(context)).write() as connection:
        remove_note(connection, number, "", may_edit=True)


def _author(by: str) -> str:
    return clean_name(by) if by else local_name()


def _text(words: list[str]) -> str:
    return sys.stdin.read(MAX_NOTE_CHARACTERS + 1) if words == ["-"] else " ".join(words)


def _print(found: list[Note], as_json: bool) -> None:
    if as_json:
        print_json_lines(map(note_record, found))
        return
    if not found:
        console().print("no notes", style="dim")
        return
    with paged() as out:
        for one in found:
            out.print(Text(plain(one.id), style="dim"))
            for line in note_lines(one):
                out.print(line)
