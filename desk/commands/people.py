"""``wiredesk people``: who is in the news."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of


class Kind(StrEnum):
    people = "people"
    organisations = "organisations"
    places = "places"
    things = "things"


def people(
    context: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(help="words of the name")] = None,
    kind: Annotated[Kind, typer.Option("-k", "--kind", help="people, organisations, places or things")] = Kind.people,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=1000, help="most names")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON object a line")] = False,
) -> None:
    """List the names in the most of the newest thousand stories; with NAME, those that have its words.

    Example: wiredesk people --kind places
    """
    from desk.queries.entity_search import KINDS, ranking
    from desk.views import terminal
    from desk.views.sanitize import short
    from desk.views.story_text import STYLES

    with store_of(settings_of(context)).read() as connection:
        found = ranking(connection, KINDS[kind.value], words=" ".join(name or ()), limit=limit)
    if as_json:
        terminal.as_json({"type": one.type, "key": one.key, "name": one.name, "stories": one.stories} for one in found)
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for one in found:
        table.add_row(f"{one.stories:,}", Text(short(one.name), STYLES[one.type]))
    with terminal.paged() as out:
        out.print(table if found else "nobody of that name")
