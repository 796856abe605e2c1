"""``wiredesk thing``: what is known of one person, organisation, place or other thing."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from desk.cli_context import CountedIn, MinScore, settings_of, store_of
from desk.queries.counting_window import Window, first_story, parse_window
from desk.queries.thing_profile import MAX_STORIES, ThingProfile, thing_profile
from desk.queries.thing_ranking import count_since
from desk.views.records import thing_record
from desk.views.sanitize import short
from desk.views.story import KIND_WORDS
from desk.views.story_text import STYLES
from desk.views.terminal import paged, print_json_lines
from desk.views.thread_view import counted
from wiredesk.store.directory.find_things import the_thing

MAX_NEIGHBOURS = 10
"""Neighbours that are printed."""


def thing(
    context: typer.Context,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="any of its names, its id, or its code elsewhere")],
    window: CountedIn = None,
    min_score: MinScore = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Print what is known of a person, an organisation, a place or another thing.

    Every spelling leads to the same thing. Where several things have a name, the command lists them with their ids and
    ends with exit code 2.

    Example: wiredesk thing United States

    Example: wiredesk thing Q30 --json
    """
    settings = settings_of(context, min_score=min_score)
    with store_of(settings).read() as connection:
        found = thing_profile(connection, the_thing(connection, " ".join(name)).id)
        chosen = parse_window(connection, window or "")
        number = count_since(connection, found.members, first_story(connection, chosen), settings.min_score)
    if as_json:
        print_json_lines([thing_record(found, chosen, number)])
        return
    with paged() as out:
        out.print(Text(short(found.thing.name), f"bold {STYLES[found.thing.type]}"))
        out.print(_table(found, chosen, number))


def _table(found: ThingProfile, window: Window, number: int) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    more = " or more" if found.stories >= MAX_STORIES else ""
    tell = "tells" if number == 1 else "tell"
    of_window = f"; {number:,} {window.words} {tell} something of it" if window is not Window.all else ""
    rows = {
        "id": str(found.thing.id),
        "kind": ", ".join(filter(None, (KIND_WORDS[found.thing.kind], short(found.where)))),
        "stories": counted(found.stories, "story", "stories") + more + of_window,
        "also": ", ".join(short(name) for name, _ in found.aliases),
        "ids": ", ".join(f"{link.base} {short(link.id)}" for link in found.links),
        "roles": "\n".join(short(role.words) for role in found.roles),
        "with": ", ".join(f"{short(one.name)} {one.stories}" for one in found.neighbours[:MAX_NEIGHBOURS]),
        "not to be confused with": ", ".join(
            f"{short(one.thing.name)} ({short(one.about)}, id {one.thing.id})" for one in found.proposals
        ),
    }
    for name, words in rows.items():
        if words:
            table.add_row(name, words)
    return table
