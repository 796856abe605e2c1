"""Discourse history: the latest mentions, which nominal mentions and pronouns are resolved against."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

MAX_PAST_MENTIONS = 30
"""Mentions that are kept. Bounds the work for each pronoun, so that time is linear in the length of a story."""

UNNAMED_PERSON = -1
"""Number of a person without a name ("a witness"), who can be the antecedent of a pronoun."""

Antecedent = tuple[int, str]
"""Number of the antecedent's cluster, and the rule."""


class PastMention(NamedTuple):
    """A mention earlier in the text."""

    number: int
    """Number of its cluster, or :data:`UNNAMED_PERSON`."""
    token: int
    """The token that governs the mention."""
    start: int
    sentence: int
    subject: bool
    possessive: bool
    pronoun: bool
    quoted: bool


class History:
    """The latest mentions, newest last, and how often each cluster was mentioned so far."""

    def __init__(self, tokens: Tokens, clusters: list[Cluster]) -> None:
        self.tokens, self.clusters = tokens, clusters
        self.latest: deque[PastMention] = deque(maxlen=MAX_PAST_MENTIONS)
        self.count = [0] * len(clusters)

    def add(self, number: int, start: int, end: int, pronoun: bool = False) -> None:
        """Append a mention."""
        tokens, token = self.tokens, self.tokens.name_head(start, end)
        dep = tokens.dep[token]
        subject, quoted = dep in NOMINAL_SUBJECTS, tokens.quoted[token]
        self.latest.append(
            PastMention(number, token, start, tokens.sentence[token], subject, dep == "poss", pronoun, quoted)
        )
        if number >= 0:
            self.count[number] += 1

    def recent(self, sentence: int, sentences_back: int) -> Iterator[PastMention]:
        """Yield the mentions of the last sentences, newest first, each cluster once.

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
        yield from newest.values()

    def type_of(self, past: PastMention) -> str:
        """Return the type of the mentioned entity; a person without a name is a PERSON."""
        return self.clusters[past.number].type if past.number >= 0 else "PERSON"
