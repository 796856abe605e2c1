"""Cues to the antecedent of "he" and "she", as rows that add up to a score for each candidate.

A candidate starts with :data:`BASE_SCORE`. The weights are our own, chosen on the pronouns of News-Fair: recency first,
then the role in the sentence, then how much the story is about the person.
"""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.entities.discourse import UNNAMED_PERSON, History, PastMention
from wiredesk.nlp.knowledge import Gender
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

BASE_SCORE = 80.0
_MAX_COUNTED_MENTIONS = 8

ANTECEDENT_CUES: list[Cue] = []
"""A feature takes a :class:`Candidate`. In the examples the pronoun is in brackets."""


@dataclass(slots=True)
class Candidate:
    """A person mentioned before a pronoun."""

    tokens: Tokens
    history: History
    past: PastMention
    token: int
    """The pronoun."""
    gender: Gender
    """The pronoun's."""
    noun_gender: Gender
    """The gender of the noun for a person without a name: girl, policeman."""

    @property
    def distance(self) -> int:
        """Sentences between the mention and the pronoun."""
        return self.tokens.sentence[self.token] - self.past.sentence

    @property
    def named(self) -> bool:
        """Whether the person has a name in the story."""
        return self.past.number != UNNAMED_PERSON

    @property
    def same_paragraph(self) -> bool:
        """Whether the mention and the pronoun are in one paragraph."""
        return self.tokens.paragraph[self.past.token] == self.tokens.paragraph[self.token]

    @property
    def pronoun_is_subject(self) -> bool:
        """Whether the pronoun is a subject."""
        return self.tokens.dep[self.token] in NOMINAL_SUBJECTS

    @property
    def pronoun_is_quoted(self) -> bool:
        """Whether the pronoun is inside quotation marks."""
        return self.tokens.quoted[self.token]


def speaks(tokens: Tokens, past: PastMention) -> bool:
    """Return whether a mention is the subject of a reporting verb outside quotation marks."""
    return past.subject and not past.quoted and tokens.lemma[tokens.head[past.token]] in reporting_verbs()


@cue(
    ANTECEDENT_CUES,
    "sentences back",
    "PERSON",
    -18.0,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Elena Rossi said [she] would return on Monday.",
)
def sentences_back(candidate: Candidate) -> int:
    """Each sentence between the mention and the pronoun counts."""
    return candidate.distance


@cue(
    ANTECEDENT_CUES,
    "subject of this sentence",
    "PERSON",
    16.0,
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
    14.0,
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
    6.0,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Elena Rossi left early. Police followed [her] on Monday.",
)
def subject_after_subject(candidate: Candidate) -> bool:
    """The person and the pronoun are both subjects."""
    return candidate.past.subject and candidate.pronoun_is_subject


@cue(
    ANTECEDENT_CUES,
    "possessor",
    "PERSON",
    -4.0,
    yes="Elena Rossi's car was stolen. [She] called the police.",
    no="Elena Rossi left early. [She] called the police.",
)
def possessor(candidate: Candidate) -> bool:
    """The person is mentioned only as the owner of something."""
    return candidate.past.possessive and not candidate.past.subject


@cue(
    ANTECEDENT_CUES,
    "without a name",
    "PERSON",
    -2.0,
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
    -6.0,
    yes="A witness called the police. [He] saw a car.",
    no="A witness said that [he] saw a car.",
)
def unnamed_before(candidate: Candidate) -> bool:
    """The person has no name and was mentioned in a sentence before."""
    return not candidate.named and candidate.distance > 0


@cue(
    ANTECEDENT_CUES,
    "noun of that gender",
    "PERSON",
    16.0,
    yes="The actress said that [she] saw a car.",
    no="A witness said that [he] saw a car.",
)
def noun_of_gender(candidate: Candidate) -> bool:
    """The noun for a person without a name has the pronoun's gender."""
    return bool(candidate.noun_gender)


@cue(
    ANTECEDENT_CUES,
    "mentioned before",
    "PERSON",
    2.0,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="A witness said that [he] saw a car.",
)
def mentioned_often(candidate: Candidate) -> int:
    """Each mention so far counts, up to eight."""
    return min(_MAX_COUNTED_MENTIONS, candidate.history.count[candidate.past.number]) if candidate.named else 0


@cue(
    ANTECEDENT_CUES,
    "a pronoun already",
    "PERSON",
    6.0,
    yes="Elena Rossi left early. She was tired. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def pronoun_before(candidate: Candidate) -> bool:
    """The latest mention is a pronoun too."""
    return candidate.named and candidate.past.pronoun


@cue(
    ANTECEDENT_CUES,
    "gender known",
    "PERSON",
    10.0,
    yes="Elena Rossi left early. [She] will return on Monday.",
    no="Zorvane Rossi left early. [She] will return on Monday.",
)
def gender_known(candidate: Candidate) -> bool:
    """A first name or honorific has the pronoun's gender."""
    past = candidate.past
    return candidate.named and candidate.history.clusters[past.number].gender == candidate.gender


@cue(
    ANTECEDENT_CUES,
    "in another paragraph",
    "PERSON",
    -4.0,
    yes="Elena Rossi left early.\n\n[She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def other_paragraph(candidate: Candidate) -> bool:
    """The mention is in another sentence and another paragraph."""
    return candidate.named and candidate.distance > 0 and not candidate.same_paragraph


@cue(
    ANTECEDENT_CUES,
    "mentioned inside a quotation",
    "PERSON",
    -12.0,
    yes="“We trust Elena Rossi,” the posters read. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def quoted_mention(candidate: Candidate) -> bool:
    """The mention is quoted, the pronoun is not."""
    return candidate.named and candidate.past.quoted and not candidate.pronoun_is_quoted


@cue(
    ANTECEDENT_CUES,
    "may be the one who is quoted",
    "PERSON",
    -45.0,
    yes="Elena Rossi smiled at the crowd. “[She] will return,” the posters read.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def may_be_quoted(candidate: Candidate) -> bool:
    """A subject outside the quotation in its paragraph may be its speaker, who does not call himself "he"."""
    past = candidate.past
    outside = candidate.pronoun_is_quoted and not past.quoted
    return candidate.named and outside and past.subject and candidate.same_paragraph


@cue(
    ANTECEDENT_CUES,
    "goes on speaking",
    "PERSON",
    24.0,
    yes="Elena Rossi said the plan would work. [She] vowed to resign.",
    no="Elena Rossi said the plan would work. [She] left early.",
)
def goes_on_speaking(candidate: Candidate) -> bool:
    """The last speaker often continues: both are subjects of reporting verbs."""
    tokens, token = candidate.tokens, candidate.token
    if not candidate.named or not candidate.pronoun_is_subject or candidate.pronoun_is_quoted:
        return False
    return tokens.lemma[tokens.head[token]] in reporting_verbs() and speaks(tokens, candidate.past)
