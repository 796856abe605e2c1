"""``wiredesk events``: who did what to whom."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from desk.cli_context import MinScore, settings_of, store_of
from desk.queries.event_search import search_events
from desk.queries.fact_list import first_facts
from desk.queries.filters import parse_form
from desk.views.event_lines import reported_acts
from desk.views.record_fields import Fields, Template, print_chosen, record_writer
from desk.views.records import event_record, type_record
from desk.views.terminal import act_lines, no_match, paged, print_json_lines
from wiredesk.event_types import EVENT_TYPES
from wiredesk.store.event_filters import EventFilters


def events(
    context: typer.Context,
    name: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="a name that did it or that it was done to")
    ] = None,
    type: Annotated[str, typer.Option(help="event type, such as ARREST; --types lists them")] = "",
    ontology: Annotated[str, typer.Option(help="plover or wire")] = "",
    status: Annotated[str, typer.Option(help="occurred, planned, hypothetical or denied")] = "",
    actor: Annotated[str, typer.Option(help="a name that did it")] = "",
    recipient: Annotated[str, typer.Option(help="a name that it was done to")] = "",
    place: Annotated[str, typer.Option(help="a place name, or a two-letter country code")] = "",
    source: Annotated[str, typer.Option(help="the agency")] = "",
    since: Annotated[str, typer.Option(metavar="DAY", help="it happened on this day or later")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="it happened on this day or earlier")] = "",
    quoted: Annotated[
        bool | None,
        typer.Option("--quoted/--no-quoted", help="only, or without, what a quote tells", show_default=False),
    ] = None,
    background: Annotated[
        bool | None,
        typer.Option(
            "--background/--no-background", help="only, or without, what happened before the news", show_default=False
        ),
    ] = None,
    min_score: MinScore = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=10_000, help="maximum number of events")] = 20,
    types: Annotated[bool, typer.Option("--types", help="list the event types with their meaning")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
    fields: Fields = "",
    template: Template = "",
) -> None:
    """Print who did what to whom, the latest publication first.

    Everything is shown, and marked: what was only planned, possible or denied, what happened before the news, and what
    somebody says. On a terminal the reports of one act are one line; --json prints every event.

    Example: wiredesk events --type ARREST --status occurred --no-background

    Example: wiredesk events European Union --since 2026-08-01

    Example: wiredesk events --types
    """
    if types:
        _print_types(as_json)
        return
    write = record_writer(fields, template)
    settings = settings_of(context, min_score=min_score)
    given = {
        "type": type.upper(), "ontology": ontology.lower(), "status": status.lower(), "actor": actor,
        "recipient": recipient, "participant": " ".join(name or ()), "place": place, "source": source, "since": since,
        "until": until, "quoted": _word(quoted), "background": _word(background), "min_score": str(settings.min_score),
    }  # fmt: skip
    filters = parse_form(EventFilters, given)
    with store_of(settings).read() as connection:
        found = first_facts(
            lambda cursor, limit: search_events(connection, filters, cursor=cursor, limit=limit), limit
        )  # fmt: skip
    if not found:
        no_match("no matching events")
    if write:
        print_chosen(map(event_record, found), write)
        return
    if as_json:
        print_json_lines(map(event_record, found))
        return
    with paged() as out:
        for act in reported_acts(found):
            out.print(act_lines(act))


def _word(flag: bool | None) -> str:
    return "" if flag is None else str(flag).lower()


def _print_types(as_json: bool) -> None:
    records = [type_record(type) for type in EVENT_TYPES]
    if as_json:
        print_json_lines(records)
        return
    table = Table(box=None, pad_edge=False)
    for name in ("type", "ontology", "name", "meaning"):
        table.add_column(name, overflow="fold")
    for row in records:
        table.add_row(row["type"], row["ontology"], row["noun"], row["means"])
    with paged() as out:
        out.print(table)
