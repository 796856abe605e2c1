"""On which side of the story's day a date lies: by the words just before it and by the verb that governs it.

A tense is a number: negative for the past, positive for the future, 0 where nothing is said. Its size is the weight of
the evidence; the distance of a date in days is weighed against it (``wiredesk.nlp.dates.year_choice``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

PAST, OPEN, FUTURE = -1, 0, 1
WEAK = 0.5
"""Factor of PAST or FUTURE: an infinitive that a noun governs, "an agreement to buy it in January", is likely ahead."""
STRONG = 3
"""Factor of PAST or FUTURE: what the words just before a date say outweighs its distance."""
BY = frozenset({"by", "until"})
"""Words right before a date that end a span: with a verb in the future, the date is ahead as well."""
MAX_HEADS = 8
"""Heads followed from an expression to its verb; bounds the walk up a failed parse."""

_AHEAD = word_set("tense_words", "ahead")
_MODALS = word_set("tense_words", "modals")
_PERFECTS = word_set("tense_words", "perfects")
_DONE = word_set("tense_words", "done")
_PLANNING = word_set("tense_words", "planning")


# ---- the words just before a date ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TensePhrase:
    """Words before a date that say where it lies."""

    last: str
    """The word that the date follows."""
    tense: float
    before: frozenset[str] | None = None
    """Words one of which must stand before ``last``; None where any may."""
    adjoins: bool | None = None
    """Whether the date must follow at once (True), or behind an article or an hour (False); None where both will do."""


PHRASES = (
    TensePhrase("ended", PAST * STRONG),
    TensePhrase("until", FUTURE * WEAK, adjoins=True),
    TensePhrase("until", FUTURE, adjoins=False),
    TensePhrase("due", FUTURE),
    TensePhrase("ending", FUTURE),
    TensePhrase("for", FUTURE, word_set("tense_words", "ahead_before_for")),
    TensePhrase("on", FUTURE, word_set("tense_words", "ahead_before_on")),
    TensePhrase("of", FUTURE, frozenset({"ahead"})),
    TensePhrase("as", FUTURE, word_set("tense_words", "ahead_before_as")),
)
_PHRASES_BY_LAST = {row.last: [one for one in PHRASES if one.last == row.last] for row in PHRASES}


def phrase_tense(before_last: str, last: str, *, adjoins: bool) -> float:
    """Return the tense of the two words before a date; ``adjoins``: the date follows at once."""
    for phrase in _PHRASES_BY_LAST.get(last, ()):
        if (phrase.before is None or before_last in phrase.before) and phrase.adjoins in {None, adjoins}:
            return phrase.tense
    return OPEN


# ---- the verb that governs a date ------------------------------------------------------------------------------------


def verb_tense(parse: Tokens, token: int) -> float:
    """Return the tense of the verb that governs a token.

    "Wednesday's ruling" and "a ruling announced Wednesday" say nothing about the verb above them.
    """
    verb = token
    through_noun = False
    for _ in range(MAX_HEADS):
        if parse.dep[verb] == "poss":
            return FUTURE if _is_ahead_of(parse, verb) else OPEN
        if parse.lower[verb] == "ahead":
            return FUTURE
        if parse.pos[verb] in {"VERB", "AUX"} and verb != token:
            found = _tense_of(VerbForm.read(parse, verb, precedes=token > verb))
            if found is not None:
                return OPEN if through_noun and found == FUTURE and parse.tag[verb] in {"VBZ", "VBP"} else found
        through_noun = through_noun or (parse.pos[verb] in {"NOUN", "PROPN"} and verb != token)
        if parse.head[verb] == verb:
            break
        verb = parse.head[verb]
    return OPEN


def _is_ahead_of(parse: Tokens, owner: int) -> bool:
    """Return whether a possessor follows "ahead of": ``ahead of Monday's vote``."""
    above = parse.head[parse.head[owner]]
    return parse.lower[above] == "of" and parse.lower[parse.head[above]] == "ahead"


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A verb with its auxiliaries."""

    parse: Tokens
    verb: int
    tag: str
    precedes: bool
    """The verb precedes the date."""
    helpers: frozenset[str]
    """Auxiliaries in lower case, "to" among them."""
    is_past: bool
    """The verb or an auxiliary is in the past or the perfect."""

    @classmethod
    def read(cls, parse: Tokens, verb: int, *, precedes: bool) -> VerbForm:
        """Collect what the rules of tense look at."""
        helpers = list(parse.children_with(verb, "aux", "auxpass"))
        words = frozenset(parse.lower[child] for child in helpers)
        tag = parse.tag[verb]
        past = tag == "VBD" or bool(words & _PERFECTS) or any(parse.tag[child] == "VBD" for child in helpers)
        return cls(parse, verb, tag, precedes, words, past)


@dataclass(frozen=True, slots=True)
class TenseRule:
    """A form of a verb and the side on which its date lies. The first rule that applies decides."""

    name: str
    applies: Callable[[VerbForm], bool]
    tense: float | Callable[[VerbForm], float | None] | None
    """None: the verb takes the tense of the verb above it."""
    yes: str
    """A sentence in which the rule decides about the word in brackets; empty for a rule that mends a wrong parse."""


def _infinitive_tense(form: VerbForm) -> float | None:
    """``to buy it Friday`` lies ahead of the verb above; a bare infinitive takes that verb's tense."""
    parse, verb = form.parse, form.verb
    if "to" not in form.helpers:
        if _is_imperative(form):
            return FUTURE
        return None if parse.dep[verb] in {"conj", "ccomp", "xcomp"} else OPEN
    head = parse.head[verb]
    # "rejected offers to buy it Friday": the day is more often the main verb's.
    if parse.dep[verb] in {"acl", "relcl"} and parse.pos[head] == "NOUN":
        return FUTURE * WEAK
    if any(parse.lower[child] == "had" for child in parse.children[head]):
        return PAST
    # "voted to back it Friday", "flew there to meet him Friday": the day is when they voted and flew.
    done = parse.tag[head] == "VBD" and (parse.dep[verb] == "advcl" or parse.lemma[head] in _DONE)
    return FUTURE * WEAK if done else FUTURE


def _is_imperative(form: VerbForm) -> bool:
    """Return whether a verb is a request or a plan in note form: ``Visit the fair``, ``Rovers: Visit Lund``."""
    parse, verb = form.parse, form.verb
    if form.helpers or parse.dep[verb] != "ROOT" or not parse.text[verb][0].isupper():
        return False
    starts = verb == parse.sentence_start[verb]
    return starts or parse.text[verb - 1] == ":"


RULES: tuple[TenseRule, ...] = (
    TenseRule(
        "planning verb",
        lambda form: form.precedes and form.tag in {"VBD", "VBN"} and form.parse.lemma[form.verb] in _PLANNING,
        FUTURE,
        yes="The ministry scheduled a hearing for him [Thursday].",
    ),
    TenseRule(
        "modal perfect",
        lambda form: bool(form.helpers & _MODALS) and bool(form.helpers & _PERFECTS),
        PAST,
        yes="The bridge would have opened [Thursday].",
    ),
    TenseRule("modal", lambda form: bool(form.helpers & _MODALS), FUTURE, yes="The bridge will open [Thursday]."),
    TenseRule(
        # by itself "could" is as often the past of "can": "he could not be reached"
        "could in a report",
        lambda form: (
            form.precedes and "could" in form.helpers and form.parse.dep[form.verb] == "ccomp" and not form.is_past
        ),
        FUTURE,
        yes="He warned that it could close [Thursday].",
    ),
    TenseRule(
        "past with to",
        lambda form: form.is_past and "to" in form.helpers and not form.helpers & _PERFECTS,
        FUTURE,
        yes="",  # only where the tagger takes an infinitive for a form of the past
    ),
    TenseRule("past or perfect", lambda form: form.is_past, PAST, yes="The bridge opened [Thursday]."),
    TenseRule("infinitive", lambda form: form.tag == "VB", _infinitive_tense, yes="They want to open it [Thursday]."),
    TenseRule("passive", lambda form: form.tag == "VBN" and bool(form.helpers), OPEN, yes="It is opened [Thursday]."),
    TenseRule(
        "participle that looks ahead",
        lambda form: form.tag == "VBN" and form.parse.lower[form.verb] in _AHEAD,
        FUTURE,
        yes="It is a meeting expected [Thursday].",
    ),
    TenseRule("participle", lambda form: form.tag == "VBN", PAST, yes="They read a law signed [Thursday]."),
    TenseRule(
        "progressive", lambda form: form.tag == "VBG" and bool(form.helpers), FUTURE, yes="He is leaving [Thursday]."
    ),
    TenseRule("gerund", lambda form: form.tag == "VBG", None, yes="He resigned after losing a vote [Thursday]."),
    TenseRule("present", lambda form: form.tag in {"VBZ", "VBP"}, FUTURE, yes="The bridge opens [Thursday]."),
)


def _tense_of(form: VerbForm, rules: Iterable[TenseRule] = RULES) -> float | None:
    """Return the tense of one verb; None where it takes that of the verb above it."""
    for rule in rules:
        if rule.applies(form):
            return rule.tense(form) if callable(rule.tense) else rule.tense
    return OPEN
