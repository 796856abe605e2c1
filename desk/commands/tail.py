"""``wiredesk tail``: the newest stories, and each new one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.queries.change_feed import ToldChange, told_changes
from desk.queries.filters import Filters
from desk.queries.live import POLL_SECONDS
from desk.queries.story_list import Card, cards
from desk.queries.story_search import list_stories
from desk.users.local_user import local_name
from desk.users.user_names import name_key
from desk.views.record_fields import Fields, Template, Write, json_line, print_chosen, record_writer
from desk.views.records import card_record
from desk.views.sanitize import plain
from desk.views.terminal import card_lines, console, print_json_lines
from wiredesk.store import Store
from wiredesk.store.changes import ChangeReader


def tail(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORD", help='words; "a phrase", -without, or, oil*, fields')
    ] = None,
    number: Annotated[
        int, typer.Option("-n", "--lines", min=0, max=10_000, help="number of stories to start with")
    ] = 10,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="continue until Ctrl-C")] = False,
    entity: Annotated[str, typer.Option(help="a name that is mentioned")] = "",
    type: Annotated[str, typer.Option(help="entity type, such as PERSON")] = "",
    speaker: Annotated[str, typer.Option(help="a name that is quoted")] = "",
    place: Annotated[str, typer.Option(help="a place name, or a two-letter country code")] = "",
    source: Annotated[str, typer.Option(help="the agency")] = "",
    topic: Annotated[
        str, typer.Option(help="a topic: its code, its English name, or an agency's own code or keyword")
    ] = "",
    urgency: Annotated[str, typer.Option(metavar="1-8", help="at most this urgency")] = "",
    every: Annotated[bool, typer.Option("--all", help="also back-fill and stories with new results")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
    fields: Fields = "",
    template: Template = "",
) -> None:
    """Print the newest stories, newest last; with -f, continue with each new story.

    Example: wiredesk tail -f

    Example: wiredesk tail -f --speaker "Claire Fenwick" --urgency 3
    """
    write = record_writer(fields, template) or (json_line if as_json else None)
    filters = Filters.from_form(
        {"q": " ".join(words or ()), "entity": entity, "type": type.upper(), "speaker": speaker, "place": place,
         "source": source, "topic": topic, "urgency": urgency}
    ).asked_by(name_key(local_name()))  # fmt: skip
    store = store_of(settings_of(context))
    reader = ChangeReader(store)
    after = reader.newest() if follow else 0  # before the list is read, so that nothing is lost between
    with store.read() as connection:
        known = cards(connection, list_stories(connection, filters, limit=number).seqs) if number else []
    _print(reversed(known), write)
    printed = {card.seq for card in known}
    while follow:
        time.sleep(POLL_SECONDS)
        after = _print_changes(store, reader, after, filters, printed, every=every, write=write)


def _print_changes(
    store: Store,
    reader: ChangeReader,
    after: int,
    filters: Filters,
    printed: set[int],
    *,
    every: bool,
    write: Write | None,
) -> int:
    """Print what came after a change, and return where to go on.

    Args:
        printed: versions of the list before; each is left out once.
    """
    batch = reader.read(after)
    if not batch.changes:
        return batch.after
    with store.read() as connection:
        told = told_changes(connection, batch.changes, filters)
    for one in told:
        if not one.fits:
            _print_withdrawn(one, write)
        elif one.card and (one.is_news or every) and one.card.seq not in printed:
            _print([one.card], write)
    printed.difference_update(one.seq for one in batch.changes if one.seq is not None)
    return batch.after


def _print(stories: Iterable[Card], write: Write | None) -> None:
    if write:
        print_chosen(map(card_record, stories), write)
        return
    out = console()
    for card in stories:
        out.print(card_lines(card))


def _print_withdrawn(told: ToldChange, write: Write | None) -> None:
    if told.change.id is None:
        return
    if write:
        print_json_lines([{"id": told.change.id, "withdrawn": True}])
    else:
        console().print(f"withdrawn: {plain(told.change.id)}", style="yellow", markup=False)
