"""What a search finds as lines on a terminal: stories with the words that were asked for, facets, near searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from desk.views.sanitize import plain, sanitize_lines, short
from desk.views.story import FACET_NAMES
from desk.views.terminal import card_lines
from wiredesk.contract import Span

if TYPE_CHECKING:  # as in the module of the terminal
    from desk.queries.found_passages import FoundCard
    from desk.queries.near_queries import NearQuery
    from desk.queries.result_facets import ResultFacets

MARKED = "bold yellow"
"""Style of the words that were asked for."""
INDENT = " " * 14
"""Before the second line of a story and the following ones."""


def found_lines(found: FoundCard) -> Text:
    """Return a story as :func:`desk.views.terminal.card_lines`, then the passage that has the words."""
    line = card_lines(found.card)
    title = plain(found.card.title)
    at = line.plain.find(title)
    if title == found.card.title:
        for start, end in found.title_marks:
            line.stylize(MARKED, at + start, at + end)
    if passage := found.passage:
        line.append("\n" + INDENT).append("… " if passage.is_begun else "")
        line.append_text(_marked(passage.text, passage.marks)).append(" …" if passage.is_cut else "")
    return line


def _marked(text: str, marks: Sequence[Span]) -> Text:
    """Return a text with its marked words in their style, without control characters."""
    line, at = Text(), 0
    for start, end in marks:
        line.append(sanitize_lines(text[at:start])).append(sanitize_lines(text[start:end]), MARKED)
        at = end
    return line.append(sanitize_lines(text[at:]))


def facet_lines(facets: ResultFacets) -> Iterator[Text]:
    """Yield a heading for each facet, and its values with the condition of the query language and their stories."""
    for field, values in facets.values.items():
        yield Text(FACET_NAMES[field], "bold")
        for one in values:
            line = Text().append(f"{one.stories:>8,}  ").append(short(one.name))
            yield line.append(f"  {field}:{one.value}", "dim") if one.value != one.name else line
    if not facets.is_whole:
        yield Text(f"of the latest {facets.stories:,} stories that fit", "dim")


def near_lines(near: Sequence[NearQuery]) -> Iterator[str]:
    """Yield searches that are near one without stories."""
    for one in near:
        stories = f"{'' if one.is_whole else 'more than '}{one.stories:,} {'story' if one.stories == 1 else 'stories'}"
        if one.instead:
            yield f"did you mean {plain(one.instead)}? {stories}"
        else:
            yield f"without {plain(one.part)}: {stories}"
