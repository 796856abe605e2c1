"""A place's name in the parse: its tokens, the token that governs it, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.nlp.mentions import EntityDraft, MentionDraft
from wiredesk.nlp.tokens import Tokens

Range = tuple[int, int]
"""Tokens, half open."""

_MAX_LISTED = 8
"""Names of a list between this one and the first."""


@dataclass(slots=True, init=False, eq=False)
class NamedPlace:
    """A place's name: its tokens, the token that governs it, and that token's governor."""

    tokens: Tokens
    start: int
    end: int
    at: int
    """The token that represents the name: its head or, in a list, the head of the first name."""
    dep: str
    """Dependency label of the name."""
    head: int
    """The token that governs the name."""
    lemma: str
    """Lemma of that token."""
    before: str
    """The word before the name, lower case."""
    after: str
    """The word after the name, lower case."""
    is_subject: bool
    """Whether it is the subject of a verb."""
    is_object: bool
    """Whether it is the object of a verb."""
    is_of: bool
    """Whether "of" is one of the two words before it: "the Bank of England v …" is not a fixture."""

    def __init__(self, tokens: Tokens, start: int, end: int, at: int) -> None:
        """Read what a score of rules ask for."""
        lower = tokens.lower
        self.tokens, self.start, self.end, self.at = tokens, start, end, at
        self.dep = dep = tokens.dep[at]
        self.head = head = tokens.head[at]
        self.lemma = tokens.lemma[head]
        self.before = lower[start - 1] if start else ""
        self.after = lower[end] if end < len(lower) else ""
        self.is_subject = dep == "nsubj" and tokens.tag[head].startswith(("V", "M"))
        self.is_object = dep in ("dobj", "dative") and tokens.tag[head].startswith("V")
        self.is_of = self.before == "of" or (start > 1 and lower[start - 2] == "of")


def name_ranges(tokens: Tokens, entity: EntityDraft) -> list[Range]:
    """Return the tokens of each mention of an entity by name, half open; not of those that cut a token."""
    return [(start, end) for _, start, end in named_mentions(tokens, entity)]


def named_mentions(tokens: Tokens, entity: EntityDraft) -> list[tuple[MentionDraft, int, int]]:
    """Return each mention of an entity by name with its tokens, half open; not those that cut a token."""
    starts, ends = tokens.token_starting_at, tokens.token_after
    found = []
    for mention in entity.mentions:
        if mention.kind == "name":
            first, last = mention.span
            if first in starts and last in ends and (start := starts[first]) < (end := ends[last]):
                found.append((mention, start, end))
    return found


def place_at(tokens: Tokens, start: int, end: int) -> NamedPlace:
    """Return the place named by the tokens ``start`` to ``end``, exclusive."""
    at = next(
        (index for index in range(start, end) if not start <= tokens.head[index] < end or tokens.head[index] == index),
        end - 1,
    )
    for _ in range(_MAX_LISTED):
        listed = tokens.dep[at] == "conj" or (tokens.dep[at] == "appos" and tokens.tag[tokens.head[at]] == "NNP")
        if not listed or tokens.head[at] == at:
            break
        at = tokens.head[at]
    return NamedPlace(tokens, start, end, at)
