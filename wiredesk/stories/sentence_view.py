"""What the sentence of a figure says of it: of another time, of another happening, or that a figure was replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as calendar_date
from functools import cache

from wiredesk.contract import Date, Entity, Span
from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.figure_keys import phrases
from wiredesk.stories.story_passages import StoryText, within
from wiredesk.word_frequency import rarity

OLD_DAYS = 10
"""Days before its publication from which on a date in a sentence is another happening's."""
CONTEXT_CHARS = 60
"""Characters beside a counted thing whose words tell what happened to it."""
CONTENT_RARITY = 1.6
"""Rarity from which on a word tells what happened: "houses were destroyed", not "there were"."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDING = re.compile(r"(?:ing|ed|es|s|e)\Z")
_NEAR = 24
"""Characters beside a figure in which a word says that it is a part of something."""
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_DAY_CHARS = len("2025-05-08")


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of a story."""

    span: Span
    is_other: bool
    """Whether it tells of another time or another happening, or of what did not happen."""
    is_revision: bool
    """Whether it says that a figure was replaced."""
    places: frozenset[str]
    """Keys of the places below country that it names."""


@dataclass(frozen=True, slots=True)
class FigureContext:
    """The words of content beside a figure, without their endings."""

    nearest: tuple[str, str]
    """The nearest on both sides, empty where the sentence has none."""
    beside: frozenset[str]
    """Those on both sides."""
    stems: frozenset[str]
    """Those on both sides and of the figure itself."""


MIN_SHARED_WORDS = 3
MIN_SHARED = 0.6
"""Words beside two figures that have to be the same, as a number and as a share of the more words, if nothing else
tells that they are of the same thing."""
MIN_SHARED_OF_OWNER = 0.4
"""The same share, of the fewer words, where somebody is known whose figures they are."""


def same_words(one: frozenset[str], other: frozenset[str], *, has_owner: bool = False) -> bool:
    """Return whether the words beside two figures tell that they are of the same thing."""
    shared = len(one & other)
    least = MIN_SHARED_OF_OWNER * min(len(one), len(other)) if has_owner else MIN_SHARED * max(len(one), len(other))
    return shared >= MIN_SHARED_WORDS and shared >= least


def _stems(text: str) -> list[str]:
    return [_ENDING.sub("", word) for word in _WORD.findall(text.casefold()) if rarity(word) >= CONTENT_RARITY]


@cache
def _any_of(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases(key)))})\b", re.IGNORECASE)


@cache
def _apart(side: str) -> re.Pattern[str]:
    joined = "|".join(map(re.escape, phrases(side, of="apart")))
    if side == "before":
        return re.compile(rf"(?:^|\W)(?:{joined})\s+(?:\w+ )?\Z", re.IGNORECASE)
    return re.compile(rf"\A\W*(?:{joined})\b", re.IGNORECASE)


class SentenceViews:
    """The sentences of one story, each read once."""

    def __init__(self, text: StoryText, names: ThreadNames) -> None:
        self._of = text
        self._names = names
        document = text.story.extraction
        self._dates = sorted(document.dates, key=lambda date: date.span)
        self._unreal = [
            event.trigger[0]
            for event in document.events
            if event.background or event.status in {"hypothetical", "denied"}
        ]
        self._places = sorted(
            (mention.span[0], key)
            for entity in document.entities
            if _is_below_country(entity) and (key := names.key(entity))
            for mention in entity.mentions
        )
        self._views: dict[int, SentenceView] = {}

    def at(self, offset: int) -> SentenceView:
        """Return the sentence that holds an offset."""
        number = self._of.sentence_number(offset)
        if number not in self._views:
            self._views[number] = self._view(self._of.sentence(offset))
        return self._views[number]

    def is_apart(self, span: Span) -> bool:
        """Return whether the words beside a figure make it a part of another, or an addition: "four more"."""
        start, end = self._of.sentence(span[0])
        before = self._of.text[max(start, span[0] - _NEAR) : span[0]]
        after = self._of.text[span[1] : min(end, span[1] + _NEAR)]
        return bool(_apart("before").search(before) or _apart("after").search(after))

    def context(self, span: Span) -> FigureContext:
        """Return the words beside a figure, in its sentence."""
        start, end = self._of.sentence(span[0])
        text = self._of.text
        before = _stems(text[max(start, span[0] - CONTEXT_CHARS) : span[0]])
        after = _stems(text[span[1] : min(end, span[1] + CONTEXT_CHARS)])
        inside = _stems(text[span[0] : span[1]])
        nearest = (before[-1] if before else "", after[0] if after else "")
        return FigureContext(nearest, frozenset((*before, *after)), frozenset((*before, *after, *inside)))

    def _view(self, span: Span) -> SentenceView:
        text = self._of.text[span[0] : span[1]]
        published = self._of.story.published
        other = (
            _any_of("sentence").search(text) is not None
            or any(published is None or int(year) != published.year for year in _YEAR.findall(text))
            or any(self._is_old(date) for date in within(self._dates, span))
            or any(span[0] <= start < span[1] for start in self._unreal)
        )
        places = frozenset(key for start, key in self._places if span[0] <= start < span[1])
        return SentenceView(span, other, _any_of("revision").search(text) is not None, places)

    def _is_old(self, date: Date) -> bool:
        published = self._of.story.published
        if published is None or not date.value or not date.value[:4].isdigit():
            return False
        today = published.date()
        day = date.value[:_DAY_CHARS]
        if len(day) < _DAY_CHARS:
            return day < today.isoformat()[: len(day)]
        try:
            return (today - calendar_date.fromisoformat(day)).days > OLD_DAYS
        except ValueError:
            return False  # a week or a part of the day


def _is_below_country(entity: Entity) -> bool:
    return entity.location is not None and entity.location.level != "country"
