"""The rows of the lexicon by the words that they ask for.

Nearly every row names words of which one must stand in the sentence: what fills a slot, its preposition, its particle.
Of three triggers two have no row whose words are there; so their clauses need not be read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from wiredesk.nlp.events.event_frames import EventFrame, EventFrames, Pos
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.tokens import Tokens

_PREPOSITIONS = word_set("function_words", "prepositions") - {"by"}
"""Words after which a slot is named. Who does what a noun tells is in the slot ``by`` whatever the preposition."""
_TAGS: dict[Pos, tuple[str, ...]] = {"v": ("VERB", "AUX"), "n": ("NOUN", "PROPN"), "a": ("ADJ",)}
"""The parser's parts of speech of each kind of trigger."""
_Asked = tuple[int, EventFrame, tuple[frozenset[str], ...]]
"""A row with its number, and the further groups of words of which it asks for one each."""


@dataclass(frozen=True, slots=True)
class TriggerRows:
    """The rows of one trigger, in their order."""

    pos: Pos
    rows: tuple[EventFrame, ...]
    free: dict[int, EventFrame]
    """The rows that ask for no words, by their numbers."""
    only_free: tuple[EventFrame, ...]
    asking: dict[str, tuple[_Asked, ...]]
    """The others by the words of their rarest group."""

    @classmethod
    def of(cls, pos: Pos, rows: tuple[EventFrame, ...]) -> TriggerRows:
        """Index the rows of a trigger by the words that they ask for."""
        free: dict[int, EventFrame] = {}
        asking: dict[str, list[_Asked]] = {}
        for number, row in enumerate(rows):
            first, *further = _words_asked(row) or [frozenset()]
            if not first:
                free[number] = row
            asked = number, row, tuple(further)
            for word in first:
                asking.setdefault(word, []).append(asked)
        known: dict[tuple[int, ...], tuple[_Asked, ...]] = {}  # words of a class ask for the same rows: they share them
        by_word = {word: known.setdefault(tuple(one[0] for one in some), tuple(some)) for word, some in asking.items()}
        return cls(pos, rows, free, tuple(free.values()), by_word)

    def possible(self, words: frozenset[str]) -> Sequence[EventFrame]:
        """Return the rows that may hold in a sentence that has these words, among others that no row asks for."""
        here = self.asking.keys() & words
        if not here:
            return self.only_free
        found: dict[int, EventFrame] = {}
        for word in here:
            for number, row, further in self.asking[word]:
                for group in further:
                    if group.isdisjoint(words):
                        break
                else:
                    found[number] = row
        if not found:
            return self.only_free
        found |= self.free
        return [found[number] for number in sorted(found)] if len(found) > 1 else list(found.values())


@dataclass(frozen=True, slots=True)
class RowIndex:
    """All rows of the lexicon."""

    triggers: dict[str, dict[str, TriggerRows]]
    """Rows by lemma and the parser's part of speech."""
    kind: int
    """The kind of words that are triggers."""
    asked: int
    """The kind of words that rows ask for."""

    @classmethod
    def of(cls, frames: EventFrames) -> RowIndex:
        """Index the rows."""
        triggers: dict[str, dict[str, TriggerRows]] = {}
        asked: set[str] = set()
        for (pos, lemma), rows in frames.items():
            triggers.setdefault(lemma, {}).update(dict.fromkeys(_TAGS[pos], TriggerRows.of(pos, rows)))
            asked.update(*(group for row in rows for group in _words_asked(row)))
        return cls(
            triggers,
            kind_of_words("trigger of an event", triggers),
            kind_of_words("asked for by the row of an event", asked),
        )

    def find(self, lemma: str, pos: Pos) -> TriggerRows | None:
        """Return the rows of a trigger; None if the lexicon has none."""
        of_lemma = self.triggers.get(lemma)
        return of_lemma.get(_TAGS[pos][0]) if of_lemma else None


def _words_asked(row: EventFrame) -> list[frozenset[str]]:
    """Return groups of words, each of which must have one in the sentence; the rarest first."""
    conditions = [one for one in row.conditions if not one.negated]
    fillers = sorted((one.words for one in conditions if one.words and not one.kinds), key=len)
    slots = {part for one in conditions for part in one.slot.split(".") if part in _PREPOSITIONS}
    particle = [_only(row.particle)] if row.particle else []
    return [*particle, *fillers, *map(_only, sorted(slots))]


@cache
def _only(word: str) -> frozenset[str]:
    return frozenset({word})


class SentenceWords:
    """The words of a story's sentences that rows ask for.

    What fills a slot stands in the sentence of its trigger, with two exceptions: "which" at the start of a sentence
    stands for the noun before it, and in a headline names are found across the parser's sentences.
    """

    __slots__ = ("_asked", "_headline_end", "_tokens", "_words")

    def __init__(self, tokens: Tokens, index: RowIndex, headline_end: int) -> None:
        self._tokens, self._asked = tokens, tokens.of_kind(index.asked)
        self._headline_end = tokens.sentence_end[headline_end - 1] if headline_end else 0
        self._words: dict[tuple[int, int], frozenset[str]] = {}

    def beside(self, begin: int) -> frozenset[str]:
        """Return the words of the sentence that begins with a token: as written in small letters, and their lemmas."""
        tokens, end = self._tokens, self._tokens.sentence_end[begin]
        if begin < self._headline_end:
            begin, end = 0, self._headline_end
        elif "which" in tokens.lower[begin : begin + 2]:
            begin, end = 0, len(tokens)
        found = self._words.get((begin, end))
        if found is None:
            asked, lower, lemma = self._asked, tokens.lower, tokens.lemma
            some = asked[bisect_left(asked, begin) : bisect_left(asked, end)]
            found = frozenset([lower[at] for at in some] + [lemma[at] for at in some])
            self._words[begin, end] = found
        return found
