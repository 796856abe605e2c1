"""Dates: expressions of time with their TimeML TIMEX3 type and value, resolved against the dateline or publication."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Date, Dateline
from wiredesk.nlp.context import Extractor, Options, Run, Story
from wiredesk.nlp.dateline_extractor import Parts
from wiredesk.nlp.dates.date_context import Context
from wiredesk.nlp.dates.matcher import recognise
from wiredesk.nlp.dates.period import Period, period
from wiredesk.nlp.dates.tokenizer import scan
from wiredesk.nlp.dates.zones import local_date, zone_of


def build(_vocab: Vocab, _options: Options) -> Run:
    zone_of([])  # the zones' names are read before the fork
    return dates


def dates(doc: Doc, story: Story) -> tuple[Date, ...]:
    """Every expression of time in the story, in order."""
    tokens = scan(story.reading.parsed)
    context = Context(tokens, doc, anchor(story), story.reading.headline[1] if story.reading.headline else 0)
    return tuple(
        Date(span=tokens.span(one.first, one.last), type=one.type, value=one.value) for one in recognise(context)
    )


def anchor(story: Story) -> Period | None:
    """The day that the story is told from: its dateline's, else the day of publication where it was filed."""
    line: Dateline | None = story.found.get("dateline")
    if line and line.date:
        return period(date.fromisoformat(line.date), "day")
    published = story.article.published
    if published is None:
        return None
    found: Parts | None = story.found.get("dateline.parts")
    text = story.reading.parsed
    places = [text[start:end] for start, end in found.places] if found else []
    return period(local_date(published, places), "day")


DATES = Extractor("dates", "when: TIMEX3 dates, times, durations and sets", build, needs=("dateline",))
