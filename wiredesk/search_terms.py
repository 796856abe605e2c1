"""The terms by which stories in other languages than English are found, the same for every database.

A word has two terms: its letters without case and accents (``:ministere``), and its stem in each language of the story
(``fr:minister``), so that each story is compared in its own languages whatever that of the query is.  Where no blanks
part the words, each character is a word, and a query is a phrase.  The end of a long word is a term in languages that
write compounds as one word.  The stems are those of `Snowball <https://snowballstem.org/>`_.

English has no terms here: the full-text search of the database knows its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from wiredesk.contract import Span
from wiredesk.language_detection import UNDETERMINED
from wiredesk.model_language import MAIN

MAX_CHARACTERS = 100_000
"""Characters of a story that become terms."""
MAX_TERM_CHARACTERS = 60
"""Length to which a word is cut; a lexeme of PostgreSQL has 2 KB at most."""
MIN_COMPOUND, MIN_HEAD, MIN_TAIL = 10, 4, 5
"""Letters of the shortest compound, and of its two parts."""
COMPOUNDING = frozenset({"da", "de", "fi", "nb", "nl", "no", "sv"})
"""Languages that write compounds as one word."""
PARTICLES = frozenset(
    {
        *("durch", "entgegen", "gegen", "hinter", "nieder", "uber", "unter", "voraus", "weiter", "wieder"),
        *("zuruck", "zusammen"),  # German
        *("achter", "onder", "terug", "tussen"),  # Dutch
        *("efter", "mellem", "mellan", "under"),  # Danish and Swedish
    }
)
"""Beginnings of words that make another word of the rest rather than a compound: *Durchführung* is no *Führung*."""
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip
"""ISO 639-1 code → the algorithm of Snowball."""
_SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "el": "GREEK", "hi": "DEVANAGARI", "hy": "ARMENIAN", "ne": "DEVANAGARI",
    "ru": "CYRILLIC", "ta": "TAMIL", "yi": "HEBREW",
}  # fmt: skip
"""Scripts other than Latin, as Unicode's names of characters begin."""
_WITHOUT_BLANKS = (
    "\u0e01-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u3005-\u3007\u3041-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Hangul, whose words take particles, kana and Chinese characters."""
_MARKS = "".join(chr(code) for code in range(0x300, 0x1000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
_WORD = re.compile(
    rf"[{_WITHOUT_BLANKS}]|(?:(?![{_WITHOUT_BLANKS}])[^\W_])(?:(?![{_WITHOUT_BLANKS}])[^\W_]|[{_MARKS}])*"
)
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_JOINED = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "œ": "oe", "æ": "ae", "ð": "d", "ħ": "h", "ß": "ss"}
_LETTERS = str.maketrans(_JOINED | {one.upper(): other.upper() for one, other in _JOINED.items() if one not in "ßı"})
"""Letters with a stroke and joined letters, which Unicode does not take apart."""
_NORWEGIAN = frozenset({"nb", "nn"})
"""Tagged as Norwegian: the detector of languages knows no other code."""


@dataclass(frozen=True, slots=True)
class StoryTerms:
    """The terms of a story."""

    words: tuple[tuple[str, ...], ...]
    """The terms in the order of the text, once as letters and once for each language."""
    parts: tuple[str, ...]
    """The ends of compounds, each once."""

    def is_empty(self) -> bool:
        """Return whether the story has none."""
        return not self.words


def languages_of(codes: Iterable[str | None]) -> tuple[str, ...]:
    """Return the languages of a story that it has terms for: all but English and those that cannot be told."""
    base = [(code or MAIN).partition("-")[0].lower() for code in codes]
    return tuple(dict.fromkeys(code for code in base if code not in (MAIN, UNDETERMINED)))


def story_terms(text: str, languages: Sequence[str]) -> StoryTerms:
    """Return the terms of a text.

    Args:
        languages: those of :func:`languages_of`; without one, a story has no terms.
    """
    if not languages:
        return StoryTerms((), ())
    words = [word for word, _ in spelled_words(text[:MAX_CHARACTERS])]
    streams = [tuple(letters_term(word) for word in words)]
    streams += [tuple(stem_term(word, code) for word in words) for code in languages if code in STEMMERS]
    parts = {part for code in languages if code in COMPOUNDING for word in set(words) for part in _ends(word, code)}
    return StoryTerms(tuple(streams), tuple(sorted(parts)))


def spelled_words(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the words of a text in lower case, each with its span; a character where no blanks part the words."""
    for found in _WORD.finditer(text):
        yield unicodedata.normalize("NFKC", found[0]).lower()[:MAX_TERM_CHARACTERS], found.span()


def asked_terms(text: str, *, is_prefix: bool = False) -> list[tuple[str, ...]]:
    """Return the alternatives for a word or a phrase of a query: the terms of one stand one after the other.

    Args:
        is_prefix: the last word is only the beginning of one.
    """
    words = [word for word, _ in spelled_words(text)]
    if not words:
        return []
    letters = tuple(map(letters_term, words))
    if is_prefix:
        return [letters]
    tags = _languages_in(_script("".join(words)))
    return [letters, *(tuple(stem_term(word, code) for word in words) for code in tags)]


@dataclass(frozen=True, slots=True)
class WordTerms:
    """The terms of one word in one language."""

    letters: str
    stem: str
    """Empty in a language without stems."""
    ends: frozenset[str]
    """Those of a compound."""


@lru_cache(maxsize=32_768)
def word_terms(word: str, language: str) -> WordTerms:
    """Return the terms of a word in lower case."""
    stem = stem_term(word, language) if language in STEMMERS else ""
    ends = frozenset(_ends(word, language)) if language in COMPOUNDING else frozenset()
    return WordTerms(letters_term(word), stem, ends)


def has_terms(words: Sequence[WordTerms], wanted: Sequence[WordTerms], *, is_prefix: bool = False) -> bool:
    """Return whether words of a text are those of a query; the last one may be wanted as the beginning of a word."""
    if len(words) != len(wanted):
        return False
    if len(wanted) == 1 and not is_prefix and wanted[0].stem in words[0].ends:
        return True
    last = len(wanted) - 1
    return all(
        one.letters.startswith(other.letters) if is_prefix and at == last
        else one.letters == other.letters or (bool(other.stem) and one.stem == other.stem)
        for at, (one, other) in enumerate(zip(words, wanted, strict=True))
    )  # fmt: skip


@lru_cache(maxsize=32_768)
def letters_term(word: str) -> str:
    """Return the term of the letters of a word in lower case."""
    return f":{fold_accents(word)}"


@lru_cache(maxsize=32_768)
def stem_term(word: str, language: str) -> str:
    """Return the term of the stem of a word in lower case."""
    code = "no" if language in _NORWEGIAN else language
    return f"{code}:{fold_accents(_stemmer(STEMMERS[code]).stemWord(word))}"


def fold_accents(text: str) -> str:
    """Return a text without the accents of its letters."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text.translate(_LETTERS))))


def folded_words(text: str) -> list[str]:
    """Return the words of a text without case and accents, in their order."""
    return fold_accents(text.casefold()).split()


def _ends(word: str, language: str) -> Iterator[str]:
    """Yield the ends of a word that may be a compound: ``de:ministerin`` of *Verkehrsministerin*."""
    if len(word) < MIN_COMPOUND or not word.isalpha():
        return
    tag, _, stem = stem_term(word, language).partition(":")
    for at in range(MIN_HEAD, len(stem) - MIN_TAIL + 1):
        if stem[:at] not in PARTICLES:
            yield f"{tag}:{stem[at:]}"


@cache
def _stemmer(algorithm: str) -> Any:
    import snowballstemmer  # lazy: stories in English need none

    return snowballstemmer.stemmer(algorithm)


@cache
def _languages_in(script: str) -> tuple[str, ...]:
    """Return the languages with stems that are written in a script."""
    return tuple(code for code in STEMMERS if _SCRIPTS.get(code, "LATIN") == script and code not in _NORWEGIAN)


def _script(text: str) -> str:
    """Return the script of the first letter of a text; empty where no blanks part its words, or without a letter."""
    first = next((one for one in text if one.isalpha()), "")
    return unicodedata.name(first, "").partition(" ")[0] if first else ""
