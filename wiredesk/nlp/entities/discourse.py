"""Discourse history: the latest mentions, which nominal mentions and pronouns are resolved against."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wiredesk.nlp.knowledge import Gender
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

MAX_PAST_MENTIONS = 30
"""Mentions that are kept. Bounds the work for each pronoun, so that time is linear in the length of a story."""


class Antecedent(NamedTuple):
    """What a mention refers to."""

    number: int
    """Number of the cluster, or of a person without a name."""
    rule: str
    confidence: float = 1.0
    """Probability that the choice is right, by the model that made it; 1 for a rule that does not weigh."""


class PastMention(NamedTuple):
    """A mention earlier in the text."""

    number: int
    """Number of its cluster; negative for a person without a name."""
    token: int
    """The token that governs the mention."""
    start: int
    sentence: int
    subject: bool
    possessive: bool
    pronoun: bool
    quoted: bool


@dataclass(slots=True)
class UnnamedPerson:
    """Somebody whom the story does not name: a witness, her lawyer. Pronouns may refer to him or her."""

    noun: str
    gender: Gender
    count: int = 0
    """Mentions so far."""


class History:
    """The latest mentions, newest last, and how often each cluster was mentioned so far.

    People without a name have negative numbers, from -1 down.
    """

    def __init__(
        self,
        tokens: Tokens,
        clusters: list[Cluster],
        owner: Sequence[int],
        persons_by_form: Iterable[int] = (),
    ) -> None:
        self.tokens, self.clusters, self.owner = tokens, clusters, owner
        self.persons_by_form = set(persons_by_form)
        """Clusters of another type whose name and verbs are those of a person, and that nothing called "it" so far."""
        self.latest: deque[PastMention] = deque(maxlen=MAX_PAST_MENTIONS)
        self.datelines: set[int] = set()
        """Where the mentions in datelines start."""
        self.count = [0] * len(clusters)
        self.most_of_a_person = 0
        """How often the person mentioned most was mentioned so far."""
        self.genders: dict[Gender, int] = {"m": 0, "f": 0, "": 0}
        """How many people with a name are of each gender; of an empty one where it is unknown."""
        for cluster in clusters:
            if cluster.type == "PERSON":
                self.genders[cluster.gender] += 1
        self.unnamed: list[UnnamedPerson] = []
        self._unnamed_by_noun: dict[str, int] = {}

    def add(self, number: int, start: int, end: int, pronoun: bool = False) -> None:
        """Append a mention. A name in apposition has the grammatical role of its noun: ``the captain, Lee, said``."""
        tokens = self.tokens
        token = start if end - start == 1 else tokens.name_head(start, end)
        dep = tokens.dep[token]
        if dep == "appos":
            head = tokens.head[token]
            if self.owner[head] < 0 and tokens.pos[head] == "NOUN":
                token, dep = head, tokens.dep[head]
        subject, quoted = dep in NOMINAL_SUBJECTS, tokens.quoted[token]
        self.latest.append(
            PastMention(number, token, start, tokens.sentence[token], subject, dep == "poss", pronoun, quoted)
        )
        if number >= 0:
            count = self.count[number] = self.count[number] + 1
            if count > self.most_of_a_person and self.clusters[number].type == "PERSON":
                self.most_of_a_person = count
        else:
            self.unnamed[-number - 1].count += 1

    def add_unnamed(self, token: int, gender: Gender, again: bool) -> None:
        """Append a mention of a person without a name by a noun.

        ``again`` says that the noun may refer to a person mentioned before: "the witness" after "a witness".
        """
        noun = self.tokens.lower[token]
        number = self.unnamed_called(noun) if again else 0
        if not number:
            self.unnamed.append(UnnamedPerson(noun, gender))
            number = -len(self.unnamed)
            self._unnamed_by_noun[noun] = number
        self.add(number, token, token + 1)

    def add_unknown(self, token: int, gender: Gender) -> None:
        """Append a pronoun whose antecedent is unknown, as a person whom the next pronouns may refer to."""
        self.unnamed.append(UnnamedPerson("", gender))
        self.add(-len(self.unnamed), token, token + 1, pronoun=True)

    def unnamed_called(self, noun: str) -> int:
        """Return the number of the latest person without a name who was mentioned by a noun, 0 if there is none."""
        return self._unnamed_by_noun.get(noun, 0)

    def recent(self, sentence: int, sentences_back: int) -> Iterator[PastMention]:
        """Return the mentions of the last sentences, newest first, each cluster once.

        A mention as subject in the same sentence replaces a newer mention that is not a subject.
        """
        newest: dict[int, PastMention] = {}
        for past in reversed(self.latest):
            if sentence - past.sentence > sentences_back:
                break
            latest = newest.get(past.number)
            if latest is None:
                newest[past.number] = past
            elif past.subject and not latest.subject and past.sentence == latest.sentence:
                newest[past.number] = latest._replace(subject=True, token=past.token, possessive=False)
        return iter(newest.values())

    def is_person(self, number: int) -> bool:
        """Return whether a number is that of a person, with a name or without."""
        return number < 0 or self.clusters[number].type == "PERSON"

    def is_known_person(self, number: int) -> bool:
        """Return whether a number is that of a person mentioned by a name or a noun."""
        return bool(self.unnamed[-number - 1].noun) if number < 0 else self.clusters[number].type == "PERSON"

    def may_be_person(self, number: int, same_sentence: bool) -> bool:
        """Return whether a number is that of a person, or of a name that looks like a person's.

        A pronoun whose antecedent is unknown counts in its own sentence only.
        """
        return number in self.persons_by_form or (self.is_person if same_sentence else self.is_known_person)(number)

    def gender_of(self, number: int) -> Gender:
        """Return the gender of a person, empty if it is unknown."""
        return self.unnamed[-number - 1].gender if number < 0 else self.clusters[number].gender

    def may_have(self, number: int, gender: Gender) -> bool:
        """Return whether a person may be of a gender; an empty one fits everybody."""
        return not gender or self.gender_of(number) in {"", gender}

    def is_only_one(self, number: int, gender: Gender) -> bool:
        """Return whether nobody else with a name in the whole story may be of a gender."""
        named = number >= 0 and self.clusters[number].type == "PERSON"
        return named and self.genders[gender] + self.genders[""] == 1

    def set_gender(self, number: int, gender: Gender) -> None:
        """Note the gender that a pronoun shows, unless it is known."""
        person = self.unnamed[-number - 1] if number < 0 else self.clusters[number]
        if person.gender or not gender:
            return
        person.gender = gender
        if number >= 0 and self.clusters[number].type == "PERSON":
            self.genders[""] -= 1
            self.genders[gender] += 1

    def count_of(self, number: int) -> int:
        """Return how often somebody or something was mentioned so far."""
        return self.unnamed[-number - 1].count if number < 0 else self.count[number]


def name_before(history: History, token: int) -> PastMention | None:
    """Return the last mention if it is a name that ends right before a token: ``[Lund] itself``."""
    if not history.latest or token == 0:
        return None
    last = history.latest[-1]
    named = last.number >= 0 and not last.pronoun and history.owner[token - 1] == last.number
    return last if named and history.tokens.sentence[token] == last.sentence else None
