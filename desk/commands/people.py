"""``wiredesk people``: the most frequent names in the news."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from desk.cli_context import MinScore, settings_of, store_of
from desk.queries.entity_search import EntityPage, rank_entities
from desk.views.records import ranked_name_record
from desk.views.sanitize import short
from desk.views.story_text import STYLES
from desk.views.terminal import paged, print_json_lines


def people(
    context: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(help="words of the name")] = None,
    kind: Annotated[
        EntityPage, typer.Option("-k", "--kind", help="people, organisations, places or things")
    ] = EntityPage.people,
    min_score: MinScore = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=1000, help="maximum number of names")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
) -> None:
    """List the names mentioned in the most of the newest thousand stories.

    With NAME: only names that contain these words.

    Example: wiredesk people --kind places
    """
    settings = settings_of(context, min_score=min_score)
    with store_of(settings).read() as connection:
        words = " ".join(name or ())
        found = rank_entities(connection, kind.types, words=words, min_score=settings.min_score, limit=limit)
    if as_json:
        print_json_lines(map(ranked_name_record, found))
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for one in found:
        table.add_row(f"{one.stories:,}", Text(short(one.name), STYLES[one.type]))
    with paged() as out:
        out.print(table if found else "no matching names")
