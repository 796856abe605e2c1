"""Cues to what "the company" or "the country" refers to, as rows that add up to a score for each candidate.

The scores are compared like those of :mod:`~wiredesk.nlp.entities.antecedent_cues`. The weights are our own: the noun
in the name decides, then the role in the sentence, then the distance.
"""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.entities.discourse import History, PastMention
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

BASE_SCORE = 0.6
"""Score of every candidate before the rows; that of nothing is 0."""
_MAX_SENTENCES = 3
_MAX_COUNTED_MENTIONS = 4
_MAX_RANK = 4
_SPEAKS_FOR = word_set("nominals", "speaks_for")
_MANY = frozenset({"conj", "appos"})

THING_CUES: list[Cue] = []
"""A feature takes a :class:`ThingCandidate`. In the examples the noun phrase is in brackets."""


@dataclass(slots=True)
class ThingCandidate:
    """An organisation, place or thing that was named before a noun phrase."""

    tokens: Tokens
    history: History
    past: PastMention
    token: int
    """The noun."""
    rank: int
    """Number of candidates that were mentioned later."""
    has_noun: bool
    """Whether its name has the noun."""
    typical: bool
    """Whether the noun is one for things of just its kind: a country, a town, any company."""
    plain: bool
    """Whether the noun follows the article directly."""

    @property
    def distance(self) -> int:
        """Sentences between the mention and the noun phrase."""
        return self.tokens.sentence[self.token] - self.past.sentence


@cue(
    THING_CUES,
    "its name has the noun",
    "THING",
    3.0,
    yes="The Labour Party lost on Monday. [The party] will meet in May.",
    no="Microsoft lost on Monday. [The company] will meet in May.",
)
def name_has_noun(candidate: ThingCandidate) -> bool:
    """The noun is one of the words of the name."""
    return candidate.has_noun


@cue(
    THING_CUES,
    "a noun for its kind",
    "THING",
    0.8,
    yes="Microsoft lost on Monday. [The company] will meet in May.",
    no="Microsoft lost on Monday. [The agency] will meet in May.",
)
def noun_of_kind(candidate: ThingCandidate) -> bool:
    """The noun is used for any thing of that kind."""
    return candidate.typical


@cue(
    THING_CUES,
    "sentences back",
    "THING",
    -0.6,
    yes="Microsoft lost on Monday. [The company] will meet in May.",
    no="Microsoft lost on Monday and [the company] will meet in May.",
)
def thing_sentences_back(candidate: ThingCandidate) -> int:
    """Each sentence between the mention and the noun phrase counts, up to three."""
    return min(_MAX_SENTENCES, candidate.distance)


@cue(
    THING_CUES,
    "others mentioned since",
    "THING",
    -0.4,
    yes="Kenya opened its border with Uganda. [The country] had closed it in May.",
    no="Kenya opened its border. [The country] had closed it in May.",
)
def thing_others_since(candidate: ThingCandidate) -> int:
    """Each candidate that was mentioned later counts, up to four."""
    return min(_MAX_RANK, candidate.rank)


@cue(
    THING_CUES,
    "subject",
    "THING",
    0.9,
    yes="Microsoft lost on Monday. [The company] will meet in May.",
    no="A judge fined Microsoft on Monday. [The company] will appeal.",
)
def thing_is_subject(candidate: ThingCandidate) -> bool:
    """It is the subject of its clause."""
    return candidate.past.subject


@cue(
    THING_CUES,
    "subject of the main clause",
    "THING",
    0.4,
    yes="Microsoft lost on Monday. [The company] will meet in May.",
    no="A judge said Microsoft lost on Monday. [The company] will appeal.",
)
def thing_is_main_subject(candidate: ThingCandidate) -> bool:
    """It is the subject of the main clause of its sentence."""
    tokens, past = candidate.tokens, candidate.past
    return past.subject and tokens.dep[tokens.head[past.token]] == "ROOT"


@cue(
    THING_CUES,
    "somebody speaks for it",
    "THING",
    0.9,
    yes="A Microsoft spokesman left on Monday. [The company] will appeal.",
    no="A judge fined Microsoft on Monday. [The company] will appeal.",
)
def spoken_for(candidate: ThingCandidate) -> bool:
    """It stands before its spokesman, its statement or its chief, who is the subject."""
    tokens, token = candidate.tokens, candidate.past.token
    head = tokens.head[token]
    beside = tokens.dep[token] in {"compound", "poss", "nmod"} and tokens.lower[head] in _SPEAKS_FOR
    return beside and tokens.dep[head] in NOMINAL_SUBJECTS


@cue(
    THING_CUES,
    "one of several",
    "THING",
    -0.8,
    yes="A judge fined Microsoft and Rossi on Monday. [The company] will appeal.",
    no="A judge fined Microsoft on Monday. [The company] will appeal.",
)
def thing_is_one_of_several(candidate: ThingCandidate) -> bool:
    """It is mentioned together with others."""
    tokens, token = candidate.tokens, candidate.past.token
    return tokens.dep[token] in _MANY or tokens.child_with(token, "conj") is not None


@cue(
    THING_CUES,
    "mentioned often",
    "THING",
    0.25,
    yes="Microsoft lost on Monday. Microsoft won in May. [The company] will appeal.",
    no="A judge fined Microsoft on Monday. [The company] will appeal.",
)
def thing_mentioned_often(candidate: ThingCandidate) -> int:
    """Each mention after the first counts, up to four."""
    return min(_MAX_COUNTED_MENTIONS, candidate.history.count[candidate.past.number] - 1)


@cue(
    THING_CUES,
    "described",
    "THING",
    -0.6,
    yes="Microsoft lost on Monday. [The troubled company] will appeal.",
    no="Microsoft lost on Monday. [The company] will appeal.",
)
def described(candidate: ThingCandidate) -> bool:
    """Other words stand between the article and the noun."""
    return not candidate.plain
