"""The passage of a story that has the words of a query, and where the words stand in it.

Words are compared as the full-text index does: by stem, without case and accents.  A phrase stands word by word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desk.queries.language.query_tree import Words
from desk.queries.word_stems import stem_of
from wiredesk.contract import Span
from wiredesk.search_terms import has_terms, languages_of, spelled_words, word_terms

PASSAGE_CHARACTERS = 240
"""Length of a passage."""
MAX_LEAD_IN = 90
"""Characters before the first word that a passage shows at most: where its sentence begins, if that is so near."""
MAX_SEARCHED_CHARACTERS = 100_000
"""Characters of a story in which the words are looked for."""
MAX_MARKED = 400
"""Places of words that are compared with each other."""
_TOKEN = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+|\n\s*")


@dataclass(frozen=True, slots=True)
class WordPassage:
    """A passage of a story."""

    text: str
    """The passage; each character of white space is a space."""
    start: int
    """Where it begins in the text of the version."""
    marks: tuple[Span, ...]
    """The words of the query, as start and end in the passage."""
    is_begun: bool
    """Whether it begins in the middle of a paragraph."""
    is_cut: bool
    """Whether its paragraph goes on."""


@dataclass(frozen=True, slots=True)
class _WordPlace:
    start: int
    end: int
    word: int
    """Number of the word or phrase in the query."""


class WordFinder:
    """Finds the words of a query in texts."""

    def __init__(self, words: Sequence[Words]) -> None:
        """Take words and phrases, such as :func:`desk.queries.language.query_tree.wanted_words` returns."""
        self._words = [(tuple(fold(one) for one in _TOKEN.findall(word.text)), word.is_prefix) for word in words]
        self._words = [one for one in self._words if one[0]]
        self._beginnings = {tokens[0][:2] for tokens, _ in self._words}
        self._asked = [(tuple(one for one, _ in spelled_words(word.text)), word.is_prefix) for word in words]

    def __bool__(self) -> bool:
        return bool(self._words)

    def marks(self, text: str, language: str | None = None) -> tuple[Span, ...]:
        """Return where the words stand in a text, without overlaps.

        Args:
            language: that of the text; None for English.
        """
        return _apart([(one.start, one.end) for one in self._found(text, language)])

    def passage(self, text: str, offset: int = 0, language: str | None = None) -> WordPassage | None:
        """Return the passage of a text with most words of the query, the first of several; None without any.

        Args:
            offset: where the text begins in the text of the version.
            language: that of the text; None for English.
        """
        text = text[:MAX_SEARCHED_CHARACTERS]
        found = self._found(text, language)[:MAX_MARKED]
        if not found:
            return None
        first = max(range(len(found)), key=lambda at: (_worth(found, at), -at))
        start, end = _ends(text, found[first].start)
        marks = _apart([(one.start - start, one.end - start) for one in found if start <= one.start and one.end <= end])
        return WordPassage(
            _SPACE.sub(" ", text[start:end]), offset + start, marks,
            is_begun=bool(text[:start].rpartition("\n\n")[2].strip()),
            is_cut=bool(text[end:].lstrip(" ").partition("\n\n")[0].strip()),
        )  # fmt: skip

    def _found(self, text: str, language: str | None) -> list[_WordPlace]:
        if of_terms := languages_of([language]):
            return self._found_by_terms(text, of_terms[0])
        tokens = [(fold(one[0]), one.start(), one.end()) for one in _TOKEN.finditer(text)]
        found = []
        for at, (token, start, _) in enumerate(tokens):
            if token[:2] not in self._beginnings and token[:1] not in self._beginnings:
                continue
            for number, (wanted, is_prefix) in enumerate(self._words):
                some = tokens[at : at + len(wanted)]
                if len(some) == len(wanted) and _fits([one[0] for one in some], wanted, is_prefix):
                    found.append(_WordPlace(start, some[-1][2], number))
        return found

    def _found_by_terms(self, text: str, language: str) -> list[_WordPlace]:
        """Return the places of words by the terms of the language of the text, see :mod:`wiredesk.search_terms`."""
        asked = [(tuple(word_terms(one, language) for one in words), is_prefix) for words, is_prefix in self._asked]
        tokens = [(word_terms(word, language), *span) for word, span in spelled_words(text)]
        return [
            _WordPlace(start, tokens[at + len(wanted) - 1][2], number)
            for at, (_, start, _) in enumerate(tokens)
            for number, (wanted, is_prefix) in enumerate(asked)
            if wanted and has_terms([one[0] for one in tokens[at : at + len(wanted)]], wanted, is_prefix=is_prefix)
        ]


def words_of(text: str) -> list[str]:
    """Return the words of a text as the full-text index parts them."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=65_536)
def fold(token: str) -> str:
    """Return a word without case and accents."""
    if token.isascii():
        return token.lower()
    parts = unicodedata.normalize("NFKD", token.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def _fits(tokens: Sequence[str], wanted: Sequence[str], is_prefix: bool) -> bool:
    pairs = list(zip(tokens, wanted, strict=True))
    if is_prefix:
        token, beginning = pairs.pop()
        if not token.startswith(beginning):
            return False
    return all(one == other or (one[:1] == other[:1] and stem_of(one) == stem_of(other)) for one, other in pairs)


def _worth(found: Sequence[_WordPlace], at: int) -> tuple[int, int]:
    """Return how many different words, and how many words, a passage shows that begins at one of them."""
    last = found[at].start + PASSAGE_CHARACTERS - MAX_LEAD_IN
    shown = []
    for one in found[at:]:
        if one.end > last:
            break
        shown.append(one.word)
    return len(set(shown)), len(shown)


def _ends(text: str, first: int) -> Span:
    """Return start and end of the passage around a word, at words."""
    least = max(0, first - MAX_LEAD_IN)
    starts = [0] if least == 0 else []
    starts += [one.end() for one in _SENTENCE_END.finditer(text, least, first)]
    start = starts[bisect_right(starts, first) - 1] if starts else _word_start(text, least, first)
    end = start + PASSAGE_CHARACTERS
    paragraph = text.find("\n\n", first)
    if 0 <= paragraph < end and paragraph - start > PASSAGE_CHARACTERS // 2:
        return start, paragraph
    if end >= len(text):
        return start, len(text.rstrip())
    cut = max(text.rfind(" ", first, end), text.rfind("\n", first, end))
    return start, cut if cut > first else end


def _word_start(text: str, least: int, first: int) -> int:
    """Return where the first whole word after a place begins."""
    spaces = [at for at in (text.find(" ", least, first), text.find("\n", least, first)) if at >= 0]
    return min(spaces) + 1 if spaces else first


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in their order, those that touch another joined with it."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def marked(text: str, marks: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, each with whether it is marked."""
    at = 0
    for start, end in marks:
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False
