"""What an expression is resolved against: the anchor, what was said before it, and the tense it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from worker.extract.temporal.period import Period
from worker.extract.temporal.scan import Tokens

PAST, OPEN, FUTURE = -1, 0, 1

_FUTURE_AUX = frozenset({"will", "'ll", "’ll", "shall", "wo", "would", "may", "might", "can", "could", "should", "must"})
_EXPECT = frozenset(
    "expect schedule plan set due intend hope aim want likely bind slate prepare propose decide agree vow pledge promise "
    "threaten be go".split()  # noqa: SIM905
)
"""Words whose infinitive lies ahead."""
_CLIMB = 12
"""So many heads are followed from an expression to its verb."""
_NEAR = 400
"""Tokens back to which an antecedent is looked for."""


@dataclass(frozen=True, slots=True)
class Timex:
    """A resolved expression: tokens, TIMEX3 type and value, and the period it names, for later expressions."""

    first: int
    last: int
    type: str
    value: str | None
    period: Period | None = None


@dataclass(slots=True)
class Context:
    """Read by the resolvers.  ``anchor`` is the day from which the story is told, or None."""

    tokens: Tokens
    doc: Doc
    anchor: Period | None
    said: list[Timex] = field(default_factory=list)
    """Expressions before this one, with a period."""

    def direction(self, first: int, last: int) -> int:
        """PAST, FUTURE or OPEN by the verb that the tokens hang on."""
        start, end = self.tokens.span(first, last)
        span = self.doc.char_span(start, end, alignment_mode="expand")
        return direction(span.root) if span is not None and len(span) else OPEN

    def antecedent(self, first: int, units: tuple[str, ...]) -> Period | None:
        """The nearest period of one of these units that was named before."""
        for one in reversed(self.said):
            if first - one.first > _NEAR:
                return None
            if one.period and one.period.unit in units:
                return one.period
        return None

    def same_sentence(self, first: int, units: tuple[str, ...], distance: int = 40) -> Period | None:
        """The nearest such period a few tokens back or, failing that, none."""
        for one in reversed(self.said):
            if first - one.last > distance:
                return None
            if one.period and one.period.unit in units:
                return one.period
        return None


def direction(token: Token) -> int:
    """Where the time of a token lies, by the verb that governs it."""
    verb = token
    for _ in range(_CLIMB):
        if verb.pos_ in {"VERB", "AUX"} and verb.i != token.i:
            found = _of_verb(verb)
            if found is not None:
                return found
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return OPEN


def _of_verb(verb: Token) -> int | None:
    """Tense of one verb; None where it takes that of the verb above it."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {child.lower_ for child in auxiliaries}
    if words & _FUTURE_AUX:
        return PAST if verb.tag_ == "VBN" and "have" in words else FUTURE
    if verb.tag_ == "VB" and "to" in words:
        head = verb.head
        return FUTURE if head.i != verb.i and (head.lemma_.lower() in _EXPECT or head.pos_ in {"NOUN", "ADJ"}) else FUTURE
    if verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in auxiliaries):
        return PAST
    if verb.tag_ in {"VBN", "VBG"} and not auxiliaries:
        return None
    if words & {"has", "have", "had", "'ve", "’ve"} and verb.tag_ == "VBN":
        return PAST
    if verb.tag_ in {"VBZ", "VBP", "VBG", "VBN"}:
        return FUTURE if verb.tag_ != "VBN" or auxiliaries else OPEN
    return OPEN


