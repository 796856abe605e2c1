"""Dates: expressions of time with their TimeML TIMEX3 type and value, resolved against the dateline or publication."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc
from spacy.vocab import Vocab

from worker.contract import Date, Dateline
from worker.extract import Extractor, Options, Run, Story
from worker.extract.temporal.context import Context
from worker.extract.temporal.period import Period, period
from worker.extract.temporal.recognise import recognise
from worker.extract.temporal.scan import scan


def build(_vocab: Vocab, _options: Options) -> Run:
    return dates


def dates(doc: Doc, story: Story) -> tuple[Date, ...]:
    """Every expression of time in the story, in order."""
    tokens = scan(story.reading.parsed)
    context = Context(tokens, doc, anchor(story))
    return tuple(
        Date(span=tokens.span(one.first, one.last), type=one.type, value=one.value) for one in recognise(context)
    )


def anchor(story: Story) -> Period | None:
    """The day that the story is told from: its dateline's, else the day of publication where it was filed."""
    line: Dateline | None = story.found.get("dateline")
    if line and line.date:
        return period(date.fromisoformat(line.date), "day")
    published = story.article.published
    return period(published.date(), "day") if published else None


DATES = Extractor("dates", "when: TIMEX3 dates, times, durations and sets", build, needs=("dateline",))
