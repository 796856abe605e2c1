"""A place's name in the parse: what governs it and what is around it."""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.nlp.tokens import Tokens

_MAX_LISTED = 8
"""Names of a list that are climbed to the one that governs them."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place's name: its tokens, the token that governs it, and that token's governor."""

    tokens: Tokens
    start: int
    end: int
    at: int
    """Where it is one of a list, the first of the list."""

    @property
    def dep(self) -> str:
        """Dependency label of the governing token."""
        return self.tokens.dep[self.at]

    @property
    def head(self) -> int:
        """The token that governs the name."""
        return self.tokens.head[self.at]

    @property
    def lemma(self) -> str:
        """Lemma of that token."""
        return self.tokens.lemma[self.head]

    @property
    def before(self) -> str:
        """The word before the name, lower case."""
        return self.tokens.lower[self.start - 1] if self.start else ""

    @property
    def after(self) -> str:
        """The word behind the name, lower case."""
        return self.tokens.lower[self.end] if self.end < len(self.tokens) else ""

    @property
    def is_subject(self) -> bool:
        """Whether it is the subject of a verb."""
        return self.dep == "nsubj" and self.tokens.tag[self.head].startswith(("V", "M"))

    @property
    def is_object(self) -> bool:
        """Whether it is the object of a verb."""
        return self.dep in {"dobj", "dative"} and self.tokens.tag[self.head].startswith("V")

    @property
    def is_of(self) -> bool:
        """Whether "of" comes right before it: "the Bank of England v …" is no fixture."""
        return "of" in self.tokens.lower[max(0, self.start - 2) : self.start]


def place_at(tokens: Tokens, start: int, end: int) -> NamedPlace:
    """Return the place named by the tokens ``start`` to ``end``."""
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
