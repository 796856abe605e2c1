"""What an expression is resolved against: the anchor, what was said before it, and the tense it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from wiredesk.contract import DateType
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.dates.tokenizer import CODE, DateTokens
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

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
class DateContext:
    """Read by the resolvers.  ``anchor`` is the day from which the story is told, or None."""

    tokens: DateTokens
    parse: Tokens
    anchor: Period | None
    body: int = 0
    """Where the body begins: in a headline every word may have a capital."""
    said: list[Timex] = field(default_factory=list)
    """Expressions before this one, with a period."""
    trace: Trace | None = None

    def direction(self, first: int, last: int) -> float:
        """PAST, FUTURE or OPEN by the words before the tokens and the verb that they hang on."""
        said = self._announced(first)
        if abs(said) >= 1:
            return said
        start, end = self.parse.covering(self.tokens.span(first, last))
        hung = direction(self.parse, self.parse.root(start, end)) if start < end else OPEN
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


def direction(parse: Tokens, token: int) -> float:
    """Where the time of a token lies, by the verb that governs it.

    "Wednesday's ruling" and "a ruling announced Wednesday" say nothing of the verb above them.
    """
    verb = token
    through_noun = False
    for _ in range(_CLIMB):
        if parse.dep[verb] == "poss":
            return FUTURE if _ahead_of(parse, verb) else OPEN
        if parse.lower[verb] == "ahead":
            return FUTURE
        if parse.pos[verb] in {"VERB", "AUX"} and verb != token:
            found = _of_verb(parse, verb, token > verb)
            if found is not None:
                return OPEN if through_noun and found == FUTURE and parse.tag[verb] in {"VBZ", "VBP"} else found
        through_noun = through_noun or (parse.pos[verb] in {"NOUN", "PROPN"} and verb != token)
        if parse.head[verb] == verb:
            break
        verb = parse.head[verb]
    return OPEN


def _ahead_of(parse: Tokens, owner: int) -> bool:
    """``ahead of Monday's vote``."""
    above = parse.head[parse.head[owner]]
    return parse.lower[above] == "of" and parse.lower[parse.head[above]] == "ahead"


def _of_verb(parse: Tokens, verb: int, follows: bool) -> float | None:
    """Tense of one verb; None where it takes that of the verb above it.  ``follows``: the date stands after it."""
    helpers = list(parse.children_with(verb, "aux", "auxpass"))
    words = {parse.lower[child] for child in helpers}
    tag = parse.tag[verb]
    if follows and parse.lemma[verb] in _PLANNING and tag in {"VBD", "VBN"}:
        return FUTURE
    if words & _MODAL:
        return PAST if words & _HAVE else FUTURE
    if words & _HAVE or tag == "VBD" or any(parse.tag[child] == "VBD" for child in helpers):
        return FUTURE if "to" in words and not words & _HAVE else PAST
    if tag == "VB":
        return _of_infinitive(parse, verb, "to" in words)
    if tag == "VBN":
        if helpers:
            return OPEN
        return FUTURE if parse.lower[verb] in _SET_FOR and parse.lower[verb] != "set" else PAST
    if tag == "VBG":
        return FUTURE if helpers else None
    return FUTURE if tag in {"VBZ", "VBP"} else OPEN


def _of_infinitive(parse: Tokens, verb: int, marked: bool) -> float | None:
    """``to buy it Friday``; ``marked``: with "to"."""
    if not marked:
        return None if parse.dep[verb] in {"conj", "ccomp", "xcomp"} else OPEN
    head = parse.head[verb]
    # "rejected offers to buy it Friday": the day is more often the main verb's.
    if parse.dep[verb] in {"acl", "relcl"} and parse.pos[head] == "NOUN":
        return FUTURE * LEANING
    return PAST if any(parse.lower[child] == "had" for child in parse.children[head]) else FUTURE
