"""The words that report speech, from a language's ``reporting.toml``: verbs by their forms, and words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wiredesk.contract import Polarity, QuoteMode
from wiredesk.nlp.languages.tier2.local_name_words import words_of
from wiredesk.nlp.languages.time.time_vocabulary import table_of

_PREFIXES = ("se_", "s'en_", "s'")
_LAST_ACUTE = re.compile(r"é([^aeiouyéèê]+)$")


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """One verb: what it reports, and which contents it takes without quotation marks."""

    lemma: str
    mode: QuoteMode
    polarity: Polarity
    takes: frozenset[str]
    reflexive: bool


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The verbs of one language by the first word of each form, and the small words around them."""

    forms: Mapping[str, tuple[tuple[tuple[str, ...], SpeechVerb], ...]]
    """First word of a form → forms that begin so, the longest first: their words, and the verb."""
    finite: frozenset[str]
    """Forms that need no auxiliary."""
    words: Mapping[str, frozenset[tuple[str, ...]]]
    """Small words by class, as sequences of words."""
    by_source: tuple[str, ...]
    for_source: tuple[str, ...]
    infinitive: re.Pattern[str]
    """A whole word that is an infinitive, if it is a verb."""
    clitic: re.Pattern[str]
    """A pronoun that is joined to the verb before it; it never matches where the language has none."""

    def has(self, name: str, word: str) -> bool:
        """Return whether a word in small letters belongs to a class of small words."""
        return (word,) in self.words.get(name, frozenset())


@cache
def speech_words(language: str) -> SpeechWords:
    """Return the words of a language by its code; none where it has no ``reporting.toml``."""
    data = table_of(language, "reporting")
    irregular = data.get("forms", {})
    forms: dict[str, list[tuple[tuple[str, ...], SpeechVerb]]] = {}
    finite: set[str] = set()
    for verb in _verbs(data):
        plain = _without_prefix(verb.lemma)
        own = irregular.get(verb.lemma, irregular.get(plain))
        listed = words_of(own) if own is not None else [*_regular_finite(plain), *_regular_participles(plain)]
        participles = set(_regular_participles(plain)) if own is None else set()
        for form in listed:
            words = tuple(form.split("_"))
            forms.setdefault(words[0], []).append((words, verb))
            if form not in participles:
                finite.add(words[0])
    words = data.get("words", {})
    small = {
        name: frozenset(tuple(word.split("_")) for word in words_of(value))
        for name, value in words.items()
        if name not in {"clitic", "infinitive", "by_source", "for_source"}
    }
    return SpeechWords(
        forms={first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in forms.items()},
        finite=frozenset(finite),
        words=small,
        by_source=tuple(words.get("by_source", ())),
        for_source=tuple(words.get("for_source", ())),
        infinitive=re.compile(words.get("infinitive", "(?!)")),
        clitic=re.compile(words.get("clitic", "(?!)")),
    )


def _verbs(data: Mapping[str, Any]) -> Iterator[SpeechVerb]:
    for row in data.get("cue", []):
        for lemma in row["verbs"].split():
            yield SpeechVerb(
                lemma,
                row["mode"],
                row.get("polarity", "affirmed"),
                frozenset(row["takes"].split()),
                lemma.startswith(_PREFIXES),
            )


def _without_prefix(lemma: str) -> str:
    for prefix in _PREFIXES:
        if lemma.startswith(prefix):
            return lemma.removeprefix(prefix)
    return lemma


def _regular_finite(lemma: str) -> Iterator[str]:
    """Yield third persons of a regular verb in -er: present, imperfect, simple past, future."""
    if not lemma.endswith("er"):
        return
    stem = lemma[:-2]
    open_stem = _LAST_ACUTE.sub(r"è\1", stem)
    if re.search(r"[^aeiouy]e[lt]$", stem):
        open_stem = stem + stem[-1] if stem.endswith(("l", "tt")) else stem
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    yield from (open_stem + "e", open_stem + "ent", soft + "ait", soft + "aient", soft + "a", stem + "èrent")


def _regular_participles(lemma: str) -> Iterator[str]:
    if lemma.endswith("er"):
        yield from (lemma[:-2] + ending for ending in ("é", "ée", "és", "ées"))
