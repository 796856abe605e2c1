"""``wiredesk show``: one story, formatted for reading."""

from __future__ import annotations

from typing import Annotated

import orjson
import typer

from desk.cli_context import MinScore, settings_of, store_of
from desk.id_completion import complete_id
from desk.queries.related_stories import across
from desk.queries.short_ids import full_id
from desk.queries.stories import find_story
from desk.users.notes import notes_of
from desk.views.note_lines import note_lines
from desk.views.record_fields import Fields, Template, record_writer
from desk.views.records import LEDGER_DETAILS, story_document
from desk.views.story_text import page
from desk.views.terminal import paged


def show(
    context: typer.Context,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", autocompletion=complete_id, help="the story id, or its start; id@version for one version"
        ),
    ],
    version: Annotated[int | None, typer.Option(help="show this version instead of the visible one")] = None,
    every: Annotated[bool, typer.Option("--all", help="also what a reader would not call a quotation")] = False,
    min_score: MinScore = None,
    as_json: Annotated[bool, typer.Option("--json", help="print extraction, article and ledger row as JSON")] = False,
    fields: Fields = "",
    template: Template = "",
) -> None:
    """Print a story with its entities in colour, its quotations, its ledger state and its notes.

    The start of an id is enough where no other story's id starts so; of an id that wiredesk made,
    urn:x-wiredesk:d55084b…, the start of its hash.

    Example: wiredesk show urn:newsml:meridianwire.example:20260820:nz-minister

    Example: wiredesk show urn:newsml:meridianwire.example:20260820:nz-minister --json
    """
    write = record_writer(fields, template)
    settings = settings_of(context, min_score=min_score)
    with store_of(settings).read() as connection:
        story = find_story(connection, full_id(connection, id), version)
        others = across(connection, [story.row["seq"]])[story.row["seq"]]
        notes = notes_of(connection, [story.article.id]).get(story.article.id, [])
    if as_json or write:
        document = story_document(story, LEDGER_DETAILS, min_score=settings.min_score, others=others)
        typer.echo(write(orjson.loads(document)) if write else document.decode())
        return
    with paged() as out:
        for part in page(story, every_quote=every, min_score=settings.min_score):
            out.print(part)
        for line in (line for note in notes for line in note_lines(note)):
            out.print(line)
