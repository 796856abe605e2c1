"""What fills a slot of a predicate: the words and the kinds that a condition of the lexicon asks for."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.nlp.events.event_frames import SlotCondition
from wiredesk.nlp.events.participants import Cast
from wiredesk.nlp.tokens import Tokens

_AMOUNTS = frozenset({"MONEY", "PERCENT", "NUMBER"})
_MAX_WORDS_OF_AMOUNT = 6
"""Words before a noun in which the sum or the number may stand: "a 2.5 billion dollar loan"."""


class SlotFillers:
    """The nouns in a slot and those joined to them. Words and kinds are read when a condition first asks for them."""

    __slots__ = ("_amounts", "_cast", "_heads", "_kinds", "_nouns", "_words")

    def __init__(self, cast: Cast, heads: Sequence[int]) -> None:
        self._cast, self._heads = cast, heads
        self._nouns: list[int] | None = None
        self._words: set[str] | None = None
        self._kinds: set[str] | None = None
        self._amounts: set[str] | None = None

    def meet(self, condition: SlotCondition) -> bool:
        """Return whether one of the nouns is what a condition names, negated or not."""
        if not self._heads or not (condition.words or condition.kinds):
            return bool(self._heads)
        if condition.words and not condition.words.isdisjoint(self._read_words()):
            return True
        if not condition.kinds:
            return False
        if not condition.kinds.isdisjoint(self._read_kinds()):
            return True
        return not condition.kinds.isdisjoint(_AMOUNTS) and not condition.kinds.isdisjoint(self._read_amounts())

    def _read_nouns(self) -> list[int]:
        if self._nouns is None:
            self._nouns = [noun for head in self._heads for noun in self._cast.joined(head)]
        return self._nouns

    def _read_words(self) -> set[str]:
        """Return the lemmas and the forms of the nouns."""
        if self._words is None:
            tokens, nouns = self._cast.tokens, self._read_nouns()
            self._words = {tokens.lemma[noun] for noun in nouns} | {tokens.lower[noun] for noun in nouns}
        return self._words

    def _read_kinds(self) -> set[str]:
        """Return the kinds of what the nouns name."""
        if self._kinds is None:
            self._kinds = set().union(*map(self._cast.kinds, self._read_nouns()))
        return self._kinds

    def _read_amounts(self) -> set[str]:
        """Return which amounts stand before the nouns."""
        if self._amounts is None:
            tokens = self._cast.tokens
            self._amounts = set().union(*(_amounts_before(tokens, noun) for noun in self._read_nouns()))
        return self._amounts


def _amounts_before(tokens: Tokens, noun: int) -> set[str]:
    first = max(tokens.left[noun], noun - _MAX_WORDS_OF_AMOUNT)
    found = {"MONEY", "PERCENT"}.intersection(tokens.ent_type[first : noun + 1])
    if tokens.child_with(noun, "nummod") is not None:
        found.add("NUMBER")
    return found
