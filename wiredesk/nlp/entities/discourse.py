"""Who and what was mentioned lately: the memory that nominal mentions and pronouns are resolved against."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.tokens import Tokens

MEMORY = 30
"""Mentions that are remembered; bounds the work for each pronoun, so that a story costs time linear in its length."""

SUBJECT = frozenset({"nsubj", "nsubjpass"})
UNNAMED = -1
"""Number of a person without a name ("a witness"), who can be meant by a pronoun all the same."""


class Seen(NamedTuple):
    """A mention that was passed."""

    number: int
    token: int
    """The token that governs the mention."""
    start: int
    sentence: int
    subject: bool
    possessive: bool
    pronoun: bool
    quoted: bool


class Memory:
    """The latest mentions, newest last, and how often each thing was mentioned so far."""

    def __init__(self, tokens: Tokens, clusters: list[Cluster]) -> None:
        self.tokens, self.clusters = tokens, clusters
        self.latest: deque[Seen] = deque(maxlen=MEMORY)
        self.count = [0] * len(clusters)

    def see(self, number: int, start: int, end: int, pronoun: bool = False) -> None:
        """Remember a mention."""
        tokens, token = self.tokens, root(self.tokens, start, end)
        dep = tokens.dep[token]
        self.latest.append(
            Seen(
                number,
                token,
                start,
                tokens.sentence[token],
                dep in SUBJECT,
                dep == "poss",
                pronoun,
                tokens.quoted[token],
            )
        )
        if number >= 0:
            self.count[number] += 1

    def back(self, sentence: int, reach: int) -> Iterator[Seen]:
        """Mentions of the last sentences, newest first, each thing once."""
        known: dict[int, Seen] = {}
        for seen in reversed(self.latest):
            if sentence - seen.sentence > reach:
                break
            latest = known.get(seen.number)
            if latest is None:
                known[seen.number] = seen
            elif seen.subject and not latest.subject and seen.sentence == latest.sentence:
                known[seen.number] = latest._replace(subject=True, token=seen.token, possessive=False)
        yield from known.values()


def root(tokens: Tokens, start: int, end: int) -> int:
    """The token of a range that governs the others."""
    for token in range(end - 1, start - 1, -1):
        if not start <= tokens.head[token] < end or tokens.head[token] == token:
            return token
    return end - 1
