"""The lexicon of cues: which words report, and in which frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

Frames = frozenset[str]

STRUCTURAL = frozenset({"quote", "that", "to", "ing", "obj", "objto", "rcpto", "small", "as", "raise"})
"""Frames that are not prepositions, except that ``as`` and ``to`` are both."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Frames by lemma.  A particle verb is entered under ``verb_particle``."""

    verbs: Mapping[str, Frames]
    nouns: Mapping[str, Frames]
    adjectives: Mapping[str, Frames]


def load() -> Lexicon:
    """Read ``lexicon.tsv``; its head describes the format."""
    tables: dict[str, dict[str, set[str]]] = {"v": {}, "n": {}, "a": {}}
    source = files("wiredesk.nlp.quotes").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    for line in source.splitlines():
        if line and not line.startswith("#"):
            part, lemma, frames = line.split("\t")
            tables[part].setdefault(lemma, set()).update(frames.split())
    frozen = {part: {lemma: frozenset(frames) for lemma, frames in rows.items()} for part, rows in tables.items()}
    return Lexicon(verbs=frozen["v"], nouns=frozen["n"], adjectives=frozen["a"])
