"""Threads as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from desk.queries.thread_search import Thread, ThreadMember
from desk.views.sanitize import plain, short
from desk.views.shown_time import listed_time
from desk.views.terminal import basis_time
from desk.views.thread_view import counted, fact_words, measure_words, thread_counts
from wiredesk.stories.thread_records import StoryPassage, ThreadComparison

MAX_SOURCES = 8
"""Agencies named in a line."""


def thread_lines(thread: Thread) -> Text:
    """Return a thread in two lines: time, number and headline; counts and agencies."""
    line = Text().append(f"{listed_time(thread.last_at)}  ", "dim")
    line.append(plain(thread.headline), "bold")
    named = ", ".join(map(short, thread.sources[:MAX_SOURCES]))
    more = f" and {len(thread.sources) - MAX_SOURCES} more" if len(thread.sources) > MAX_SOURCES else ""
    return line.append(f"\n              {thread.number}  {thread_counts(thread)}  {named}{more}", "dim")


def story_lines(thread: Thread, story: ThreadMember) -> Text:
    """Return a story of a thread in one line or two, with the agencies that carry its text."""
    line = Text().append(f"{basis_time(story.moment, story.time_basis)}  ", "dim")
    if story.flash:
        line.append(f"{story.flash.upper()} ", "bold red")
    line.append(plain(story.title))
    line.append(f"  {short(story.source or '')}  {plain(story.id)}", "dim")
    if copies := thread.copies(story):
        carriers = list(dict.fromkeys(short(one.source) for one in copies if one.source))
        line.append(f"\n              {counted(len(copies), 'copy', 'copies')}", "dim")
        line.append(f": {', '.join(carriers[:MAX_SOURCES])}" if carriers else "", "dim")
    return line


def difference_lines(comparison: ThreadComparison) -> Iterator[Text]:
    """Yield what the sources tell differently: a line for each measure, fact and quotation, one for each value."""
    for one in comparison.figures:
        yield _heading(measure_words(one), "revised" if one.kind == "revised" else "")
        for position in one.positions:
            yield _value(position.label, [figure.passage for figure in position.told])
    for fact in comparison.facts:
        yield _heading(fact_words(fact), "")
        for value, passages in fact.told:
            yield _value(value, passages)
    for quote in comparison.quotes:
        yield _heading("who said it" if quote.kind == "speaker" else f"the words of {quote.speaker or 'a speaker'}", "")
        for wording in quote.wordings:
            said_by = f"{wording.speaker or 'nobody named'}: " if quote.kind == "speaker" else ""
            yield _value(said_by + wording.passage.text, [wording.passage])


def _heading(words: str, note: str) -> Text:
    line = Text(f"\n{plain(words)}", "bold")
    return line.append(f"  {note}", "dim") if note else line


def _value(words: str, passages: Sequence[StoryPassage]) -> Text:
    told = list(dict.fromkeys(short(one.source or one.story) for one in passages))
    return Text(f"  {plain(words)}  ").append(", ".join(told[:MAX_SOURCES]), "dim")
