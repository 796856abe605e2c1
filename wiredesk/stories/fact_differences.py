"""Dates, places and outcomes that stories of a thread tell of one act, and that exclude each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from wiredesk.contract import EventType, Span
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
"""Dates or places in the same words that are compared, the first ones."""
FAR_DEGREES = 0.5
"""Degrees between two places, 55 km on a meridian, from which on neither is a part of the other or beside it."""


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
    beside: frozenset[str] = frozenset()
    """The names of all towns and buildings of its story, if it is a place."""
    at: tuple[float, float] = (0.0, 0.0)
    """Degrees of latitude and longitude, if it is a place."""


_Kind = Literal["date", "place", "status"]


def fact_differences(texts: Sequence[StoryText], names: ThreadNames) -> list[FactDifference]:
    """Return the dates, places and outcomes that differ, in order of the time of their first passage."""
    placed: dict[tuple[str, str], list[_ToldFact]] = defaultdict(list)
    dated: dict[tuple[str, str], list[_ToldFact]] = defaultdict(list)
    ended: dict[_Act, list[_ToldFact]] = defaultdict(list)
    for text in texts:
        sentences = SentenceViews(text, names)
        for nearest, told in _dates(text, sentences):
            dated[nearest].append(told)
        for nearest, told in _places(text, sentences, names):
            placed[nearest].append(told)
        for act, told in _outcomes(text, names):
            ended[act].append(told)
    found = [_in_same_words("date", facts) for facts in dated.values()]
    found += [_in_same_words("place", facts) for facts in placed.values()]
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
            yield context.nearest, _ToldFact(value, text.passage(date.span), context.beside)


def _places(
    text: StoryText, sentences: SentenceViews, names: ThreadNames
) -> Iterator[tuple[tuple[str, str], _ToldFact]]:
    """Yield the towns and buildings of a story's news, by the name that most stories use."""
    towns = [
        (entity, names.display(key), (place.lat, place.lon))
        for entity in text.story.extraction.entities
        if (place := entity.location) and place.level in {"city", "point"} and (key := names.key(entity))
    ]
    all_names = frozenset(name for _, name, _ in towns)
    for entity, name, at in towns:
        for mention in entity.mentions:
            in_news = mention.zone in {"headline", "body"} and not _is_in_sign_off(text, mention.span)
            if in_news and mention.kind == "name" and not mention.metonymic:
                context = sentences.context(mention.span)
                told = _ToldFact(name, text.passage(mention.span), context.beside, all_names, at)
                yield context.nearest, told


def _is_in_sign_off(text: StoryText, span: Span) -> bool:
    """Return whether a sentence in brackets, "(Reporting by …)", tells who made the story."""
    return text.text.startswith("(", text.sentence(span[0])[0])


def _in_same_words(kind: Literal["date", "place"], told: list[_ToldFact]) -> FactDifference | None:
    """Return the first two values that stand in the same words and exclude each other."""
    firsts: dict[str, _ToldFact] = {}
    for one in told:
        firsts.setdefault(one.value, one)
    first, *others = firsts.values()
    for one in others[:MAX_VALUES]:
        exclude = _are_two_places(first, one) if kind == "place" else _numbers(first) != _numbers(one)
        if exclude and same_words(first.stems, one.stems):
            pair = [other for other in told if other.value in {first.value, one.value}]
            return _difference(kind, None, (), pair)
    return None


def _numbers(told: _ToldFact) -> list[str]:
    """Return the numbers in a date; the year of "June 21" depends on when the story was published."""
    return _NUMBER.findall(told.passage.text)


def _are_two_places(one: _ToldFact, other: _ToldFact) -> bool:
    """Return whether two places are far from each other, and no story of the two tells of both."""
    far = max(abs(one.at[0] - other.at[0]), abs(one.at[1] - other.at[1])) >= FAR_DEGREES
    return far and one.value not in other.beside and other.value not in one.beside


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
    kind: _Kind, act: EventType | None, about: tuple[str, ...], told: Sequence[_ToldFact]
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
