"""``wiredesk tail``: the newest stories, and each new one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.queries.live import POLL_SECONDS, LiveWire
from desk.queries.story_list import Card, cards
from desk.queries.story_search import newest_stories
from desk.views.records import card_record
from desk.views.sanitize import plain
from desk.views.terminal import card_lines, console, print_json_lines


def tail(
    context: typer.Context,
    number: Annotated[
        int, typer.Option("-n", "--lines", min=0, max=10_000, help="number of stories to start with")
    ] = 10,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="continue until Ctrl-C")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
) -> None:
    """Print the newest stories, newest last; with -f, continue with each new story.

    Example: wiredesk tail -f
    """
    store = store_of(settings_of(context))
    live = LiveWire(store)
    if follow:
        live.poll()  # the first poll sets the starting point: later ones return what came after it
    with store.read() as connection:
        known = cards(connection, newest_stories(connection, limit=number)) if number else []
    _print(reversed(known), as_json)
    printed = {card.seq for card in known}
    while follow:
        time.sleep(POLL_SECONDS)
        update = live.poll()
        _print((card for card in update.arrived if card.seq not in printed), as_json)
        _print_withdrawn(update.gone, as_json)


def _print(stories: Iterable[Card], as_json: bool) -> None:
    if as_json:
        print_json_lines(map(card_record, stories))
        return
    out = console()
    for card in stories:
        out.print(card_lines(card))


def _print_withdrawn(ids: Iterable[str], as_json: bool) -> None:
    for id in ids:
        if as_json:
            print_json_lines([{"id": id, "withdrawn": True}])
        else:
            console().print(f"withdrawn: {plain(id)}", style="yellow", markup=False)
