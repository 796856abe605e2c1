"""``wiredesk people``: who and what most stories mention."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from desk.cli_context import CountedIn, MinScore, settings_of, store_of
from desk.queries.counting_window import parse_window
from desk.queries.namesakes import told_apart
from desk.queries.thing_pages import ThingPage
from desk.queries.thing_ranking import RankedThing, rank_things
from desk.views.records import ranked_thing_record
from desk.views.sanitize import short
from desk.views.story_text import STYLES
from desk.views.terminal import no_match, paged, print_json_lines


def people(
    context: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="words of the name, or an id")] = None,
    kind: Annotated[
        ThingPage, typer.Option("-k", "--kind", help="people, organisations, places or things")
    ] = ThingPage.people,
    window: CountedIn = None,
    min_score: MinScore = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=1000, help="maximum number of names")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
) -> None:
    """List the people, organisations or places that most stories mention.

    All names of one person are one line. With NAME: only those whose names contain these words.

    Example: wiredesk people --kind places --window 7d
    """
    settings = settings_of(context, min_score=min_score)
    with store_of(settings).read() as connection:
        chosen, words = parse_window(connection, window or ""), " ".join(name or ())
        found = rank_things(
            connection, kind.kinds, chosen, words=words, min_score=settings.min_score, limit=limit
        )  # fmt: skip
        about = {} if as_json else told_apart(connection, ((one.thing, one.name) for one in found))
    if not found:
        no_match("no matching names")
    if as_json:
        print_json_lines(map(ranked_thing_record, found))
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for one in found:
        table.add_row(f"{one.stories:,}", _named(one, about.get(one.thing, "")))
    with paged() as out:
        out.print(f"By number of stories {chosen.words}", style="dim")
        out.print(table)


def _named(one: RankedThing, about: str) -> Text:
    """Return the name, with what tells it apart from another thing of that name."""
    return Text().append(short(one.name), STYLES[one.type]).append(f"  {short(about)}" if about else "", "dim")
