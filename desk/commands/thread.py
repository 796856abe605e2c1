"""``wiredesk thread``: one thread with its stories and what they tell differently."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.queries.thread_documents import stories_to_compare
from desk.queries.thread_search import find_thread
from desk.views.story import summary_of
from desk.views.terminal import paged, print_json_lines
from desk.views.thread_lines import difference_lines, story_lines, thread_lines
from desk.views.thread_records import member_record, thread_record
from wiredesk.stories.thread_comparison import compare_stories


def thread(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=1, metavar="N", help="the number of the thread")],
    as_json: Annotated[bool, typer.Option("--json", help="print the thread as JSON")] = False,
) -> None:
    """Print one thread: its stories, sources and times, and what the sources tell differently.

    Example: wiredesk thread 1

    Example: wiredesk thread 1 --json
    """
    with store_of(settings_of(context)).read() as connection:
        found = find_thread(connection, number)
        stories = stories_to_compare(connection, found)
    comparison = compare_stories(stories)
    lead = next(one.id for one in found.stories if one.seq == found.lead)
    summary = next((summary_of(one.extraction) for one in stories if one.id == lead), "")
    if as_json:
        members = [member_record(one) for one in found.stories]
        record = thread_record(found) | {"summary": summary or None, "members": members, "comparison": comparison}
        print_json_lines([record])
        return
    with paged() as out:
        out.print(thread_lines(found))
        if summary:
            out.print(f"\n{summary}", markup=False)
        for line in difference_lines(comparison):
            out.print(line)
        out.print()
        for one in found.shown:
            out.print(story_lines(found, one))
