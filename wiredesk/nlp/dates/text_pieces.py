"""The tokens of what stands between two blanks of a text.

News consists of the same pieces all the time: their tokens are kept for the next text. Most pieces that are new are a
word or a number, with signs around it: these are read without the tokens' pattern.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from wiredesk.contract import Span
from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.dates.token_classes import CODE, DECIMAL, TOKEN, WORD_CODE, class_of
from wiredesk.nlp.lexicon.word_answers import WordAnswers

MAX_CACHED_PIECES = 2048
"""Pieces kept with their tokens, less than 1 MB: those of dates and beside them."""
MAX_CACHED_CLASSES = 32768
"""Pieces kept with the classes of their tokens, some 5 MB."""
MAX_CACHED_LETTERS = 32
"""Letters of the longest piece that is kept."""
MARK = 0x1000
"""Added to the class of a token that may be the first word of a longer one."""

HOLIDAY_FIRST_WORDS = frozenset(re.split(r"[ '.-]", name)[0] for name in HOLIDAYS)
AMPM_WORDS = frozenset({"a", "p", "am", "pm"})
_FIRST_WORDS = HOLIDAY_FIRST_WORDS | AMPM_WORDS | {"o"}
"""First words of tokens of several words."""
_KNOWN_WORDS = WORD_CODE.keys() | _FIRST_WORDS
_SIGNS = ',.;:?!%$"()<>'
"""Signs that are tokens of their own wherever they stand before or behind a word or a number."""
_SIGN_CODES = {ord(sign): class_of("sign", sign) for sign in _SIGNS}
_POSSESSIVES = ("'s", "’s")
_OTHER = CODE["other"]


class PieceTokens(NamedTuple):
    """The tokens of what stands between two blanks."""

    classes: str
    """One that may be the first word of a longer token is marked."""
    words: tuple[str, ...]
    """In lower case."""
    spans: tuple[Span, ...]
    """Offsets within the piece."""


def read_piece(piece: str, after: str) -> PieceTokens:
    """Return the tokens of a piece; ``after`` is a blank, or nothing at the end of the text."""
    classes: list[str] = []
    words: list[str] = []
    spans: list[Span] = []
    for match in TOKEN.finditer(piece + after):
        word, kind, (start, end) = match.group(), match.lastgroup or "", match.span()
        code = class_of(kind, word)
        if kind == "word":
            word = word.lower()
            if word in _FIRST_WORDS and _may_go_on(piece, start, end, word):
                code = chr(ord(code) + MARK)
        classes.append(code)
        words.append(word)
        spans.append((start, end))
    return PieceTokens("".join(classes), tuple(words), _shared(tuple(spans)))


def _classes(piece: str) -> str:
    """Return the classes of the tokens of a piece."""
    if piece.isalpha() and piece.lower() not in _KNOWN_WORDS:
        return _OTHER
    core = piece.strip(_SIGNS)
    code = _plain_classes(core)
    if code is None:
        return read_piece(piece, " ").classes
    if len(core) == len(piece):
        return code
    before, _, after = piece.partition(core) if core else (piece, "", "")
    return before.translate(_SIGN_CODES) + code + after.translate(_SIGN_CODES)


def _plain_classes(core: str) -> str | None:
    """Return the classes of a word, a number, a word with hyphens or a possessive; None of anything else."""
    if core.isalpha():
        low = core.lower()
        if low not in _KNOWN_WORDS:
            return _OTHER
        return None if low in _FIRST_WORDS else class_of("word", core)
    if not core:
        return ""
    if core[0].isdecimal():
        if not core.isascii():
            return None
        if core.isdecimal():
            return class_of("year" if len(core) == 4 and core[0] in "12" else "int", core)
        return CODE["dec"] if DECIMAL.fullmatch(core) else None
    if core.endswith(_POSSESSIVES) and core[:-2].isalpha():
        code = _plain_classes(core[:-2])
        return code and code + CODE["poss"]
    if "-" in core:
        words = core.split("-")
        if all(map(str.isalpha, words)) and _FIRST_WORDS.isdisjoint(map(str.lower, words)):
            return CODE["hy"].join([class_of("word", word) for word in words])
    return None


@lru_cache(maxsize=256)
def _shared(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return an equal tuple that is kept once: most pieces are one word, and of the same lengths."""
    return spans


def _may_go_on(piece: str, start: int, end: int, word: str) -> bool:
    """Return whether a first word may go on as a longer token, by what follows it in its piece."""
    if word in HOLIDAY_FIRST_WORDS and piece[start].isupper():
        return True
    return word in {"am", "pm", "o"} or (word in AMPM_WORDS and piece.startswith(".", end))


PIECES = WordAnswers(lambda piece: read_piece(piece, " "), words=MAX_CACHED_PIECES, letters=MAX_CACHED_LETTERS)
CLASSES_OF_PIECES = WordAnswers(_classes, words=MAX_CACHED_CLASSES, letters=MAX_CACHED_LETTERS)
"""Apart from the rest, which few pieces are asked for: so a text touches less memory."""
