"""``wiredesk show``: one story, formatted for reading."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.queries.stories import find_story
from desk.views.records import LEDGER_DETAILS, story_document
from desk.views.story_text import page
from desk.views.terminal import paged


def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="the story id; id@version for one version")],
    version: Annotated[int | None, typer.Option(help="show this version instead of the visible one")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print extraction, article and ledger row as JSON")] = False,
) -> None:
    """Print a story with its entities in colour, its quotes and its ledger state.

    Example: wiredesk show urn:newsml:meridianwire.example:20260820:nz-minister

    Example: wiredesk show urn:newsml:meridianwire.example:20260820:nz-minister --json
    """
    with store_of(settings_of(context)).read() as connection:
        story = find_story(connection, id, version)
    if as_json:
        typer.echo(story_document(story, LEDGER_DETAILS).decode())
        return
    with paged() as out:
        for part in page(story):
            out.print(part)
