"""``wiredesk quotes``: who said what."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from desk.cli_context import MinScore, settings_of, store_of
from desk.queries.fact_list import first_facts
from desk.queries.quote_search import QuoteType, search_quotes
from desk.views.record_fields import Fields, Template, print_chosen, record_writer
from desk.views.records import quote_row_record
from desk.views.terminal import no_match, paged, print_json_lines, quote_lines


def quotes(
    context: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="the speaker's name")] = None,
    speaker: Annotated[str, typer.Option(help="the speaker's name, as in wiredesk search")] = "",
    words: Annotated[str, typer.Option("-q", "--words", help="words of the quote")] = "",
    kind: Annotated[QuoteType | None, typer.Option(help="direct, indirect or mixed", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="also thoughts, wishes, plans and refusals to speak")] = False,
    min_score: MinScore = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=10_000, help="maximum number of quotes")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
    fields: Fields = "",
    template: Template = "",
) -> None:
    """Print quotations, those of the latest publication first.

    Example: wiredesk quotes Claire Fenwick

    Example: wiredesk quotes --words "interest rates"
    """
    write = record_writer(fields, template)
    speaker = " ".join([*(name or ()), speaker]).strip()
    settings = settings_of(context, min_score=min_score)
    with store_of(settings).read() as connection:
        search = partial(
            search_quotes, connection, speaker=speaker, words=words, kind=kind or "", every=every,
            min_score=settings.min_score,
        )  # fmt: skip
        found = first_facts(lambda cursor, limit: search(cursor=cursor, limit=limit), limit)
    if not found:
        no_match("no matching quotes")
    if write:
        print_chosen(map(quote_row_record, found), write)
        return
    if as_json:
        print_json_lines(map(quote_row_record, found))
        return
    with paged() as out:
        for one in found:
            out.print(quote_lines(one))
