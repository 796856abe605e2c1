"""``wiredesk tail``: the wire as it comes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli_context import console, settings_of, store_of

if TYPE_CHECKING:
    from desk.queries.story_list import Card


def tail(
    context: typer.Context,
    number: Annotated[int, typer.Option("-n", "--lines", min=0, max=10_000, help="stories to begin with")] = 10,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="go on until Ctrl-C")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON object a line")] = False,
) -> None:
    """Print the newest stories, the newest last; with -f go on with each as it comes.

    Example: wiredesk tail -f
    """
    from desk.queries.live import EVERY, Live
    from desk.queries.story_list import cards
    from desk.queries.story_search import newest

    store = store_of(settings_of(context))
    live = Live(store)
    if follow:
        live.look()  # what is stored from here on is news
    with store.read() as connection:
        known = cards(connection, newest(connection, limit=number)) if number else []
    _print(reversed(known), as_json)
    shown = {card.seq for card in known}
    while follow:
        time.sleep(EVERY)
        news = live.look()
        _print((card for card in news.arrived if card.seq not in shown), as_json)
        _withdrawn(news.gone, as_json)


def _print(stories: Iterable[Card], as_json: bool) -> None:
    from desk.views import terminal

    if as_json:
        from desk.api.models import story_out

        terminal.as_json(map(story_out, stories))
        return
    out = console()
    for card in stories:
        out.print(terminal.story(card))


def _withdrawn(ids: Iterable[str], as_json: bool) -> None:
    from desk.views import terminal
    from desk.views.sanitize import plain

    for id in ids:
        if as_json:
            terminal.as_json([{"id": id, "withdrawn": True}])
        else:
            console().print(f"withdrawn: {plain(id)}", style="yellow", markup=False)
