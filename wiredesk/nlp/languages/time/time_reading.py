"""A text during the reading of its expressions of time: tokens, the story's day, and what was found before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wiredesk.nlp.dates.date_context import Timex
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.dates.tense import FUTURE, OPEN, PAST
from wiredesk.nlp.languages.time.time_tokens import TimeTokens
from wiredesk.nlp.languages.time.time_vocabulary import CODE, TimeVocabulary, Value, codes_of, group_of

_MAX_SENTENCE_TOKENS = 40
"""Tokens on each side of an expression in which a verb is looked for."""
_MAX_ANTECEDENT_TOKENS = 400
_END = codes_of("end nl")
_BEFORE_TENSE = {CODE["since"]: PAST, CODE["until"]: FUTURE}
"""Classes that say by themselves on which side of the story's day a date lies."""
_BEFORE_DOT = group_of("before_dot")
_SENTENCE_DOT = CODE["dot"]
UNIT_OF_CLASS = {
    CODE["year"]: "year", CODE["yearly"]: "year", CODE["century"]: "century", CODE["quarter"]: "quarter",
    CODE["halfyear"]: "half", CODE["weekend"]: "weekend", CODE["daymark"]: "day",
}  # fmt: skip
"""Unit of the classes whose words name one unit only."""


@dataclass(slots=True)
class TimeReading:
    """What the functions read that give matches their values."""

    tokens: TimeTokens
    vocabulary: TimeVocabulary
    day: Period | None
    """The day on which the story is told, or None."""
    previous: list[Timex] = field(default_factory=list)

    def tense(self, first: int, last: int) -> float:
        """Return PAST, FUTURE or OPEN by the verbs of the sentence around the tokens; the nearest decides."""
        words, vocabulary, codes = self.tokens.words, self.vocabulary, self.tokens.classes
        if first and codes[first - 1] in _BEFORE_TENSE:
            return _BEFORE_TENSE[codes[first - 1]]
        best, found, present = _MAX_SENTENCE_TOKENS + 1, float(OPEN), False
        for step in (-1, 1):
            at = first - 1 if step < 0 else last
            for distance in range(1, _MAX_SENTENCE_TOKENS):
                if not 0 <= at < len(words) or codes[at] in _END or self._ends_sentence(at):
                    break
                word = words[at]
                sign: float = PAST if word in vocabulary.past else FUTURE if word in vocabulary.future else OPEN
                if not sign:
                    sign = next((sign for sign, form in vocabulary.endings if form.fullmatch(word)), OPEN)
                if sign and (distance < best or (distance == best and sign == PAST)):
                    best, found = distance, sign
                present = present or word in vocabulary.present
                at += step
        return found or (FUTURE if present else OPEN)

    def _ends_sentence(self, at: int) -> bool:
        codes = self.tokens.classes
        return codes[at] == _SENTENCE_DOT and (at == 0 or codes[at - 1] not in _BEFORE_DOT)

    def antecedent(self, first: int, units: tuple[str, ...], distance: int = _MAX_ANTECEDENT_TOKENS) -> Period | None:
        """Return the nearest period of one of these units named at most so many tokens before."""
        for timex in reversed(self.previous):
            if first - timex.last > distance:
                return None
            if timex.period and timex.period.unit in units:
                return timex.period
        return None

    def same_sentence(self, first: int, units: tuple[str, ...]) -> Period | None:
        """Return the nearest such period named before in the same sentence."""
        for timex in reversed(self.previous):
            if first - timex.last > _MAX_SENTENCE_TOKENS:
                return None
            if any(self.tokens.classes[at] in _END or self._ends_sentence(at) for at in range(timex.last, first)):
                return None
            if timex.period and timex.period.unit in units:
                return timex.period
        return None

    def here(self, unit: str) -> Period | None:
        """Return the running period of a unit."""
        return self.day.to(unit) if self.day else None


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A match of a rule, counted in tokens."""

    tokens: TimeTokens
    match: re.Match[str]
    rule: str

    @property
    def first(self) -> int:
        """First token of the expression."""
        return self.match.start("x") if "x" in self.match.re.groupindex else self.match.start()

    @property
    def last(self) -> int:
        """One past its last token."""
        return self.match.end("x") if "x" in self.match.re.groupindex else self.match.end()

    def has(self, *groups: str) -> bool:
        """Return whether one of these groups took part in the match."""
        known = self.match.re.groupindex
        return any(group in known and self.match[group] is not None for group in groups)

    def span(self, group: str) -> tuple[int, int]:
        """Return the tokens of a group."""
        return self.match.span(group)

    def value(self, *groups: str) -> Value:
        """Return the value of the first token of the first of these groups that took part; 0 without one."""
        for group in groups:
            if self.has(group):
                return self.tokens.values[self.match.start(group)]
        return 0

    def number(self, *groups: str) -> int:
        """Return that value as a whole number; 0 for another value."""
        value = self.value(*groups)
        return value if isinstance(value, int) else 0

    def code(self, group: str) -> str:
        """Return the class of a group's first token."""
        return self.tokens.classes[self.match.start(group)]

    def words(self, group: str) -> str:
        """Return the words of a group joined by blanks, in lower case; empty if it took no part."""
        if not self.has(group):
            return ""
        first, last = self.match.span(group)
        return " ".join(self.tokens.words[first:last])

    def unit(self, group: str = "unit") -> str:
        """Return the unit that a group names."""
        return UNIT_OF_CLASS.get(self.code(group)) or str(self.value(group))

    def step(self, *groups: str) -> int | None:
        """Return -1 for words like "last", 1 for "next", 0 for "this"; None if none of the groups took part."""
        for group in groups:
            if self.has(group):
                return _STEPS.get(self.code(group), 0)
        return None


_STEPS = {CODE["last"]: -1, CODE["previous"]: -1, CODE["next"]: 1, CODE["following"]: 1}
