"""``wiredesk search``: stories that have it all, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of


def search(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(help='words; "a phrase", -without, or')] = None,
    entity: Annotated[str, typer.Option(help="a name that is mentioned")] = "",
    type: Annotated[str, typer.Option(help="entity type, such as PERSON")] = "",
    speaker: Annotated[str, typer.Option(help="a name that says something")] = "",
    place: Annotated[str, typer.Option(help="a place, or a country's two letters")] = "",
    source: Annotated[str, typer.Option(help="the agency")] = "",
    topic: Annotated[str, typer.Option(help="a topic's code")] = "",
    since: Annotated[str, typer.Option(metavar="DAY", help="published on this day or later")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="published on this day or before")] = "",
    urgency: Annotated[str, typer.Option(metavar="1-8", help="at most this urgency")] = "",
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=10_000, help="most stories")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON object a line")] = False,
) -> None:
    """Find stories; every option narrows.

    Example: wiredesk search ceasefire '"prisoner swap"' -- -football

    Example: wiredesk search --speaker "Claire Fenwick" --since 2026-11-01
    """
    from desk.queries.filters import read
    from desk.queries.story_list import cards
    from desk.queries.story_search import search as find
    from desk.views import terminal

    filters = read(
        {"q": " ".join(words or ()), "entity": entity, "type": type.upper(), "speaker": speaker, "place": place,
         "source": source, "topic": topic, "since": since, "until": until, "urgency": urgency}
    )  # fmt: skip
    with store_of(settings_of(context)).read() as connection:
        found = cards(connection, find(connection, filters, limit=limit))
    if as_json:
        from desk.api.models import story_out

        terminal.as_json(map(story_out, found))
        return
    with terminal.paged() as out:
        for card in found:
            out.print(terminal.story(card))
        if not found:
            out.print("no story has all of that", style="dim")
