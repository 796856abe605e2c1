"""The lexicon of tone: words that are good or bad, and words whose tone comes from what they act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.lexicon.word_kinds import Kinds, kind_of_words
from wiredesk.nlp.tone.regular_forms import adverb, gerund, past, quality

Group = Literal["v", "n", "a"]
"""Verbs, nouns, and adjectives with adverbs."""
Marker = Literal["denies", "puts back", "compares"]
"""A word that denies what it governs, puts it into the background, or sets the figure of another time against it."""

_GROUPS: dict[str, Group] = {"verbs": "v", "nouns": "n", "adjectives": "a"}
_SIGNS = (("tone_bad", -1), ("tone_good", 1))
_MIN_DERIVED = 0.5
"""Weight from which an adjective lends its tone to the adverb and the noun made of it."""


@dataclass(frozen=True, slots=True)
class Direction:
    """A word for a movement: what moves decides whether it is good."""

    sign: int
    """+1 up, -1 down; 0 where the movement has a tone of its own whatever moves."""
    alone: float
    """Tone where nothing says what moves."""
    figures_only: bool = False
    """Whether only what is measured moves in this sense: a bus that crashes does not become less."""
    quantity: bool = False
    """Whether a number or an amount is told, as "more" does, which says nothing of what is traded."""


@dataclass(frozen=True, slots=True)
class Turner:
    """A word that turns what it acts on: the tone where that is bad, where it is good, and where it is neither."""

    bad: float
    good: float
    alone: float


@dataclass(frozen=True, slots=True)
class ToneWord:
    """What the lexicon says of a word as one part of speech, or of a phrase."""

    rule: str = ""
    """Name of the class that gives the value; empty where the word says nothing."""
    value: float = 0.0
    direction: Direction | None = None
    turner: Turner | None = None
    pairs: Mapping[str, float] = field(default_factory=dict)
    """Lemma of an object, to the tone of the word with it."""
    is_contest: bool = False
    negates: bool = False
    denies_above: bool = False
    """Whether a phrase denies the word that governs it."""
    settles: bool = False
    """Whether a good tone of the word takes away the words for danger in its clause."""
    acts: bool = False
    """Whether its tone depends on other words."""


Phrase = tuple[tuple[str, ...], ToneWord]
"""Lemmas or forms behind the first two words of a phrase, and what the lexicon says of them together."""


@dataclass(slots=True)
class KnownWord:
    """All that the lexicon says of a word or form."""

    groups: dict[Group, ToneWord] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    """Phrases that begin with the word, by their second word, the longest first."""
    marker: Marker | None = None


@dataclass(frozen=True, slots=True)
class ToneLexicon:
    """All tables of tone."""

    words: Mapping[str, KnownWord]
    kinds: Kinds
    """The kinds of the same words."""
    measures: Mapping[str, int]
    """Nouns for what rises and falls: +1 where more is good, -1 where more is bad, 0 where another word says it."""
    traded: frozenset[str]
    """Those of which the price moves: shares, currencies."""
    compounds: Mapping[tuple[str, str], int]
    """Two nouns that together say whether more is good."""


_Rows = dict[tuple[str, Group], dict[str, Any]]
_Phrases = dict[tuple[str, ...], dict[str, Any]]


@cache
def tone_lexicon() -> ToneLexicon:
    """Return the lexicon, read once."""
    operators = table("tone_operators")
    rows: _Rows = {}
    phrases: _Phrases = {}
    _read_polar(rows, phrases)
    _read_operators(rows, phrases, operators)
    _read_pairs(rows, operators)
    _add_forms(rows)
    rows |= {entry: {} for entry in _entries(operators["neutral"])}
    phrases |= {tuple(phrase.split()): {} for phrase in operators["neutral"]["phrases"]}
    words = _known(rows, phrases)
    return ToneLexicon(
        words=words,
        kinds=_kinds(words),
        measures={word: row["sign"] for row in operators["measures"].values() for word in row["words"].split()},
        traded=frozenset(operators["measures"]["traded"]["words"].split()),
        compounds={
            (first, last): row["sign"]
            for row in operators["compounds"].values()
            for first, last in map(str.split, row["words"])
        },
    )


def _known(rows: _Rows, phrases: _Phrases) -> dict[str, KnownWord]:
    """Return all words with their phrases and markers."""
    found: dict[str, KnownWord] = {}
    for (word, group), values in rows.items():
        found.setdefault(word, KnownWord()).groups[group] = _word(values)
    for phrase in sorted(phrases, key=len, reverse=True):
        known = found.setdefault(phrase[0], KnownWord())
        known.phrases.setdefault(phrase[1], []).append((phrase[2:], _word(phrases[phrase])))
    denying = word_set("quote_words", "negations", "negative_subjects") | word_set("tone_operators", "negation_words")
    markers: dict[str, Marker] = dict.fromkeys(denying, "denies")
    markers |= dict.fromkeys(word_set("tone_operators", "background_words"), "puts back")
    markers |= dict.fromkeys(word_set("tone_operators", "compared_words"), "compares")
    for word, marker in markers.items():
        found.setdefault(word, KnownWord()).marker = marker
    return found


def _kinds(words: Mapping[str, KnownWord]) -> Kinds:
    return Kinds(
        alone=kind_of_words("tone", (word for word, known in words.items() if known.groups or known.marker)),
        first=kind_of_words("tone phrase, first word", (word for word, known in words.items() if known.phrases)),
        second=kind_of_words("tone phrase, second word", set().union(*(known.phrases for known in words.values()))),
    )


_ACTING = frozenset({"direction", "turner", "pairs", "is_contest", "negates"})


def _word(values: Mapping[str, Any]) -> ToneWord:
    return ToneWord(**values, acts=not _ACTING.isdisjoint(values))


def _read_polar(rows: _Rows, phrases: _Phrases) -> None:
    """Add the words and phrases of tone_bad.toml and tone_good.toml."""
    for file, sign in _SIGNS:
        for name, row in table(file).items():
            rule = f"{file.removeprefix('tone_')} {name}"
            values = {"rule": rule, "value": sign * row["weight"], "settles": row.get("settles", False)}
            for word, group in _entries(row):
                if "-" in word:  # which the tokenizer takes apart
                    phrases[tuple(word.replace("-", " - ").split())] = values
                else:
                    rows[word, group] = dict(values)
            phrases |= {tuple(phrase.split()): values for phrase in row.get("phrases", ())}


def _read_operators(rows: _Rows, phrases: _Phrases, operators: Mapping[str, Any]) -> None:
    """Add the directions, turners and negating words; a turner keeps the tone that it has by itself."""
    for name, row in operators["directions"].items():
        direction = Direction(row["sign"], row["alone"], row.get("figures_only", False), row.get("quantity", False))
        values = {"rule": f"direction {name}", "value": row["alone"], "direction": direction}
        rows |= {entry: dict(values) for entry in _entries(row)}
    for name, row in operators["turners"].items():
        turner = Turner(row["bad"], row["good"], row["alone"])
        values = {"rule": f"turner {name}", "value": row["alone"], "turner": turner}
        for entry in _entries(row):
            rows[entry] = values | rows.get(entry, {}) | {"turner": turner}
        phrases |= {tuple(phrase.split()): values for phrase in row.get("phrases", ())}
    phrases |= {
        tuple(phrase.split()): {"rule": "negating", "denies_above": True} for phrase in operators["negating"]["phrases"]
    }
    for word in operators["negating"]["adjectives"].split():
        rows.setdefault((word, "a"), {"rule": "negating"})["negates"] = True


def _read_pairs(rows: _Rows, operators: Mapping[str, Any]) -> None:
    """Add the pairs of a word and what it acts on, and the verbs of contests."""
    for key, pairs in operators["pairs"].items():
        for name, value in (("good", 1.0), ("bad", -1.0)):
            for line in pairs[name]:
                word, _, objects = line.partition(":")
                given = rows.setdefault((word, _GROUPS[key]), {"rule": "pair"})
                given["pairs"] = given.get("pairs", {}) | dict.fromkeys(objects.split(), value)
    for verb in word_set("contests", "beat") | word_set("tone_operators", "defeating"):
        rows.setdefault((verb, "v"), {"rule": "contest"})["is_contest"] = True


def _entries(row: Mapping[str, Any]) -> Iterator[tuple[str, Group]]:
    """Yield the words of a class with their part of speech."""
    for key, group in _GROUPS.items():
        for word in row.get(key, "").split():
            yield word, group


def _add_forms(rows: _Rows) -> None:
    """Add the regular forms: participles used as adjectives and nouns, adverbs and nouns of adjectives."""
    for (word, group), values in list(rows.items()):
        if group == "v":
            for form in (past(word), gerund(word)):
                rows.setdefault((form, "a"), values)
            rows.setdefault((gerund(word), "n"), values)
        elif group == "a" and abs(values.get("value", 0.0)) >= _MIN_DERIVED and "direction" not in values:
            rows.setdefault((adverb(word), "a"), values)
            rows.setdefault((quality(word), "n"), values)
