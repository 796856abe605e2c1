"""Votes for the type of each text of a story, and what they decide."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from wiredesk.contract import EntityType
from wiredesk.nlp.mentions import Name, TypeDecision
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

WEAK = 1.0
"""Weight below which a row only breaks ties. All its votes for a text together count no more than this: a firm that
"says" five things is no person."""

_GEOGRAPHY = frozenset({"GPE", "LOC"})


class TextVotes:
    """The votes for the type of one text."""

    __slots__ = ("count", "rows")

    def __init__(self) -> None:
        self.count: dict[EntityType, float] = {}
        """The votes of each type."""
        self.rows: dict[tuple[EntityType, str], float] = {}
        """The votes of each row for a type."""

    def decision(self, label: EntityType) -> TypeDecision:
        """Return the row that gave a type most votes, and the lead of the type over the best of the others."""
        rule, most = "", None
        for (voted, row), weight in self.rows.items():
            if voted == label and (most is None or weight > most):
                rule, most = row, weight
        lead = self.count.get(label, 0.0)
        if len(self.count) > (label in self.count):
            lead -= max(weight for voted, weight in self.count.items() if voted != label)
        return TypeDecision(rule, lead)


class Ballot:
    """Votes for the type of each text."""

    def __init__(self, tokens: Tokens, names: Sequence[Name], trace: Trace | None) -> None:
        self.names = names
        self.texts = [tokens.string(name.start, name.end) for name in names]
        """The texts of the names."""
        self.votes: dict[str, TextVotes] = {}
        self._tokens, self._trace = tokens, trace

    @cached_property
    def _first(self) -> dict[str, Name]:
        """The first mention of each text."""
        return dict(zip(reversed(self.texts), reversed(self.names), strict=True))

    def add(self, text: str, row: str, label: EntityType, weight: float, name: Name | None = None) -> None:
        """Count a vote for a text; of one mention where ``name`` is given. A weak row counts at most :data:`WEAK`."""
        votes = self.votes.get(text)
        if votes is None:
            votes = self.votes[text] = TextVotes()
        key, count = (label, row), votes.count
        before = votes.rows.get(key, 0.0)
        if 0 < weight < WEAK:
            weight = min(weight, WEAK - before)
            if weight <= 0:
                return
        votes.rows[key] = before + weight
        count[label] = count.get(label, 0.0) + weight
        if self._trace is not None:
            name = name or self._first[text]
            self._trace.add(self._tokens.span(name.start, name.end), "type", row, label, weight)

    def text_of(self, name: Name) -> str:
        """Return the text of one of the names."""
        return self.texts[bisect_left(self.names, name)]

    def of_label(self, text: str, label: EntityType) -> float:
        """Return the votes that a type has for a text."""
        votes = self.votes.get(text)
        return votes.count.get(label, 0.0) if votes else 0.0

    def of_row(self, text: str, label: EntityType, row: str) -> float:
        """Return the votes of one row for a type of a text."""
        votes = self.votes.get(text)
        return votes.rows.get((label, row), 0.0) if votes else 0.0

    def winners(self) -> dict[str, EntityType]:
        """Return the type with most votes for each text; of equal types, the first that got a vote.

        Towns and landscapes count together against the others: the lake and the town of one name are both no person.
        """
        return {
            text: next(iter(votes.count)) if len(votes.count) == 1 else _winner(votes.count)
            for text, votes in self.votes.items()
        }


def _winner(count: dict[EntityType, float]) -> EntityType:
    places = [label for label in count if label in _GEOGRAPHY]
    if len(places) < 2 or len(places) == len(count):
        return max(count, key=count.__getitem__)
    place = max(places, key=lambda label: count[label])
    total = sum(count[label] for label in places)
    return max(count, key=lambda label: total if label == place else -1.0 if label in places else count[label])
