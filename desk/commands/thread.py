"""``wiredesk thread``: one thread with its stories and what they tell differently."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import Connection

from desk.cli_context import settings_of, store_of
from desk.id_completion import complete_id
from desk.queries.query_syntax import MAX_SEQ_DIGITS
from desk.queries.short_ids import full_id
from desk.queries.stories import find_story
from desk.queries.story_list import threads_of
from desk.queries.thread_documents import stories_to_compare
from desk.queries.thread_search import find_thread
from desk.views.story import summary_of
from desk.views.terminal import paged, print_json_lines
from desk.views.thread_lines import difference_lines, story_lines, thread_lines
from desk.views.thread_records import member_record, thread_record
from wiredesk.errors import NotFound
from wiredesk.stories.thread_comparison import compare_stories


def thread(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="N", autocompletion=complete_id, help="the number of the thread, or the id of a story in it"
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="print the thread as JSON")] = False,
) -> None:
    """Print one thread: its stories, sources and times, and what the sources tell differently.

    Example: wiredesk thread 1

    Example: wiredesk thread urn:newsml:meridianwire.example:20260602:vanuatu-quake --json
    """
    with store_of(settings_of(context)).read() as connection:
        found = find_thread(connection, _number(connection, name))
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


def _number(connection: Connection, name: str) -> int:
    """Return the thread that a number, or the id of a story, stands for.

    Raises:
        NotFound: the story is in no thread.
    """
    if name.isascii() and name.isdecimal() and len(name) <= MAX_SEQ_DIGITS:
        return int(name)
    story = find_story(connection, full_id(connection, name))
    if not (threads := threads_of(connection, [story.row["seq"]])):
        raise NotFound(f"story {story.article.id}", "is in no thread", "wiredesk threads lists the threads")
    return threads[story.row["seq"]]
