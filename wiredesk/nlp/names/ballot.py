"""Votes for the type of each text of a story, and what they decide."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from wiredesk.contract import EntityType
from wiredesk.nlp.mentions import Name, TypeDecision
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

WEAK = 1.0
"""Weight below which a row only breaks ties. All its votes for a text together count no more than this: a firm that
"says" five things is no person."""

_GEOGRAPHY = frozenset({"GPE", "LOC"})


class Ballot:
    """Votes for the type of each text."""

    def __init__(self, tokens: Tokens, names: Iterable[Name], trace: Trace | None) -> None:
        self.text = {name: tokens.string(name.start, name.end) for name in names}
        self.votes: dict[str, dict[EntityType, float]] = {}
        self._rows: dict[str, dict[tuple[EntityType, str], float]] = {}
        self._tokens, self._trace = tokens, trace

    @cached_property
    def _first(self) -> dict[str, Name]:
        """The first mention of each text."""
        return {text: name for name, text in reversed(self.text.items())}

    def add(self, text: str, row: str, label: EntityType, weight: float, name: Name | None = None) -> None:
        """Count a vote for a text; of one mention where ``name`` is given."""
        rows = self._rows.setdefault(text, {})
        before = rows.get((label, row), 0.0)
        if 0 < weight < WEAK:
            weight = min(weight, WEAK - before)
            if weight <= 0:
                return
        rows[label, row] = before + weight
        count = self.votes.setdefault(text, {})
        count[label] = count.get(label, 0.0) + weight
        if self._trace is not None:
            name = name or self._first[text]
            self._trace.add(self._tokens.span(name.start, name.end), "type", row, label, weight)

    def of_label(self, text: str, label: EntityType) -> float:
        """Return the votes that a type has for a text."""
        return self.votes.get(text, {}).get(label, 0.0)

    def of_row(self, text: str, label: EntityType, row: str) -> float:
        """Return the votes of one row for a type of a text."""
        return self._rows.get(text, {}).get((label, row), 0.0)

    def winners(self) -> dict[str, EntityType]:
        """Return the type with most votes for each text; of equal types, the first that got a vote.

        Towns and landscapes count together against the others: the lake and the town of one name are both no person.
        """
        return {text: _winner(count) for text, count in self.votes.items()}

    def decision(self, text: str, label: EntityType) -> TypeDecision:
        """Return the row that gave a type most votes, and the lead of the type over the best of the others."""
        rule, most = "", None
        for (voted, row), weight in self._rows[text].items():
            if voted == label and (most is None or weight > most):
                rule, most = row, weight
        others = [weight for voted, weight in self.votes[text].items() if voted != label]
        return TypeDecision(rule, self.of_label(text, label) - max(others, default=0.0))


def _winner(count: dict[EntityType, float]) -> EntityType:
    if len(count) == 1:
        return next(iter(count))
    places = [label for label in count if label in _GEOGRAPHY]
    if len(places) < 2 or len(places) == len(count):
        return max(count, key=count.__getitem__)
    place = max(places, key=lambda label: count[label])
    total = sum(count[label] for label in places)
    return max(count, key=lambda label: total if label == place else -1.0 if label in places else count[label])
