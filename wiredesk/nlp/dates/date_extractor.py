"""The extractor of dates: expressions of time with their TimeML TIMEX3 type and value."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Date
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.dates.date_context import DateContext
from wiredesk.nlp.dates.matcher import match_dates
from wiredesk.nlp.dates.period import Period, period
from wiredesk.nlp.dates.time_zone import local_date, zone_of
from wiredesk.nlp.dates.tokenizer import tokenize


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor; reads the time zones' names, so that forked workers share them."""
    zone_of([])
    return dates


def dates(_doc: Doc, story: Context) -> tuple[Date, ...]:
    """Return every expression of time in the story, in order."""
    tokens = tokenize(story.layout.masked)
    body = story.layout.headline[1] if story.layout.headline else 0
    context = DateContext(tokens, story.tokens, reference_time(story), story.names, body=body, trace=story.trace)
    return tuple(
        Date(span=tokens.span(one.first, one.last), type=one.type, value=one.value, anchor=one.anchor, rule=one.rule)
        for one in match_dates(context)
    )


def reference_time(story: Context) -> Period | None:
    """Return the story's day: its dateline's, else the day of publication where it was filed."""
    line = story.dateline
    if line and line.date:
        return period(date.fromisoformat(line.date), "day")
    published = story.article.published
    if published is None:
        return None
    found = story.dateline_parts
    text = story.layout.masked
    places = [text[start:end] for start, end in found.places] if found else []
    return period(local_date(published, places), "day")


DATES = Extractor(
    "dates",
    "when: TIMEX3 dates, times, durations and sets",
    build,
    requires=("dateline_parts", "dateline", "names"),
)
