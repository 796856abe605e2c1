"""Dates and outcomes that stories of a thread tell of one act, and that exclude each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from wiredesk.contract import EventType
from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.sentence_view import SentenceViews, same_words
from wiredesk.stories.story_passages import StoryText, time_order
from wiredesk.stories.thread_records import FactDifference, StoryPassage

_NUMBER = re.compile(r"\d+")
"""A date with a number: "Monday" depends on when a story was published, "March 3" does not."""
_OWN_DAY = re.compile(r"\b(?:today|yesterday|tomorrow)\W*\Z", re.IGNORECASE)
"""Words in front of a date that tie it to the day of the story: "today (14 October)"."""
_OWN_DAY_CHARS = 14
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
SAME_ACT = timedelta(days=3)
"""Up to this time apart two stories tell of one act."""
MAX_VALUES = 6
"""Dates in the same words that are compared, the first ones."""


@dataclass(frozen=True, slots=True)
class _Act:
    type: EventType
    actors: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True)
class _ToldFact:
    value: str
    passage: StoryPassage
    stems: frozenset[str] = frozenset()


def fact_differences(texts: Sequence[StoryText], names: ThreadNames) -> list[FactDifference]:
    """Return the dates and outcomes that differ, in order of the time of their first passage."""
    dated: dict[tuple[str, str], list[_ToldFact]] = defaultdict(list)
    ended: dict[_Act, list[_ToldFact]] = defaultdict(list)
    for text in texts:
        for frame, told in _dates(text, SentenceViews(text, names)):
            dated[frame].append(told)
        for act, told in _outcomes(text, names):
            ended[act].append(told)
    found = [_date_in_same_words(facts) for facts in dated.values()]
    found += [
        _difference("status", act.type, _names(act.actors | act.recipients, names), facts)
        for act, facts in ended.items()
    ]
    return sorted((one for one in found if one), key=lambda one: time_order(one.told[0][1][0]))


def _dates(text: StoryText, sentences: SentenceViews) -> Iterator[tuple[tuple[str, str], _ToldFact]]:
    for date in text.story.extraction.dates:
        value = date.value or ""
        own = _OWN_DAY.search(text.text[max(0, date.span[0] - _OWN_DAY_CHARS) : date.span[0]])
        if (
            date.type == "DATE"
            and not own
            and _DAY.match(value)
            and _NUMBER.search(text.text[date.span[0] : date.span[1]])
        ):
            context = sentences.context(date.span)
            yield context.frame, _ToldFact(value, text.passage(date.span), context.beside)


def _date_in_same_words(told: list[_ToldFact]) -> FactDifference | None:
    firsts: dict[str, _ToldFact] = {}
    for one in told:
        firsts.setdefault(one.value, one)
    for one in list(firsts.values())[1:MAX_VALUES]:
        first = told[0]
        if (
            same_words(first.stems, one.stems)
            and _numbers(first) != _numbers(one)
            and not _one_story_tells(told, {first.value, one.value})
        ):
            same = [other for other in told if other.value in {first.value, one.value}]
            return _difference("date", None, (), same)
    return None


def _numbers(told: _ToldFact) -> list[str]:
    """Return the numbers in a date; the year of "June 21" depends on when the story was published."""
    return _NUMBER.findall(told.passage.text)


def _outcomes(text: StoryText, names: ThreadNames) -> Iterator[tuple[_Act, _ToldFact]]:
    """Yield the acts between named sides that a story says occurred, or did not."""
    keys = {entity.id: names.key(entity) for entity in text.story.extraction.entities}
    for event in text.story.extraction.events:
        act = _Act(event.type, _keys(event.actors, keys), _keys(event.recipients, keys))
        if act.actors and act.recipients and not event.background and event.status in {"occurred", "denied"}:
            yield act, _ToldFact(event.status, text.passage(event.trigger))


def _keys(ids: Iterable[str], keys: dict[str, str | None]) -> frozenset[str]:
    return frozenset(key for one in ids if (key := keys.get(one)))


def _names(keys: Iterable[str], names: ThreadNames) -> tuple[str, ...]:
    return tuple(names.display(key) for key in sorted(keys))


def _one_story_tells(told: Iterable[_ToldFact], values: set[str]) -> bool:
    by_story: dict[str, set[str]] = defaultdict(set)
    for one in told:
        by_story[one.passage.story].add(one.value)
    return any(values <= found for found in by_story.values())


def _difference(
    kind: Literal["date", "status"], act: EventType | None, about: tuple[str, ...], told: Sequence[_ToldFact]
) -> FactDifference | None:
    by_value: dict[str, dict[str, StoryPassage]] = defaultdict(dict)
    for one in sorted(told, key=lambda one: time_order(one.passage)):
        by_value[one.value].setdefault(one.passage.story, one.passage)
    if len(by_value) < 2 or _one_story_tells(told, set(by_value)):
        return None
    times = [one.passage.published for one in told if one.passage.published]
    sources = {one.passage.source for one in told}
    if (times and max(times) - min(times) > SAME_ACT) or (len(sources) == 1 and None not in sources):
        return None
    return FactDifference(
        kind,
        act,
        about,
        tuple((value, tuple(passages.values())) for value, passages in by_value.items()),
    )
