"""What an expression is resolved against: the anchor, what was said before it, and the tense it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from worker.extract.temporal.period import Period
from worker.extract.temporal.scan import Tokens

PAST, OPEN, FUTURE = -1, 0, 1

_MODAL = frozenset({"will", "'ll", "’ll", "shall", "wo", "ca", "would", "may", "might", "can", "should", "must"})
_HAVE = frozenset({"has", "have", "had", "'ve", "’ve", "having"})
_SET_FOR = frozenset({"due", "scheduled", "set", "slated", "planned", "expected", "ahead", "called"})
"""Words that with "for", "on" or "of" say that the date lies ahead: "scheduled for Monday", "ahead of Monday"."""
_PLANNING = frozenset({"plan", "schedule", "reschedule", "slate", "postpone"})
"""Verbs whose day lies ahead although they stand in the past: "scheduled a news conference Thursday"."""
_CLIMB = 8
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
        """PAST, FUTURE or OPEN by the words before the tokens and the verb that they hang on."""
        if self._announced(first):
            return FUTURE
        start, end = self.tokens.span(first, last)
        span = self.doc.char_span(start, end, alignment_mode="expand")
        return direction(span.root) if span is not None and len(span) else OPEN

    def _announced(self, first: int) -> bool:
        """``due Monday``, ``scheduled for Monday``, ``as early as Monday``, ``ahead of Monday's vote``."""
        before = self.tokens.words[max(0, first - 3) : first]
        if before[-1:] == ["the"]:
            before.pop()
        return before[-1:] == ["due"] or (
            len(before) > 1
            and ((before[-1] in {"for", "of", "on"} and before[-2] in _SET_FOR) or before[-2:] in (["soon", "as"], ["early", "as"]))
        )

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
    """Where the time of a token lies, by the verb that governs it.

    "Wednesday's ruling" and "a ruling announced Wednesday" say nothing of the verb above them.
    """
    verb = token
    for _ in range(_CLIMB):
        if verb.dep_ == "poss":
            return OPEN
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
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {child.lower_ for child in helpers}
    if verb.lemma_.lower() in _PLANNING and verb.tag_ in {"VBD", "VBN"}:
        return FUTURE
    if words & _MODAL:
        return PAST if words & _HAVE else FUTURE
    if words & _HAVE or verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in helpers):
        return FUTURE if "to" in words and not words & _HAVE else PAST
    if verb.tag_ == "VB":
        if "to" in words:
            # "rejected offers to buy it Friday": the day is more often the main verb's.
            return None if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ == "NOUN" else FUTURE
        return None if verb.dep_ in {"conj", "ccomp", "xcomp"} else OPEN
    if verb.tag_ == "VBN":
        return OPEN if helpers else PAST
    if verb.tag_ == "VBG":
        return FUTURE if helpers else None
    return FUTURE if verb.tag_ in {"VBZ", "VBP"} else OPEN
