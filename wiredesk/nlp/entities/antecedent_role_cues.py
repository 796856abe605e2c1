"""Cues to the antecedent of "he" and "she" from grammar: what the person and the pronoun do in their sentences.

They are rows of the table of :mod:`~wiredesk.nlp.entities.antecedent_cues`, which has the source of the weights.
"""

from __future__ import annotations

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.entities.antecedents import Candidate
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import reporting_verbs

_DESCRIBING = frozenset({"compound", "amod", "nmod"})
_WHERE = word_set("titles", "locative") | {"from"}
_ASKING = word_set("nominals", "asking_verbs")

ROLE_CUES: list[Cue] = []
"""A feature takes a :class:`~wiredesk.nlp.entities.antecedents.Candidate`. The pronoun of an example is in brackets."""


@cue(
    ROLE_CUES,
    "subject of this sentence",
    "PERSON",
    0.33,
    yes="Elena Rossi said [she] would return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def subject_here(candidate: Candidate) -> bool:
    """The person is a subject in the pronoun's sentence."""
    return candidate.past.subject and candidate.distance == 0


@cue(
    ROLE_CUES,
    "subject of an earlier sentence",
    "PERSON",
    0.71,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Police arrested Elena Rossi. [She] will appear on Monday.",
)
def subject_before(candidate: Candidate) -> bool:
    """The person is a subject in a sentence before."""
    return candidate.past.subject and candidate.distance > 0


@cue(
    ROLE_CUES,
    "subject after a subject",
    "PERSON",
    0.08,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Elena Rossi left early. Police followed [her] on Monday.",
)
def subject_after_subject(candidate: Candidate) -> bool:
    """The person and the pronoun are both subjects."""
    return candidate.past.subject and candidate.situation.is_subject


@cue(
    ROLE_CUES,
    "subject of the main clause",
    "PERSON",
    0.47,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Police said Elena Rossi left early. [She] will return on Monday.",
)
def main_subject(candidate: Candidate) -> bool:
    """The person is the subject of the main clause of a sentence before."""
    tokens, past = candidate.tokens, candidate.past
    return past.subject and candidate.distance > 0 and tokens.dep[tokens.head[past.token]] == "ROOT"


@cue(
    ROLE_CUES,
    "latest subject",
    "PERSON",
    0.1,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Police arrested Elena Rossi. [She] will appear on Monday.",
)
def latest_subject(candidate: Candidate) -> bool:
    """The person is the last candidate before the pronoun who is a subject."""
    return candidate.past.number == candidate.situation.latest_subject


@cue(
    ROLE_CUES,
    "object after an object",
    "PERSON",
    0.23,
    yes="Police arrested Elena Rossi. A van took [her] to prison.",
    no="Police arrested Elena Rossi. [She] will appear on Monday.",
)
def object_after_object(candidate: Candidate) -> bool:
    """Neither the person nor the pronoun is a subject or an owner."""
    past, situation = candidate.past, candidate.situation
    if past.subject or past.possessive or situation.is_subject:
        return False
    return candidate.tokens.dep[situation.token] != "poss"


@cue(
    ROLE_CUES,
    "subject of the clause around",
    "PERSON",
    0.61,
    yes="Elena Rossi said [she] would return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def nearest_clause_subject(candidate: Candidate) -> bool:
    """The person is the subject of the nearest clause around the pronoun."""
    subjects = candidate.situation.clause_subjects
    return bool(subjects) and candidate.past.token == subjects[0]


@cue(
    ROLE_CUES,
    "says it",
    "PERSON",
    1.22,
    yes="Elena Rossi said [she] would return on Monday.",
    no="Elena Rossi smiled when [she] returned on Monday.",
)
def says_it(candidate: Candidate) -> bool:
    """The person is the subject of a reporting verb that is the nearest clause around the pronoun."""
    tokens, subjects = candidate.tokens, candidate.situation.clause_subjects
    if not subjects or candidate.past.token != subjects[0] or not candidate.situation.is_subject:
        return False
    verb = tokens.lemma[tokens.head[subjects[0]]]
    return verb in reporting_verbs() and verb not in _ASKING


@cue(
    ROLE_CUES,
    "asks it",
    "PERSON",
    -0.89,
    yes="Elena Rossi asked whether [she] could return on Monday.",
    no="Elena Rossi said [she] would return on Monday.",
)
def asks_it(candidate: Candidate) -> bool:
    """The person is the subject of a verb of asking around the pronoun: people ask about others."""
    tokens, subjects = candidate.tokens, candidate.situation.clause_subjects
    if not subjects or candidate.past.token != subjects[0] or not candidate.situation.is_subject:
        return False
    return tokens.lemma[tokens.head[subjects[0]]] in _ASKING


@cue(
    ROLE_CUES,
    "describes another noun",
    "PERSON",
    -0.16,
    yes="The Rossi campaign ended early. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def describes_a_noun(candidate: Candidate) -> bool:
    """The person's name only describes another noun."""
    return candidate.tokens.dep[candidate.past.token] in _DESCRIBING


@cue(
    ROLE_CUES,
    "subject of a wider clause",
    "PERSON",
    -0.49,
    yes="Elena Rossi said the party knew that [she] would return.",
    no="Elena Rossi said [she] would return on Monday.",
)
def wider_clause_subject(candidate: Candidate) -> bool:
    """The person is the subject of a clause further out."""
    return candidate.past.token in candidate.situation.clause_subjects[1:]


@cue(
    ROLE_CUES,
    "object of the clause around",
    "PERSON",
    0.62,
    yes="The court told Elena Rossi that [she] must return.",
    no="Elena Rossi said [she] would return on Monday.",
)
def clause_object(candidate: Candidate) -> bool:
    """The person is the object of a clause around the pronoun: somebody who is told something."""
    return candidate.past.token in candidate.situation.clause_objects


@cue(
    ROLE_CUES,
    "possessor",
    "PERSON",
    0.22,
    yes="Elena Rossi's car was stolen. [She] called the police.",
    no="Elena Rossi left early. [She] called the police.",
)
def possessor(candidate: Candidate) -> bool:
    """The person is mentioned only as the owner of something."""
    return candidate.past.possessive and not candidate.past.subject


@cue(
    ROLE_CUES,
    "owner after an owner",
    "PERSON",
    0.38,
    yes="Elena Rossi's car was stolen. [Her] house burnt down.",
    no="Elena Rossi's car was stolen. [She] called the police.",
)
def owner_after_owner(candidate: Candidate) -> bool:
    """The person and the pronoun both own something."""
    return candidate.past.possessive and candidate.tokens.dep[candidate.situation.token] == "poss"


@cue(
    ROLE_CUES,
    "one of several",
    "PERSON",
    -0.0,
    yes="Police met Elena Rossi and Paul Berg. [She] left early.",
    no="Police met Elena Rossi. [She] left early.",
)
def one_of_several(candidate: Candidate) -> bool:
    """The person is mentioned together with others."""
    tokens, token = candidate.tokens, candidate.past.token
    return tokens.dep[token] == "conj" or tokens.child_with(token, "conj") is not None


@cue(
    ROLE_CUES,
    "owner, after the subject of its clause",
    "PERSON",
    0.26,
    yes="Elena Rossi sold [her] house.",
    no="Elena Rossi said [she] would return on Monday.",
)
def owned_by_subject(candidate: Candidate) -> bool:
    """The pronoun owns something, and the person is the subject of the nearest clause around it."""
    situation = candidate.situation
    subjects = situation.clause_subjects
    return bool(subjects) and candidate.past.token == subjects[0] and candidate.tokens.dep[situation.token] == "poss"


@cue(
    ROLE_CUES,
    "a pronoun in this sentence",
    "PERSON",
    0.01,
    yes="Elena Rossi left early. She said [she] was tired.",
    no="Elena Rossi said [she] was tired.",
)
def pronoun_here(candidate: Candidate) -> bool:
    """The latest mention is a pronoun in the same sentence."""
    return candidate.past.pronoun and candidate.distance == 0


@cue(
    ROLE_CUES,
    "introduced as somebody's",
    "PERSON",
    0.69,
    yes="Her daughter, Elena Rossi, said [she] was tired.",
    no="Elena Rossi said [she] was tired.",
)
def is_somebodys(candidate: Candidate) -> bool:
    """The person is mentioned in this sentence as somebody's relative or aide, who may be the one that is meant."""
    return candidate.distance == 0 and _owner_of(candidate) is not None


@cue(
    ROLE_CUES,
    "somebody's, says it",
    "PERSON",
    -0.51,
    yes="Her daughter, Elena Rossi, said [she] was tired.",
    no="Elena Rossi said [she] was tired.",
)
def somebodys_says_it(candidate: Candidate) -> bool:
    """The person introduced as somebody's says what the pronoun is the subject of."""
    return says_it(candidate) and _owner_of(candidate) is not None


def _owner_of(candidate: Candidate) -> int | None:
    return candidate.tokens.child_with(candidate.past.token, "poss")


@cue(
    ROLE_CUES,
    "object, of what it is praised or blamed for",
    "PERSON",
    1.12,
    yes="The minister praised Elena Rossi for [her] work.",
    no="The minister told Elena Rossi about [her] work.",
)
def praised_for(candidate: Candidate) -> bool:
    """The person is the object of a verb, and the pronoun stands behind "for" in its clause."""
    tokens, past = candidate.tokens, candidate.past
    if past.token not in candidate.situation.clause_objects:
        return False
    return any(
        tokens.lower[kid] == "for" and past.token < kid < candidate.situation.token
        for kid in tokens.children[tokens.head[past.token]]
    )


@cue(
    ROLE_CUES,
    "object, before a clause of time or cause",
    "PERSON",
    0.22,
    yes="Police arrested Elena Rossi after [she] shot a dog.",
    no="Police arrested Elena Rossi. [She] had shot a dog.",
)
def object_before_clause(candidate: Candidate) -> bool:
    """The person is the object of the clause that a subordinate clause with the pronoun as its subject depends on."""
    tokens, situation = candidate.tokens, candidate.situation
    verb = tokens.head[situation.token]
    behind = situation.is_subject and tokens.dep[verb] == "advcl"
    return behind and candidate.past.token in situation.clause_objects


@cue(
    ROLE_CUES,
    "behind a preposition of place",
    "PERSON",
    -0.33,
    yes="The guests came from Elena Rossi. [She] will return on Monday.",
    no="The guests came with Elena Rossi. [She] will return on Monday.",
)
def in_place(candidate: Candidate) -> bool:
    """The name stands where a place does, and so may be that of a town: "came from Oban"."""
    tokens, token = candidate.tokens, candidate.past.token
    return candidate.named and tokens.dep[token] == "pobj" and tokens.lower[tokens.head[token]] in _WHERE
