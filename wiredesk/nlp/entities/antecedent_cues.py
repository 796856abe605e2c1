"""Cues to the antecedent of "he" and "she", as rows that add up to a score for each candidate.

The score is a logarithm of odds: :func:`~wiredesk.nlp.entities.pronouns.choose_antecedent` compares the candidates with
each other and with nobody. ``python -m benchmarks.coreference`` trains the weights on texts that we wrote and labelled
ourselves, and prints them.
"""

from __future__ import annotations

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.entities.antecedent_role_cues import ROLE_CUES
from wiredesk.nlp.entities.antecedents import Candidate
from wiredesk.nlp.lexicon import word_set

BASE_SCORE = 3.04
"""Score of every candidate before the rows; that of nobody is 0."""
_MAX_COUNTED_MENTIONS = 8
_MAX_RANK = 4
_MIN_MENTIONS_OF_MAIN = 3
_SPEAKS_FOR = word_set("nominals", "persons_who_speak_for")

ANTECEDENT_CUES: list[Cue] = [*ROLE_CUES]
"""A feature takes a :class:`~wiredesk.nlp.entities.antecedents.Candidate`. The pronoun of an example is in brackets."""


@cue(
    ANTECEDENT_CUES,
    "sentences back",
    "PERSON",
    -0.53,
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
    -0.32,
    yes="Elena Rossi left early with a friend. [She] will return on Monday.",
    no="A judge met Elena Rossi on Monday. [She] will return.",
)
def others_since(candidate: Candidate) -> int:
    """Each candidate who was mentioned later counts, up to four."""
    return min(_MAX_RANK, candidate.rank)


@cue(
    ANTECEDENT_CUES,
    "speaks for somebody else",
    "PERSON",
    -1.29,
    yes="The spokesman left early. [He] will return on Monday.",
    no="The teacher left early. [He] will return on Monday.",
)
def speaks_for_another(candidate: Candidate) -> bool:
    """A spokesman or a lawyer without a name: "he" may be the one whom he speaks for."""
    return not candidate.named and candidate.tokens.lower[candidate.past.token] in _SPEAKS_FOR


@cue(
    ANTECEDENT_CUES,
    "the main person so far",
    "PERSON",
    -0.09,
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
    "without a name",
    "PERSON",
    -0.37,
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
    -0.55,
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
    0.45,
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
    0.23,
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
    0.43,
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
    0.46,
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
    -1.34,
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
    -0.61,
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
    -1.82,
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
    0.19,
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
    1.18,
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
    0.03,
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
    -1.5,
    yes="Joy Mining left early. [She] will return on Monday.",
    no="Elena Rossi left early. [She] will return on Monday.",
)
def person_by_form(candidate: Candidate) -> bool:
    """The name was not typed as a person's, but looks like one."""
    return candidate.past.number in candidate.history.persons_by_form


@cue(
    ANTECEDENT_CUES,
    "nobody else of that gender",
    "PERSON",
    0.51,
    yes="Elena Rossi met Paul Berg. [She] will return on Monday.",
    no="Elena Rossi met Anna Berg. [She] will return on Monday.",
)
def only_one(candidate: Candidate) -> bool:
    """No other person with a name in the whole story may be of the pronoun's gender."""
    return candidate.history.is_only_one(candidate.past.number, candidate.situation.gender)
