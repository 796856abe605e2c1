"""``wiredesk threads``: stories of one happening, together."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.queries.thread_list import list_threads
from desk.views.terminal import no_match, paged, print_json_lines
from desk.views.thread_lines import thread_lines
from desk.views.thread_records import thread_record


def threads(
    context: typer.Context,
    min_stories: Annotated[int, typer.Option(min=1, max=1000, help="leave out threads with fewer stories")] = 2,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=1000, help="maximum number of threads")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
) -> None:
    """List the threads: stories of one happening, the one with the latest publication first.

    Example: wiredesk threads --min-stories 5
    """
    with store_of(settings_of(context)).read() as connection:
        found = list_threads(connection, min_stories=min_stories, limit=limit).threads
    if not found:
        no_match("no matching threads")
    if as_json:
        print_json_lines(map(thread_record, found))
        return
    with paged() as out:
        for one in found:
            out.print(thread_lines(one))
