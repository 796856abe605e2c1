"""Cues to whom "the singer" or "the 22-year-old" refers to, if nobody has that title.

The candidates and the comparison are those of :mod:`~wiredesk.nlp.entities.antecedents`. The weights are our own.
Feature articles and sport name their main person that way, so frequency counts more than for pronouns.
"""

from __future__ import annotations

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.entities import antecedent_cues, antecedent_role_cues
from wiredesk.nlp.entities.antecedents import Candidate

BASE_SCORE = 0.3
"""Score of every candidate before the rows; that of nobody is 0."""
AGE_BASE_SCORE = 1.3
"""The same for "the 22-year-old", which always refers to somebody mentioned."""

PERSON_NOUN_CUES: list[Cue] = []
"""A feature takes a :class:`~wiredesk.nlp.entities.antecedents.Candidate`, whose pronoun is the noun."""

cue(
    PERSON_NOUN_CUES,
    "sentences back",
    "PERSON",
    -0.5,
    yes="Elena Rossi won on Monday. [The singer] will play in Rome.",
    no="Elena Rossi sold [the actress]'s house.",
)(antecedent_cues.sentences_back)
cue(
    PERSON_NOUN_CUES,
    "others mentioned since",
    "PERSON",
    -0.6,
    yes="Elena Rossi beat a friend on Monday. [The singer] will play in Rome.",
    no="Elena Rossi won on Monday. [The singer] will play in Rome.",
)(antecedent_cues.others_since)
cue(
    PERSON_NOUN_CUES,
    "subject of an earlier sentence",
    "PERSON",
    0.8,
    yes="Elena Rossi won on Monday. [The singer] will play in Rome.",
    no="Police arrested Elena Rossi. [The singer] will play in Rome.",
)(antecedent_role_cues.subject_before)
cue(
    PERSON_NOUN_CUES,
    "subject of the main clause",
    "PERSON",
    0.3,
    yes="Elena Rossi won on Monday. [The singer] will play in Rome.",
    no="Police said Elena Rossi won. [The singer] will play in Rome.",
)(antecedent_role_cues.main_subject)
cue(
    PERSON_NOUN_CUES,
    "possessor",
    "PERSON",
    -0.2,
    yes="Elena Rossi's car was stolen. [The singer] called the police.",
    no="Elena Rossi left early. [The singer] called the police.",
)(antecedent_role_cues.possessor)
cue(
    PERSON_NOUN_CUES,
    "one of several",
    "PERSON",
    -0.6,
    yes="Police met Elena Rossi and Paul Berg. [The actress] left early.",
    no="Police met Elena Rossi. [The singer] left early.",
)(antecedent_role_cues.one_of_several)
cue(
    PERSON_NOUN_CUES,
    "mentioned inside a quotation",
    "PERSON",
    -1.0,
    yes="“We trust Elena Rossi,” the posters read. [The singer] left early.",
    no="Police met Elena Rossi. [The singer] left early.",
)(antecedent_cues.quoted_mention)
cue(
    PERSON_NOUN_CUES,
    "without a name",
    "PERSON",
    -1.5,
    yes="A friend smiled on Monday. [The singer] will play in Rome.",
    no="Elena Rossi won on Monday. [The singer] will play in Rome.",
)(antecedent_cues.unnamed)


cue(
    PERSON_NOUN_CUES,
    "mentioned often",
    "PERSON",
    0.3,
    yes="Elena Rossi won on Monday. She smiled. [The singer] will play in Rome.",
    no="Elena Rossi won on Monday. [The singer] will play in Rome.",
)(antecedent_cues.mentioned_often)
cue(
    PERSON_NOUN_CUES,
    "the main person so far",
    "PERSON",
    0.8,
    yes="Elena Rossi won on Monday. She smiled. She was happy. [The singer] will play in Rome.",
    no="Elena Rossi won on Monday. [The singer] will play in Rome.",
)(antecedent_cues.main_person)


@cue(
    PERSON_NOUN_CUES,
    "gender of the noun",
    "PERSON",
    0.8,
    yes="Elena Rossi won on Monday. [The actress] will play in Rome.",
    no="Elena Rossi won on Monday. [The singer] will play in Rome.",
)
def noun_has_gender(candidate: Candidate) -> bool:
    """The noun says the gender, and it is that of the person."""
    gender = candidate.situation.gender
    return bool(gender) and candidate.history.gender_of(candidate.past.number) == gender
