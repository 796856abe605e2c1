"""Words that report speech and thought, and the frames that each takes: one list for quotes, names and pronouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Frames = frozenset[str]

_FILE = "reporting_cues.tsv"


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """Frames by lemma. A particle verb is entered under ``verb_particle``."""

    verbs: Mapping[str, Frames]
    nouns: Mapping[str, Frames]
    adjectives: Mapping[str, Frames]


@cache
def cue_lexicon() -> CueLexicon:
    """Read ``reporting_cues.tsv``; its head describes the format."""
    tables: dict[str, dict[str, set[str]]] = {"v": {}, "n": {}, "a": {}}
    source = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    for line in source.splitlines():
        if line and not line.startswith("#"):
            part, lemma, frames = line.split("\t")
            tables[part].setdefault(lemma, set()).update(frames.split())
    frozen = {part: {lemma: frozenset(frames) for lemma, frames in rows.items()} for part, rows in tables.items()}
    return CueLexicon(verbs=frozen["v"], nouns=frozen["n"], adjectives=frozen["a"])


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
