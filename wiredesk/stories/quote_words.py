"""The words of a quotation as they are compared: without case, marks, contractions and regional spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from wiredesk.contract import Span
from wiredesk.datelines import exact_month
from wiredesk.spelled_numbers import digits_of
from wiredesk.word_frequency import rarity

_WORD = re.compile(r"[^\W_]+(?:[,.:](?=\d)\d+)*(?:['’][^\W_]+)*")
_NOT = re.compile(r"(?:n['’]t|nnot)\Z")
_REGIONAL = re.compile(
    r"(?<=[a-z]{2})(?:is(?=e[ds]?\Z|ing\Z|ation)|ys(?=e[ds]?\Z)|our(?=s?\Z|ed\Z|ing\Z|hood|able|ite|ful|al)|re\Z|ll)"
)
_AMERICAN = {"is": "iz", "ys": "yz", "our": "or", "re": "er", "ll": "l"}
CONTENT_RARITY = 1.3
"""Rarity from which on a word is more than grammar: "the", "was", "have" and "would" are below it."""
_NEGATIONS = frozenset({"not", "no", "never", "nothing", "none", "nobody", "without"})
_ALIKE = frozenset({"percent", "per", "cent", "pct", "mr", "mrs", "ms", "dr", "okay", "ok", "uh", "um", "er", "yeah"})
_CONTRACTED = {"s": "is", "re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}
WORDS_KEPT = 8192
"""Words whose forms are kept in memory: those of the quotations of a thread."""
MIN_PLURAL_LETTERS = 5
"""Letters of a word from which on a last "s" does not count: papers differ over "the people's" and "the peoples'"."""
SHINGLE_WORDS = 3
"""Words of a run by which quotations find each other."""


@dataclass(frozen=True, slots=True)
class QuoteWord:
    """A word of a quotation."""

    form: str
    span: Span

    @property
    def is_content(self) -> bool:
        """Whether another word in its place changes what was said."""
        if self.form in _NEGATIONS or self.form[0].isdigit():
            return True
        return self.form not in _ALIKE and rarity(self.form) >= CONTENT_RARITY


def quote_words(text: str, spans: tuple[Span, ...]) -> tuple[QuoteWord, ...]:
    """Return the words of the spans of a text, in order."""
    found: list[QuoteWord] = []
    for start, end in spans:
        for match in _WORD.finditer(text, start, end):
            found += [QuoteWord(form, match.span()) for form in _forms(match[0].casefold())]
    return tuple(found)


@lru_cache(maxsize=WORDS_KEPT)
def _forms(word: str) -> tuple[str, ...]:
    """Return the forms of a word in small letters: one, or two of a contraction."""
    negated = _NOT.search(word)
    if negated:
        stem = word[: negated.start()]
        return {"ca": "can", "wo": "will"}.get(stem, stem), "not"
    month = exact_month(word)
    if month and word != "may":
        return (f"{month}/",)
    head, _, tail = word.replace("’", "'").partition("'")
    plain = digits_of(head.replace(",", "").removesuffix(":00"))
    plain = _REGIONAL.sub(lambda found: _AMERICAN[found[0]], plain)
    if len(plain) >= MIN_PLURAL_LETTERS and plain.endswith("s") and not plain.endswith("ss"):
        plain = plain[:-1]
    return tuple(_CONTRACTED.get(part, part) for part in (plain, tail) if part)


def shingles(words: tuple[QuoteWord, ...]) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words; a shorter quotation is one run."""
    forms = tuple(word.form for word in words)
    count = max(1, len(forms) - SHINGLE_WORDS + 1)
    return frozenset(forms[place : place + SHINGLE_WORDS] for place in range(count))
