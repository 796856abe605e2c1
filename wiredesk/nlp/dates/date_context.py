"""What an expression of time is resolved against: the story's day, the expressions before it, and its tense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wiredesk.contract import DateType
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.dates.sport_story import is_sport_story
from wiredesk.nlp.dates.tense import BY, FUTURE, OPEN, STRONG, phrase_tense, verb_tense
from wiredesk.nlp.dates.token_classes import CODE
from wiredesk.nlp.dates.tokenizer import DateTokens
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

_MAX_STEPPED_OVER_TOKENS = 5
"""Tokens between a date and the words that announce it: "due by 9 a.m. EST on Monday" has no more."""
_STEPPED_OVER = frozenset(CODE[name] for name in ("the", "int", "clock", "ampm", "zone"))
"""Classes of those tokens."""
_MAX_ANTECEDENT_TOKENS = 400
"""Tokens back to which an antecedent is looked for: some eight paragraphs of news."""
_MAX_SENTENCE_TOKENS = 40
"""Tokens back to which an expression counts as being in the same sentence."""


class Timex(NamedTuple):
    """A resolved expression: its tokens, TIMEX3 type and value, and the period that later expressions may refer to."""

    first: int
    last: int
    """One past the last token."""
    type: DateType
    value: str | None
    period: Period | None = None
    anchor: str | None = None
    """The period that the value was counted from; None for an expression that is complete by itself."""
    rule: str = ""
    """Name of the rule that resolved it."""


@dataclass(slots=True)
class DateContext:
    """What the resolvers read. The matcher appends each resolved expression to ``previous``."""

    tokens: DateTokens
    parse: Tokens
    story_day: Period | None
    """The day on which the story is told (TimeML's document creation time), or None where nothing gives one."""
    names: Sequence[Name] = ()
    """The story's names, in order: a date inside one is left out."""
    ground: Period | None = None
    """The period that a resolver asked for last. The matcher reads it as the anchor and clears it."""
    body: int = 0
    """Offset at which the body begins: in a headline every word may have a capital."""
    previous: list[Timex] = field(default_factory=list)
    """Expressions before this one, in order."""
    trace: Trace | None = None
    _sport: bool | None = None

    @property
    def reference_time(self) -> Period | None:
        """The story's day; what is resolved with it has it as its anchor."""
        self.ground = self.story_day
        return self.story_day

    @property
    def is_sport(self) -> bool:
        """Whether the story reports a match, so that its quarters and halves are parts of play."""
        if self._sport is None:
            self._sport = is_sport_story(self.parse)
        return self._sport

    def tense(self, first: int, last: int) -> float:
        """Return PAST, FUTURE or OPEN, or a fraction or multiple, by the words before the tokens and their verb."""
        announced = self._announced(first)
        if abs(announced) >= 1:
            return announced
        start, end = self.parse.covering(self.tokens.span(first, last))
        governed = verb_tense(self.parse, self.parse.root(start, end)) if start < end else OPEN
        if governed == FUTURE and first and self.tokens.word(first - 1) in BY:
            return FUTURE * STRONG
        return announced if announced and governed != FUTURE else governed

    def _announced(self, first: int) -> float:
        """Return the tense of the words before: ``ended Aug. 31``, ``due Monday``, ``as early as Monday``."""
        at = first
        while at > max(0, first - _MAX_STEPPED_OVER_TOKENS) and self.tokens.classes[at - 1] in _STEPPED_OVER:
            at -= 1
        word = self.tokens.word
        return phrase_tense(word(max(0, at - 2)), word(at - 1) if at else "", adjoins=at == first)

    def antecedent(self, first: int, units: tuple[str, ...]) -> Period | None:
        """Return the nearest period of one of these units that was named before the token."""
        for timex in reversed(self.previous):
            if first - timex.first > _MAX_ANTECEDENT_TOKENS:
                return None
            if timex.period and timex.period.unit in units:
                self.ground = timex.period
                return timex.period
        return None

    def same_sentence(self, first: int, units: tuple[str, ...], distance: int = _MAX_SENTENCE_TOKENS) -> Period | None:
        """Return the nearest such period at most ``distance`` tokens back."""
        for timex in reversed(self.previous):
            if first - timex.last > distance:
                return None
            if timex.period and timex.period.unit in units:
                self.ground = timex.period
                return timex.period
        return None
