"""Cues to the antecedent of "he" and "she", as rows that add up to a score for each candidate.

The score is a logarithm of odds: :func:`~wiredesk.nlp.entities.pronouns.choose_antecedent` compares the candidates with
each other and with nobody. ``python -m benchmarks.coreference`` trains the weights on texts that we wrote and labelled
ourselves, and prints them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.entities.discourse import History, PastMention
from wiredesk.nlp.knowledge import Gender
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

BASE_SCORE = 3.21
"""Score of every candidate before the rows; that of nobody is 0."""
_MAX_COUNTED_MENTIONS = 8
_MAX_RANK = 4
_MIN_MENTIONS_OF_MAIN = 3
_DESCRIBING = frozenset({"compound", "amod", "nmod"})
_ASKING = word_set("nominals", "asking_verbs")
_SPEAKS_FOR = word_set("nominals", "persons_who_speak_for")

ANTECEDENT_CUES: list[Cue] = []
"""A feature takes a :class:`Candidate`. In the examples the pronoun is in brackets."""


@dataclass(slots=True)
class Situation:
    """A pronoun and what surrounds it, the same for all candidates."""

    tokens: Tokens
    history: History
    token: int
    """The pronoun."""
    gender: Gender
    """The pronoun's."""
    clause_subjects: list[int]
    """Subjects of the clauses around the pronoun, the nearest first."""
    clause_objects: list[int]
    """Objects of those clauses before the pronoun."""
    latest_subject: int | None
    """Number of the last person before the pronoun who is a subject."""
    last_speaker: int | None
    """If the pronoun is the subject of a reporting verb, the number of the last speaker in a sentence before."""
    ahead: int | None
    """Number of the person that a pronoun in a fronted phrase points forward to."""

    @property
    def is_subject(self) -> bool:
        """Whether the pronoun is a subject."""
        return self.tokens.dep[self.token] in NOMINAL_SUBJECTS

    @property
    def is_quoted(self) -> bool:
        """Whether the pronoun is inside quotation marks."""
        return self.tokens.quoted[self.token]


@dataclass(slots=True)
class Candidate:
    """A person who was mentioned before a pronoun, or is behind a fronted phrase."""

    situation: Situation
    past: PastMention
    rank: int
    """Number of candidates that were mentioned later."""
    tokens: Tokens = field(init=False)
    history: History = field(init=False)
    distance: int = field(init=False)
    """Sentences between the mention and the pronoun."""
    named: bool = field(init=False)
    """Whether the person has a name in the story."""
    ahead: bool = field(init=False)
    """Whether the pronoun is in a phrase in front of the person's clause."""

    def __post_init__(self) -> None:
        situation, past = self.situation, self.past
        self.tokens, self.history = situation.tokens, situation.history
        self.distance = situation.tokens.sentence[situation.token] - past.sentence
        self.named = past.number >= 0
        self.ahead = past.number == situation.ahead

    @property
    def same_paragraph(self) -> bool:
        """Whether the mention and the pronoun are in one paragraph."""
        return self.tokens.paragraph[self.past.token] == self.tokens.paragraph[self.situation.token]


def speaks(tokens: Tokens, past: PastMention) -> bool:
    """Return whether a mention is the subject of a reporting verb outside quotation marks."""
    return past.subject and not past.quoted and tokens.lemma[tokens.head[past.token]] in reporting_verbs()


@cue(
    ANTECEDENT_CUES,
    "sentences back",
    "PERSON",
    -0.25,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Elena Rossi said [she] would return on Monday.",
)
def sentences_back(candidate: Candidate) -> int:
    """Each sentence between the mention and the pronoun counts."""
    return candidate.distance


@cue(
    ANTECEDENT_CUES,
    "others mentioned since",
    "PERSON",
    -0.37,
    yes="Elena Rossi left early with a friend. [She] will return on Monday.",
    no="A judge met Elena Rossi on Monday. [She] will return.",
)
def others_since(candidate: Candidate) -> int:
    """Each candidate who was mentioned later counts, up to four."""
    return min(_MAX_RANK, candidate.rank)


@cue(
    ANTECEDENT_CUES,
    "subject of this sentence",
    "PERSON",
    0.47,
    yes="Elena Rossi said [she] would return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def subject_here(candidate: Candidate) -> bool:
    """The person is a subject in the pronoun's sentence."""
    return candidate.past.subject and candidate.distance == 0


@cue(
    ANTECEDENT_CUES,
    "subject of an earlier sentence",
    "PERSON",
    0.75,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Police arrested Elena Rossi. [She] will appear on Monday.",
)
def subject_before(candidate: Candidate) -> bool:
    """The person is a subject in a sentence before."""
    return candidate.past.subject and candidate.distance > 0


@cue(
    ANTECEDENT_CUES,
    "subject after a subject",
    "PERSON",
    -0.18,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Elena Rossi left early. Police followed [her] on Monday.",
)
def subject_after_subject(candidate: Candidate) -> bool:
    """The person and the pronoun are both subjects."""
    return candidate.past.subject and candidate.situation.is_subject


@cue(
    ANTECEDENT_CUES,
    "subject of the main clause",
    "PERSON",
    0.54,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Police said Elena Rossi left early. [She] will return on Monday.",
)
def main_subject(candidate: Candidate) -> bool:
    """The person is the subject of the main clause of a sentence before."""
    tokens, past = candidate.tokens, candidate.past
    return past.subject and candidate.distance > 0 and tokens.dep[tokens.head[past.token]] == "ROOT"


@cue(
    ANTECEDENT_CUES,
    "latest subject",
    "PERSON",
    0.22,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Police arrested Elena Rossi. [She] will appear on Monday.",
)
def latest_subject(candidate: Candidate) -> bool:
    """The person is the last candidate before the pronoun who is a subject."""
    return candidate.past.number == candidate.situation.latest_subject


@cue(
    ANTECEDENT_CUES,
    "speaks for somebody else",
    "PERSON",
    -1.5,
    yes="The spokesman left early. [He] will return on Monday.",
    no="The teacher left early. [He] will return on Monday.",
)
def speaks_for_another(candidate: Candidate) -> bool:
    """A spokesman or a lawyer without a name: "he" may be the one whom he speaks for."""
    return not candidate.named and candidate.tokens.lower[candidate.past.token] in _SPEAKS_FOR


@cue(
    ANTECEDENT_CUES,
    "object after an object",
    "PERSON",
    0.21,
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
    ANTECEDENT_CUES,
    "subject of the clause around",
    "PERSON",
    0.43,
    yes="Elena Rossi said [she] would return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def nearest_clause_subject(candidate: Candidate) -> bool:
    """The person is the subject of the nearest clause around the pronoun."""
    subjects = candidate.situation.clause_subjects
    return bool(subjects) and candidate.past.token == subjects[0]


@cue(
    ANTECEDENT_CUES,
    "says it",
    "PERSON",
    1.3,
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
    ANTECEDENT_CUES,
    "asks it",
    "PERSON",
    -1.04,
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
    ANTECEDENT_CUES,
    "describes another noun",
    "PERSON",
    -0.42,
    yes="The Rossi campaign ended early. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def describes_a_noun(candidate: Candidate) -> bool:
    """The person's name only describes another noun."""
    return candidate.tokens.dep[candidate.past.token] in _DESCRIBING


@cue(
    ANTECEDENT_CUES,
    "the main person so far",
    "PERSON",
    0.19,
    yes="Elena Rossi left early. She was tired. She had worked all night. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def main_person(candidate: Candidate) -> bool:
    """No other person with a name has been mentioned as often, and this one three times at least."""
    history, number = candidate.history, candidate.past.number
    count = history.count_of(number)
    return candidate.named and count >= _MIN_MENTIONS_OF_MAIN and count == history.most_of_a_person


@cue(
    ANTECEDENT_CUES,
    "subject of a wider clause",
    "PERSON",
    -0.79,
    yes="Elena Rossi said the party knew that [she] would return.",
    no="Elena Rossi said [she] would return on Monday.",
)
def wider_clause_subject(candidate: Candidate) -> bool:
    """The person is the subject of a clause further out."""
    return candidate.past.token in candidate.situation.clause_subjects[1:]


@cue(
    ANTECEDENT_CUES,
    "object of the clause around",
    "PERSON",
    0.6,
    yes="The court told Elena Rossi that [she] must return.",
    no="Elena Rossi said [she] would return on Monday.",
)
def clause_object(candidate: Candidate) -> bool:
    """The person is the object of a clause around the pronoun: somebody who is told something."""
    return candidate.past.token in candidate.situation.clause_objects


@cue(
    ANTECEDENT_CUES,
    "possessor",
    "PERSON",
    0.25,
    yes="Elena Rossi's car was stolen. [She] called the police.",
    no="Elena Rossi left early. [She] called the police.",
)
def possessor(candidate: Candidate) -> bool:
    """The person is mentioned only as the owner of something."""
    return candidate.past.possessive and not candidate.past.subject


@cue(
    ANTECEDENT_CUES,
    "owner after an owner",
    "PERSON",
    0.24,
    yes="Elena Rossi's car was stolen. [Her] house burnt down.",
    no="Elena Rossi's car was stolen. [She] called the police.",
)
def owner_after_owner(candidate: Candidate) -> bool:
    """The person and the pronoun both own something."""
    return candidate.past.possessive and candidate.tokens.dep[candidate.situation.token] == "poss"


@cue(
    ANTECEDENT_CUES,
    "one of several",
    "PERSON",
    -0.01,
    yes="Police met Elena Rossi and Paul Berg. [She] left early.",
    no="Police met Elena Rossi. [She] left early.",
)
def one_of_several(candidate: Candidate) -> bool:
    """The person is mentioned together with others."""
    tokens, token = candidate.tokens, candidate.past.token
    return tokens.dep[token] == "conj" or tokens.child_with(token, "conj") is not None


@cue(
    ANTECEDENT_CUES,
    "without a name",
    "PERSON",
    -0.45,
    yes="A witness said that [he] saw a car.",
    no="Elena Rossi said that [she] saw a car.",
)
def unnamed(candidate: Candidate) -> bool:
    """The person has no name in the story."""
    return not candidate.named


@cue(
    ANTECEDENT_CUES,
    "without a name, in an earlier sentence",
    "PERSON",
    -0.69,
    yes="The witness ran. Then [he] saw a car.",
    no="A witness said that [he] saw a car.",
)
def unnamed_before(candidate: Candidate) -> bool:
    """The person has no name and was mentioned in a sentence before."""
    return not candidate.named and candidate.distance > 0


@cue(
    ANTECEDENT_CUES,
    "noun of that gender",
    "PERSON",
    0.46,
    yes="The actress said that [she] saw a car.",
    no="A witness said that [he] saw a car.",
)
def noun_of_gender(candidate: Candidate) -> bool:
    """The noun for a person without a name, or an earlier pronoun, has the pronoun's gender."""
    return not candidate.named and bool(candidate.history.gender_of(candidate.past.number))


@cue(
    ANTECEDENT_CUES,
    "mentioned often",
    "PERSON",
    0.1,
    yes="Elena Rossi left early. She was tired. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def mentioned_often(candidate: Candidate) -> int:
    """Each mention after the first counts, up to eight."""
    return max(0, min(_MAX_COUNTED_MENTIONS, candidate.history.count_of(candidate.past.number) - 1))


@cue(
    ANTECEDENT_CUES,
    "a pronoun already",
    "PERSON",
    0.36,
    yes="Elena Rossi left early. She was tired. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def pronoun_before(candidate: Candidate) -> bool:
    """The latest mention is a pronoun too."""
    return candidate.past.pronoun


@cue(
    ANTECEDENT_CUES,
    "gender known",
    "PERSON",
    0.37,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Zorvane Rossi left early. [She] will return on Monday.",
)
def gender_known(candidate: Candidate) -> bool:
    """A first name, an honorific or an earlier pronoun has the pronoun's gender."""
    return candidate.named and bool(candidate.history.gender_of(candidate.past.number))


@cue(
    ANTECEDENT_CUES,
    "in another paragraph",
    "PERSON",
    -1.57,
    yes="Elena Rossi left early.\n\n[She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def other_paragraph(candidate: Candidate) -> bool:
    """The mention is in another sentence and another paragraph."""
    return candidate.distance > 0 and not candidate.same_paragraph


@cue(
    ANTECEDENT_CUES,
    "mentioned inside a quotation",
    "PERSON",
    -1.25,
    yes="“We trust Elena Rossi,” the posters read. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def quoted_mention(candidate: Candidate) -> bool:
    """The mention is quoted, the pronoun is not."""
    return candidate.past.quoted and not candidate.situation.is_quoted


@cue(
    ANTECEDENT_CUES,
    "may be the one who is quoted",
    "PERSON",
    -2.02,
    yes="Elena Rossi smiled at the crowd. “[She] will return,” the posters read.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def may_be_quoted(candidate: Candidate) -> bool:
    """A subject outside the quotation in its paragraph may be its speaker, who does not call himself "he"."""
    past = candidate.past
    return candidate.situation.is_quoted and not past.quoted and past.subject and candidate.same_paragraph


@cue(
    ANTECEDENT_CUES,
    "goes on speaking",
    "PERSON",
    -0.04,
    yes="Elena Rossi said the plan would work. [She] vowed to resign.",
    no="Elena Rossi said the plan would work. [She] left early.",
)
def goes_on_speaking(candidate: Candidate) -> bool:
    """The last speaker often continues: both are subjects of reporting verbs."""
    return candidate.past.number == candidate.situation.last_speaker


@cue(
    ANTECEDENT_CUES,
    "goes on speaking after another was mentioned",
    "PERSON",
    1.56,
    yes="Elena Rossi said the plan would work. Anna Berg listened. [She] vowed to resign.",
    no="Elena Rossi said the plan would work. [She] vowed to resign.",
)
def goes_on_after_another(candidate: Candidate) -> bool:
    """The last speaker continues, though somebody who did not speak was mentioned since."""
    return candidate.rank > 0 and candidate.past.number == candidate.situation.last_speaker


@cue(
    ANTECEDENT_CUES,
    "behind a fronted phrase",
    "PERSON",
    0.05,
    yes="In [her] speech on Monday, Elena Rossi praised the army.",
    no="Elena Rossi praised [her] army.",
)
def ahead(candidate: Candidate) -> bool:
    """The pronoun is in a phrase or clause in front of the person's."""
    return candidate.ahead


@cue(
    ANTECEDENT_CUES,
    "another type, but the form of a person's name",
    "PERSON",
    -1.64,
    yes="Joy Mining left early. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def person_by_form(candidate: Candidate) -> bool:
    """The name was not typed as a person's, but looks like one."""
    return candidate.past.number in candidate.history.persons_by_form
