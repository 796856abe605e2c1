"""Words that report speech and thought, and the frames that each takes: one list for quotes, names and pronouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from wiredesk.contract import Polarity, QuoteMode
from wiredesk.nlp.lexicon.word_kinds import kind_of_words

Frames = frozenset[str]
Word = tuple[str, str]
"""Part of speech (``v``, ``n`` or ``a``) and lemma."""

_FILE = "reporting_cues.tsv"


@dataclass(frozen=True, slots=True)
class CueSense:
    """What a cue reports in some of its frames: one row of the lexicon."""

    frames: Frames
    mode: QuoteMode
    polarity: Polarity = "affirmed"


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """Frames by lemma. A particle verb is entered under ``verb_particle``."""

    verbs: Mapping[str, Frames]
    nouns: Mapping[str, Frames]
    adjectives: Mapping[str, Frames]
    senses: Mapping[Word, tuple[CueSense, ...]]
    words: frozenset[str]
    """Words that may be a cue: lemmas of verbs, whatever their particle, and of nouns; forms of adjectives."""
    kind: int
    """The kind of these words."""
    with_particle: frozenset[str]
    """Lemmas of verbs that are entered with a particle."""

    def sense(self, word: Word, frames: Frames) -> CueSense:
        """Return the sense of a word in one of some frames; without such a row the first sense.

        Raises:
            KeyError: the word is not in the lexicon.
        """
        senses = self.senses[word]
        return next((sense for sense in senses if sense.frames & frames), senses[0])


@cache
def cue_lexicon() -> CueLexicon:
    """Read ``reporting_cues.tsv``; its head describes the format."""
    senses: dict[Word, list[CueSense]] = {}
    source = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    for line in source.splitlines():
        if line and not line.startswith("#"):
            part, lemma, *row = line.split("\t")
            senses.setdefault((part, lemma), []).append(_sense(*row))
    frames: dict[str, dict[str, Frames]] = {"v": {}, "n": {}, "a": {}}
    for (part, lemma), rows in senses.items():
        frames[part][lemma] = frozenset().union(*(row.frames for row in rows))
    words = frozenset(lemma.partition("_")[0] for _, lemma in senses)
    return CueLexicon(
        verbs=frames["v"],
        nouns=frames["n"],
        adjectives=frames["a"],
        senses={word: tuple(rows) for word, rows in senses.items()},
        words=words,
        kind=kind_of_words("cue of speech", words),
        with_particle=frozenset(lemma.partition("_")[0] for lemma in frames["v"] if "_" in lemma),
    )


def _sense(frames: str, mode: str, polarity: str = "affirmed") -> CueSense:
    return CueSense(frozenset(frames.split()), cast("QuoteMode", mode), cast("Polarity", polarity))


@cache
def reporting_verbs() -> frozenset[str]:
    """Return the lemmas of the verbs that report speech: they take direct quotation and a finite clause alike.

    A verb that takes quotation only ("smiled", "sang") names what somebody does while speaking. A verb that takes a
    clause only ("knew", "planned") names a thought that nobody need have uttered.
    """
    return frozenset(
        lemma for lemma, frames in cue_lexicon().verbs.items() if {"quote", "that"} <= frames and "_" not in lemma
    )


@cache
def person_reporting_verbs() -> frozenset[str]:
    """Return the reporting verbs whose subject is a person far more often than an organisation or a document."""
    return frozenset(lemma for lemma in reporting_verbs() if "org" not in cue_lexicon().verbs[lemma])
