"""A pronoun, what surrounds it, and the people who may be its antecedent."""

from __future__ import annotations

from dataclasses import dataclass, field

from wiredesk.nlp.entities.discourse import History, PastMention
from wiredesk.nlp.knowledge import Gender
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens


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
