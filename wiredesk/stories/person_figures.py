"""Figures without a qualifier, which no amount of a document holds: magnitudes, ages, prison terms, scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wiredesk.contract import Span
from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.figure_keys import FigureKey
from wiredesk.stories.story_passages import StoryText, within

MAX_AGE = 115
MIN_MAGNITUDE = 2.0
_MAGNITUDE = re.compile(
    r"\bmagnitude[- ](?:of )?(?:(?:about|at least|around|an estimated|a preliminary) )?(?:magnitude )?(\d\.\d)\b"
    r"|\b(\d\.\d)[- ](?:\w+ )?magnitude\b"
    r"|\b(\d\.\d) on (?:the|its) (?:open[- ]ended )?Richter"
    r"|\b(\d\.\d)[- ](?:earthquake|quake|temblor|tremor)\b(?! is)",
    re.IGNORECASE,
)
_AGE = re.compile(r",? ?\(?(?:aged |age )?(\d{1,3})(?=[,);.]|\s*\Z)")
_AGE_CHARS = 16
_AGE_BEFORE = re.compile(r"\b(\d{1,3})[- ]year[- ]old (?:[a-z]+ ){0,3}\Z")
_AGE_BEFORE_CHARS = 50
_SCORE = re.compile(r"(\d{1,3}) ?[-–] ?(\d{1,3})")
_YEARS = re.compile(r"P(\d+(?:\.\d+)?)Y\Z")
_PRISON = re.compile(r"\A (?:(?:in|behind|of) )?(?:prison|jail|bars|imprisonment)\b")
_PRISON_CHARS = 30


@dataclass(frozen=True, slots=True)
class PlainFigure:
    """A figure without a qualifier."""

    key: FigureKey
    span: Span
    value: float
    is_compared: bool = True


def magnitudes(text: StoryText, _names: ThreadNames) -> Iterator[PlainFigure]:
    """Yield the magnitudes of earthquakes: "a magnitude 6.1 quake", "measured 6.1 on the Richter scale"."""
    for found in _MAGNITUDE.finditer(text.text):
        span = found.span(found.lastindex or 0)
        value = float(text.text[span[0] : span[1]])
        if value >= MIN_MAGNITUDE:
            yield PlainFigure(FigureKey("magnitude", None, None), span, value)


def ages(text: StoryText, names: ThreadNames) -> Iterator[PlainFigure]:
    """Yield the ages of persons: "Peter Malmgren, 52,"; "52-year-old Peter Malmgren"."""
    for entity in text.story.extraction.entities:
        key = names.key(entity) if entity.type == "PERSON" else None
        if key is None:
            continue
        for mention in entity.mentions:
            found = _AGE.match(text.text, mention.span[1], mention.span[1] + _AGE_CHARS)
            offset = 0
            if found is None:
                offset = max(0, mention.span[0] - _AGE_BEFORE_CHARS)
                found = _AGE_BEFORE.search(text.text[offset : mention.span[0]])
            if found and mention.kind == "name" and 0 < int(found[1]) <= MAX_AGE:
                span = (found.start(1) + offset, found.end(1) + offset)
                yield PlainFigure(FigureKey("age", "year", key), span, float(found[1]))


def scores(text: StoryText, names: ThreadNames) -> Iterator[PlainFigure]:
    """Yield how matches ended: a thousand times the winner's part, and the loser's."""
    keys = _Keys(text, names)
    for event in text.story.extraction.events:
        if event.type != "WIN" or event.status != "occurred":
            continue
        loser = keys.of(event.recipients[:1])
        for role in event.roles:
            found = _SCORE.search(text.text[role.span[0] : role.span[1]]) if role.role == "score" else None
            if found and loser:
                low, high = sorted((int(found[1]), int(found[2])))
                key = FigureKey("score", None, loser[0])
                yield PlainFigure(key, role.span, high * 1000.0 + low, not event.background)


def prison_terms(text: StoryText, names: ThreadNames) -> Iterator[PlainFigure]:
    """Yield prison terms: "was sentenced to seven years in prison"."""
    keys = _Keys(text, names)
    dates = sorted(text.story.extraction.dates, key=lambda date: date.span)
    for event in text.story.extraction.events:
        if event.type != "CONVICT" or event.status != "occurred" or event.background:
            continue
        who = keys.of(event.recipients)
        if len(who) != 1:
            continue
        for date in within(dates, (event.trigger[1], text.sentence(event.trigger[0])[1])):
            years = _YEARS.match(date.value or "") if date.type == "DURATION" else None
            between = text.text[event.trigger[1] : date.span[0]].strip()
            if years and (between == "to" or _PRISON.match(text.text[date.span[1] : date.span[1] + _PRISON_CHARS])):
                yield PlainFigure(FigureKey("sentence", "year", who[0]), date.span, float(years[1]))
                break


class _Keys:
    def __init__(self, text: StoryText, names: ThreadNames) -> None:
        self._entities = {entity.id: entity for entity in text.story.extraction.entities}
        self._names = names

    def of(self, ids: tuple[str, ...]) -> list[str]:
        found = (self._names.key(self._entities[one]) for one in ids if one in self._entities)
        return [key for key in found if key]
