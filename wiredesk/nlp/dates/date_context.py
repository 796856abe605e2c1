"""What an expression is resolved against: the anchor, what was said before it, and the tense it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from wiredesk.contract import DateType
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.dates.tokenizer import CODE, Tokens

PAST, OPEN, FUTURE = -1, 0, 1
LEANING = 0.5
"""Times FUTURE: an infinitive that hangs on a noun, "an agreement to buy it in January", lies ahead, but not surely."""
CERTAIN = 3
"""Times PAST or FUTURE: what the words just before a date say outweighs its distance."""

_MODAL = frozenset({"will", "'ll", "’ll", "shall", "wo", "ca", "would", "may", "might", "can", "should", "must"})
_HAVE = frozenset({"has", "have", "had", "'ve", "’ve", "having"})
_SET_FOR = frozenset({"due", "scheduled", "set", "slated", "planned", "expected", "called"})
"""Words that with "for" say that the date lies ahead: "scheduled for Monday"."""
_STEPPED_OVER = frozenset(CODE[name] for name in ("the", "int", "clock", "ampm", "zone"))
"""Classes that may stand between such a word and the date: "due by 9 a.m. Monday"."""
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
    type: DateType
    value: str | None
    period: Period | None = None


@dataclass(slots=True)
class Context:
    """Read by the resolvers.  ``anchor`` is the day from which the story is told, or None."""

    tokens: Tokens
    doc: Doc
    anchor: Period | None
    body: int = 0
    """Where the body begins: in a headline every word may have a capital."""
    said: list[Timex] = field(default_factory=list)
    """Expressions before this one, with a period."""

    def direction(self, first: int, last: int) -> float:
        """PAST, FUTURE or OPEN by the words before the tokens and the verb that they hang on."""
        said = self._announced(first)
        if abs(said) >= 1:
            return said
        start, end = self.tokens.span(first, last)
        span = self.doc.char_span(start, end, alignment_mode="expand")
        hung = direction(span.root) if span is not None and len(span) else OPEN
        return said if said and hung != FUTURE else hung

    def _announced(self, first: int) -> float:
        """``ended Aug. 31``, ``due Monday``, ``scheduled for Monday``, ``as early as Monday``, ``ahead of Monday``."""
        at = first
        while at > max(0, first - 5) and self.tokens.classes[at - 1] in _STEPPED_OVER:
            at -= 1
        two, one = self.tokens.words[max(0, at - 2)], self.tokens.words[at - 1] if at else ""
        if one == "ended":
            return PAST * CERTAIN
        if one == "until" and at == first:
            return FUTURE * LEANING
        ahead = (
            one in {"due", "ending"}
            or (one == "until" and at < first)
            or (one == "for" and two in _SET_FOR)
            or (one == "on" and two in {"due", "scheduled", "slated", "expected"})
            or (one == "of" and two == "ahead")
            or (one == "as" and two in {"soon", "early"})
        )
        return FUTURE if ahead else OPEN

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


def direction(token: Token) -> float:
    """Where the time of a token lies, by the verb that governs it.

    "Wednesday's ruling" and "a ruling announced Wednesday" say nothing of the verb above them.
    """
    verb = token
    through_noun = False
    for _ in range(_CLIMB):
        if verb.dep_ == "poss":
            return FUTURE if _ahead_of(verb) else OPEN
        if verb.lower_ == "ahead":
            return FUTURE
        if verb.pos_ in {"VERB", "AUX"} and verb.i != token.i:
            found = _of_verb(verb, token.i > verb.i)
            if found is not None:
                return OPEN if through_noun and found == FUTURE and verb.tag_ in {"VBZ", "VBP"} else found
        through_noun = through_noun or (verb.pos_ in {"NOUN", "PROPN"} and verb.i != token.i)
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return OPEN


def _ahead_of(owner: Token) -> bool:
    """``ahead of Monday's vote``."""
    above = owner.head.head
    return above.lower_ == "of" and above.head.lower_ == "ahead"


def _of_verb(verb: Token, follows: bool) -> float | None:
    """Tense of one verb; None where it takes that of the verb above it.  ``follows``: the date stands after it."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {child.lower_ for child in helpers}
    if follows and verb.lemma_.lower() in _PLANNING and verb.tag_ in {"VBD", "VBN"}:
        return FUTURE
    if words & _MODAL:
        return PAST if words & _HAVE else FUTURE
    if words & _HAVE or verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in helpers):
        return FUTURE if "to" in words and not words & _HAVE else PAST
    if verb.tag_ == "VB":
        if "to" in words:
            # "rejected offers to buy it Friday": the day is more often the main verb's.
            if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ == "NOUN":
                return FUTURE * LEANING
            return PAST if any(child.lower_ == "had" for child in verb.head.children) else FUTURE
        return None if verb.dep_ in {"conj", "ccomp", "xcomp"} else OPEN
    if verb.tag_ == "VBN":
        return OPEN if helpers else FUTURE if verb.lower_ in _SET_FOR and verb.lower_ != "set" else PAST
    if verb.tag_ == "VBG":
        return FUTURE if helpers else None
    return FUTURE if verb.tag_ in {"VBZ", "VBP"} else OPEN
