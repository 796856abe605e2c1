"""The rows of the lexicon by the words that they ask for.

Nearly every row names words of which one must stand in the sentence: what fills a slot, its preposition, its particle.
Of three triggers two have no row whose words are there; so their clauses need not be read.

Groups of words are numbered, and a set of groups is an integer with a bit for each: a comparison of two such sets takes
a tenth of the time for two sets of Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from wiredesk.nlp.events.event_frames import EventFrame, EventFrames, Pos
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.tokens import Tokens

_PREPOSITIONS = word_set("function_words", "prepositions") - {"by"}
"""Words after which a slot is named. Who does what a noun tells is in the slot ``by`` whatever the preposition."""


_TAGS: dict[Pos, tuple[str, ...]] = {"v": ("VERB", "AUX"), "n": ("NOUN", "PROPN"), "a": ("ADJ",)}
"""The parser's parts of speech of each kind of trigger."""
_NUMBER = itemgetter(0)


@dataclass(frozen=True, slots=True)
class TriggerRows:
    """The rows of one trigger, in their order."""

    pos: Pos
    rows: tuple[EventFrame, ...]
    free: tuple[tuple[int, EventFrame], ...]
    """The rows that ask for no words, with their numbers."""
    asking: dict[int, tuple[tuple[int, int, EventFrame], ...]]
    """The others by the bit of their rarest group, with their numbers and all groups that they ask for, as bits."""
    may_hold: int
    """The rarest groups, as bits."""

    def possible(self, groups: int) -> Sequence[EventFrame]:
        """Return the rows that may hold where only these groups have a word in the sentence."""
        there = self.may_hold & groups
        found = list(self.free)
        while there:
            bit = there & -there
            there ^= bit
            for number, asked, row in self.asking[bit]:
                if asked & groups == asked:
                    found.append((number, row))
        found.sort(key=_NUMBER)
        return [row for _, row in found]


@dataclass(frozen=True, slots=True)
class RowIndex:
    """All rows of the lexicon."""

    triggers: dict[str, dict[str, TriggerRows]]
    """Rows by lemma and the parser's part of speech."""
    groups_of: dict[str, int]
    """The groups that a word is in, as bits."""
    asked: frozenset[str]
    """The words of all groups."""
    kind: int
    """The kind of words that are triggers."""

    @classmethod
    def of(cls, frames: EventFrames) -> RowIndex:
        """Index the rows."""
        bits: dict[frozenset[str], int] = {}
        triggers: dict[str, dict[str, TriggerRows]] = {}
        for (pos, lemma), rows in frames.items():
            trigger = _trigger_rows(pos, rows, bits)
            triggers.setdefault(lemma, {}).update(dict.fromkeys(_TAGS[pos], trigger))
        groups_of: dict[str, int] = {}
        for words, bit in bits.items():
            for word in words:
                groups_of[word] = groups_of.get(word, 0) | bit
        return cls(triggers, groups_of, frozenset(groups_of), kind_of_words("trigger of an event", triggers))

    def find(self, lemma: str, pos: Pos) -> TriggerRows | None:
        """Return the rows of a trigger; None if the lexicon has none."""
        of_lemma = self.triggers.get(lemma)
        return of_lemma.get(_TAGS[pos][0]) if of_lemma else None

    def groups_among(self, *parts: Sequence[str]) -> int:
        """Return the groups that have one of the words of these parts, as bits."""
        groups_of, known, found = self.groups_of, self.asked, 0
        for words in parts:
            for word in known.intersection(words):
                found |= groups_of[word]
        return found


def _trigger_rows(pos: Pos, rows: tuple[EventFrame, ...], bits: dict[frozenset[str], int]) -> TriggerRows:
    """Return the rows of a trigger; new groups of words get the next bits."""
    free: list[tuple[int, EventFrame]] = []
    asking: dict[int, list[tuple[int, int, EventFrame]]] = {}
    for number, row in enumerate(rows):
        groups = [bits.setdefault(words, 1 << len(bits)) for words in _words_asked(row)]
        if groups:
            asking.setdefault(groups[0], []).append((number, sum(set(groups)), row))
        else:
            free.append((number, row))
    return TriggerRows(pos, rows, tuple(free), {bit: tuple(some) for bit, some in asking.items()}, sum(asking))


def _words_asked(row: EventFrame) -> list[frozenset[str]]:
    """Return groups of words, each of which must have one in the sentence; the rarest first."""
    conditions = [one for one in row.conditions if not one.negated]
    fillers = sorted((one.words for one in conditions if one.words and not one.kinds), key=len)
    slots = {part for one in conditions for part in one.slot.split(".") if part in _PREPOSITIONS}
    particle = [frozenset({row.particle})] if row.particle else []
    return [*particle, *fillers, *(frozenset({slot}) for slot in sorted(slots))]


class SentenceWords:
    """Which groups of words the sentences of a story have a word of.

    What fills a slot stands in the sentence of its trigger, with two exceptions: "which" at the start of a sentence
    stands for the noun before it, and in a headline names are found across the parser's sentences.
    """

    __slots__ = ("_groups", "_headline_end", "_index", "_tokens")

    def __init__(self, tokens: Tokens, index: RowIndex, headline_end: int) -> None:
        self._tokens, self._index = tokens, index
        self._headline_end = tokens.sentence_end[headline_end - 1] if headline_end else 0
        self._groups: dict[tuple[int, int], int] = {}

    def groups(self, begin: int) -> int:
        """Return the groups of the sentence that begins with a token, as bits."""
        tokens, end = self._tokens, self._tokens.sentence_end[begin]
        if begin < self._headline_end:
            begin, end = 0, self._headline_end
        elif "which" in tokens.lower[begin : begin + 2]:
            begin, end = 0, len(tokens)
        found = self._groups.get((begin, end))
        if found is None:
            found = self._index.groups_among(tokens.lemma[begin:end], tokens.lower[begin:end])
            self._groups[begin, end] = found
        return found
