"""The figures that one story tells, ready to be compared with those of other stories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from wiredesk.contract import PLACE_TYPES, Amount, Event, RoleName, Span
from wiredesk.spelled_numbers import spelled_number
from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.figure_keys import (
    FigureKey,
    ToldFigure,
    is_measure,
    is_of_many,
    measure_name,
    measure_of_unit,
    needs_owner,
    needs_period,
    nouns,
    policy_of,
)
from wiredesk.stories.figure_ranges import allowed, bound_of, is_range
from wiredesk.stories.person_figures import PlainFigure, ages, magnitudes, prison_terms, scores
from wiredesk.stories.sentence_view import SentenceViews
from wiredesk.stories.story_passages import StoryText, within
from wiredesk.stories.thread_records import Bound, Figure

LEAD_CHARS = 900
"""How far from the start the happening's own figures stand; later ones are mostly of other happenings."""
ALWAYS = frozenset({"age"})
"""Measures whose figures hold whatever else their sentence tells."""
SMALLEST_COUNT = 3
"""Smallest count of things that is compared: two of them are often two out of more."""
_ROLE_MEASURES: dict[RoleName, str] = {"deaths": "deaths", "injured": "injured"}
_MISSING = re.compile(r"\A (?:\w+ )?(?:is|are|was|were|remain|remained|still|reported|went|go) (?:\w+ )?missing\b")
_MISSING_CHARS = 40
_AGE_BEHIND = re.compile(r"[- ](?:year|month|week|day)s?[- ]old")
_COVER_CHARS = 40
"""Characters in front of a role in which an amount that covers it may begin."""
_MONTH_CHARS = len("2025-05")
_Bounds = tuple[Bound, float, float]


def told_figures(text: StoryText, names: ThreadNames) -> list[ToldFigure]:
    """Return the comparable figures of a story in the order of its text."""
    return _FigureReader(text, names).figures()


class _FigureReader:
    def __init__(self, text: StoryText, names: ThreadNames) -> None:
        self._of = text
        self._names = names
        self._document = text.story.extraction
        self._amounts = sorted(self._document.amounts, key=lambda amount: amount.span)
        self._entities = {entity.id: entity for entity in self._document.entities}
        self._sentences = SentenceViews(text, names)
        self._groups = [
            (mention.span[0], entity.id)
            for entity in self._document.entities
            if entity.type in {"NORP", "ORG", "GPE"}
            for mention in entity.mentions
        ]
        self._toll_spans = [
            role.span for event in self._document.events for role in event.roles if role.role in _ROLE_MEASURES
        ]

    def figures(self) -> list[ToldFigure]:
        found = [*self._of_amounts(), *self._of_roles()]
        for read in (magnitudes, ages, scores, prison_terms):
            found += [self._plain(plain) for plain in read(self._of, self._names)]
        return sorted(found, key=lambda told: (told.figure.passage.spans, told.key.measure))

    def _plain(self, plain: PlainFigure) -> ToldFigure:
        compared = plain.is_compared and self._is_compared(plain.key, plain.span, plain.value)
        return self._told(plain.key, plain.span, plain.value, ("exact", plain.value, plain.value), is_compared=compared)

    def _told(
        self,
        key: FigureKey,
        span: Span,
        value: float,
        bounds: _Bounds,
        *,
        is_compared: bool,
    ) -> ToldFigure:
        sentence = self._sentences.at(span[0])
        bound, low, high = bounds
        passage = self._of.passage(span)
        figure = Figure(passage, low if isfinite(low) else None, high if isfinite(high) else None, bound)
        return ToldFigure(key, figure, value, low, high, is_compared, sentence.is_revision, sentence.places)

    def _bounds(self, span: Span, value: float) -> _Bounds:
        bound = bound_of(self._of.text, span)
        words = self._of.text[span[0] : span[1]]
        return (bound, *allowed(value, bound, words))

    def _of_amounts(self) -> Iterator[ToldFigure]:
        passed = -1
        for place, amount in enumerate(self._amounts):
            if place <= passed:
                continue
            key = self._amount_key(amount)
            context = None
            if key is None or is_of_many(key.measure):
                context = self._sentences.context(amount.span)
                key = self._key_by_words(amount, key, context.nearest)
            if key is None:
                continue
            span, bounds = amount.span, self._bounds(amount.span, amount.value)
            end = self._range_end(place)
            if end is not None:
                passed = place + 1
                span, bounds = (span[0], end.span[1]), ("range", amount.value, end.value)
            compared = self._is_compared(key, amount.span, amount.value, amount.period)
            stems = context.stems if context else None
            told = self._told(key, span, amount.value, bounds, is_compared=compared)
            yield replace(told, context=stems, whose=self._whose(amount))

    def _range_end(self, place: int) -> Amount | None:
        """Return the amount that ends a range which an amount begins: "between $140 and $150 million"."""
        amount = self._amounts[place]
        end = self._amounts[place + 1] if place + 1 < len(self._amounts) else None
        if end is None or end.unit != amount.unit or end.value <= amount.value:
            return None
        return end if is_range(self._of.text, amount.span, end.span) else None

    def _amount_key(self, amount: Amount) -> FigureKey | None:
        measure = measure_name(amount.measure)
        if measure is None and amount.kind == "count":
            measure = measure_of_unit(amount.unit or "")
            behind = self._of.text[amount.span[1] : amount.span[1] + _MISSING_CHARS]
            if measure is None and _MISSING.match(behind):
                measure = "missing"
        if measure is None or measure == "magnitude" or not is_measure(measure):
            return None
        if policy_of(measure) == "growing" and measure != "damage":
            return self._people_key(measure, amount)
        return self._sum_key(measure, amount)

    def _key_by_words(self, amount: Amount, key: FigureKey | None, nearest: tuple[str, str]) -> FigureKey | None:
        """Return the key of a figure whose measure leaves open what it is of."""
        if key is not None:
            return key
        unit = amount.unit
        if not unit or amount.direction or (amount.kind == "count" and not self._is_thing(amount)):
            return None
        if any(start < amount.span[1] and amount.span[0] < end for start, end in self._toll_spans):
            return None
        return FigureKey(amount.measure or unit, unit, None, amount.period, nearest)

    def _is_thing(self, amount: Amount) -> bool:
        return amount.value >= SMALLEST_COUNT and amount.unit not in nouns("not_compared")

    def _people_key(self, measure: str, amount: Amount) -> FigureKey | None:
        if amount.kind != "count":
            return None
        if measure == "job cuts":
            return FigureKey(measure, "people", self._owner(amount))
        noun = amount.unit or "people"
        return FigureKey(measure, "people", None if noun in nouns("people") else noun)

    def _sum_key(self, measure: str, amount: Amount) -> FigureKey | None:
        if amount.kind == "count" and measure not in {"vote share", "majority"}:
            return None
        period = amount.period if needs_period(measure) else None
        if needs_period(measure) and period is None:
            return None
        about = self._owner(amount) if needs_owner(measure) else None
        if needs_owner(measure) and about is None and period is None:
            return None
        if amount.kind == "percent" and amount.direction in {"up", "down"}:
            measure = f"{measure} change"
        return FigureKey(measure, amount.unit, about, period)

    def _owner(self, amount: Amount) -> str | None:
        entity = self._entities.get(amount.entity or "")
        if entity is None or entity.type in PLACE_TYPES or entity.type == "NORP":
            return None
        return self._names.key(entity)

    def _whose(self, amount: Amount) -> frozenset[str]:
        """Return whose people an amount counts, by its owner and the names inside it."""
        inside = {entity for start, entity in self._groups if amount.span[0] <= start < amount.span[1]}
        owner = self._entities.get(amount.entity or "")
        found = [*inside, *([owner.id] if owner else [])]
        return frozenset(key for one in found if (key := self._names.key(self._entities[one])))

    def _is_compared(self, key: FigureKey, span: Span, value: float, period: str | None = None) -> bool:
        if key.nearest is not None:
            return True
        if self._sentences.is_apart(span):
            return False
        growing = policy_of(key.measure) == "growing"
        if key.measure not in ALWAYS:
            sentence = self._sentences.at(span[0])
            if sentence.is_other and not sentence.is_revision:
                return False
            if (growing or key.about is None or key.measure == "sentence") and span[
                0
            ] > self._of.body_start + LEAD_CHARS:
                return False
        if growing and key.about in nouns("individuals") and value == 1:
            return False
        return not (growing and period and len(period) <= _MONTH_CHARS)

    def _of_roles(self) -> Iterator[ToldFigure]:
        """Yield the figures of events that no amount covers: the "five" of "Quake kills five"."""
        seen: set[Span] = set()
        for event in self._document.events:
            for role in event.roles:
                measure = _ROLE_MEASURES.get(role.role)
                if measure is None or role.span in seen or self._is_covered(role.span) or self._is_age(role.span):
                    continue
                seen.add(role.span)
                value = spelled_number(self._of.text[role.span[0] : role.span[1]])
                if value is None:
                    continue
                key = FigureKey(measure, "people", None)
                compared = not event.background and event.status == "occurred"
                compared = compared and self._is_compared(key, role.span, value)
                yield self._told(key, role.span, value, self._bounds(role.span, value), is_compared=compared)
            if event.status == "denied" and event.type in {"INJURE", "DIE"}:
                yield from self._none_harmed(event)

    def _none_harmed(self, event: Event) -> Iterator[ToldFigure]:
        """Yield the zero of "nobody was injured"."""
        for role in event.roles:
            if role.role == "recipient" and self._of.text[role.span[0] : role.span[1]].casefold() in nouns("nobody"):
                key = FigureKey("injured" if event.type == "INJURE" else "deaths", "people", None)
                in_lead = role.span[0] <= self._of.body_start + LEAD_CHARS
                yield self._told(key, role.span, 0.0, ("exact", 0.0, 0.0), is_compared=in_lead)

    def _is_age(self, span: Span) -> bool:
        return _AGE_BEHIND.match(self._of.text, span[1]) is not None

    def _is_covered(self, span: Span) -> bool:
        return any(
            amount.span[0] < span[1] and span[0] < amount.span[1] and self._amount_key(amount) is not None
            for amount in within(self._amounts, (span[0] - _COVER_CHARS, span[1]))
        )
