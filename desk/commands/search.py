"""``wiredesk search``: find stories by words, names, places, source and date."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.queries.filters import Filters
from desk.queries.found_passages import found_cards
from desk.queries.found_stories import find_stories
from desk.queries.near_queries import near_queries
from desk.queries.result_facets import ResultFacets, result_facets
from desk.queries.story_order import StoryOrder
from desk.queries.story_search import list_stories
from desk.users.local_user import local_name
from desk.users.user_names import name_key
from desk.views.found_lines import facet_lines, found_lines, near_lines
from desk.views.found_records import facets_record, found_record
from desk.views.record_fields import Fields, Template, print_chosen, record_writer
from desk.views.terminal import no_match, paged, print_json_lines


def search(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORD", help='words; "a phrase", -without, or, oil*, fields')
    ] = None,
    thing: Annotated[str, typer.Option(help="a thing that is mentioned, by its id or by any of its names")] = "",
    person: Annotated[str, typer.Option(help="a person who is mentioned, by any name or id")] = "",
    organisation: Annotated[str, typer.Option(help="an organisation, by any name or id, or by its share's code")] = "",
    entity: Annotated[str, typer.Option(help="a name that is mentioned; the same as --thing")] = "",
    type: Annotated[str, typer.Option(help="entity type, such as PERSON")] = "",
    speaker: Annotated[str, typer.Option(help="who is quoted, by any name or id")] = "",
    said: Annotated[str, typer.Option(help="words inside a quote; with --speaker, in a quote of that speaker")] = "",
    place: Annotated[str, typer.Option(help="a place by any name or id; a country: all that is in it")] = "",
    source: Annotated[str, typer.Option(help="the agency")] = "",
    topic: Annotated[
        str, typer.Option(help="a topic: its code, its English name, or an agency's own code or keyword")
    ] = "",
    thread: Annotated[str, typer.Option(metavar="N", help="the number of a thread")] = "",
    first: Annotated[bool, typer.Option("--first", help="of stories with one text only the one to show")] = False,
    since: Annotated[str, typer.Option(metavar="TIME", help="published then or later: a day, yesterday, 30d")] = "",
    until: Annotated[str, typer.Option(metavar="TIME", help="published then or earlier: a day, today")] = "",
    urgency: Annotated[str, typer.Option(metavar="1-8", help="at most this urgency")] = "",
    min_score: Annotated[str, typer.Option(metavar="0-1", help="least score of the name")] = "",
    sort: Annotated[
        str, typer.Option(metavar="ORDER", help="published, relevance (of the words) or arrived")
    ] = StoryOrder.published.value,
    facets: Annotated[
        bool, typer.Option("--facets", help="print what the stories have in common, with counts, instead of them")
    ] = False,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=10_000, help="maximum number of stories")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
    fields: Fields = "",
    template: Template = "",
) -> None:
    """Find stories, the latest publication first; every option narrows the search.

    A query may have fields, such as source:Reuters, 'person:"Amina Otieno"', 'urgency<=2' or published:30d:
    docs/reference/query.md has all of them.  After the first word, -gold leaves out stories with gold; write -- before
    the query where such a word is an option, too.

    Example: wiredesk search ceasefire '"prisoner swap"' -football

    Example: wiredesk search 'oil* (gas OR "crude oil") -source:"Coast Agency"' --sort relevance

    Example: wiredesk search ceasefire --facets

    Example: wiredesk search --speaker "Claire Fenwick" --since 2026-11-01
    """
    write = record_writer(fields, template)
    filters = Filters.from_form(
        {"q": " ".join(words or ()), "thing": thing, "person": person, "organisation": organisation,
         "entity": entity, "type": type.upper(), "speaker": speaker, "said": said, "place": place,
         "source": source, "topic": topic, "since": since, "until": until, "urgency": urgency,
         "thread": thread, "copies": "first" if first else "", "min_score": min_score}
    ).asked_by(name_key(local_name()))  # fmt: skip
    with store_of(settings_of(context)).read() as connection:
        if facets:
            counted = result_facets(connection, find_stories(connection, filters), filters.tree())
            _print_facets(counted, filters, as_json)
            return
        found = found_cards(connection, filters, list_stories(connection, filters, sort=sort, limit=limit).seqs)
        near = near_queries(connection, filters) if not found else []
    if not found:
        no_match("\n".join(["no matching stories", *near_lines(near)]))
    if write:
        print_chosen(map(found_record, found), write)
        return
    if as_json:
        print_json_lines(map(found_record, found))
        return
    with paged() as out:
        for one in found:
            out.print(found_lines(one))


def _print_facets(found: ResultFacets, filters: Filters, as_json: bool) -> None:
    if as_json:
        print_json_lines([facets_record(found, filters.q)])
        return
    with paged() as out:
        for line in facet_lines(found):
            out.print(line)
