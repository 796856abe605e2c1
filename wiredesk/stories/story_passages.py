"""Places in a story's text: sentences without a parser, and passages for the records of a comparison."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from wiredesk.contract import Span
from wiredesk.stories.thread_records import StoryPassage, ThreadStory

_SENTENCE_END = re.compile(r"(?<=[a-z0-9%)\"”][.!?])[\"”']?\s+(?=[\"“A-Z0-9$£€])|(?<=[.!?])[\"”]\s+|\n\s*\n")
"""A full stop after a capital is taken for an abbreviation: "the U.S. Geological Survey"."""


def sentence_starts(text: str) -> list[int]:
    """Return where the sentences of a text begin."""
    return [0, *(found.end() for found in _SENTENCE_END.finditer(text))]


class _HasSpan(Protocol):
    @property
    def span(self) -> Span: ...


_S = TypeVar("_S", bound=_HasSpan)


class StoryText:
    """A story with its sentences: spans between full stops, and between paragraphs."""

    def __init__(self, story: ThreadStory) -> None:
        self.story = story
        self.text = story.extraction.text
        self.starts = sentence_starts(self.text)
        headline = story.headline
        self.body_start = len(headline) if headline and self.text.startswith(headline) else 0
        """Where the headline ends, 0 for a text without one."""

    def sentence_number(self, offset: int) -> int:
        """Return the position of the sentence that holds an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def sentence(self, offset: int) -> Span:
        """Return the span of the sentence that holds an offset."""
        number = self.sentence_number(offset)
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.starts[number], end

    def passage(self, *spans: Span) -> StoryPassage:
        """Return a passage of this story."""
        story = self.story
        words = " … ".join(self.text[start:end] for start, end in spans)
        return StoryPassage(story.id, story.extraction.version, story.source, story.published, tuple(spans), words)


def within(records: Sequence[_S], span: Span) -> Iterator[_S]:
    """Yield the records that begin inside a span; the records are in the order of the text."""
    place = bisect_left(records, span[0], key=lambda record: record.span[0])
    while place < len(records) and records[place].span[0] < span[1]:
        yield records[place]
        place += 1


def sources_of(passages: Iterable[StoryPassage]) -> tuple[str, ...]:
    """Return the sources of passages, each once, in order."""
    return tuple(dict.fromkeys(passage.source for passage in passages if passage.source))


_LAST = datetime.max.replace(tzinfo=UTC)


def story_order(story: ThreadStory) -> tuple[datetime, str]:
    """Return the key by which the stories of a thread are sorted: by time, those without one at the end, by id."""
    return story.published or _LAST, story.id


def time_order(passage: StoryPassage) -> tuple[datetime, str]:
    """Return the key by which passages are sorted, the same order as that of their stories."""
    return passage.published or _LAST, passage.story
