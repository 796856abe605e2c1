"""Split text into tokens and give each its class.

A text is cut at its blanks, and the tokens of each piece are looked up among those of the texts before. Time is linear
in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from wiredesk.contract import Span
from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.dates.text_pieces import (
    AMPM_WORDS,
    CLASSES_OF_PIECES,
    HOLIDAY_FIRST_WORDS,
    MARK,
    PIECES,
    PieceTokens,
    read_piece,
)
from wiredesk.nlp.dates.token_classes import CODE

_OF_CLOCK = re.compile(r"o\s?['’‘`]\s?clock\b", re.IGNORECASE)
_AMPM = re.compile(r"[ap](?:\.\s?m\b\.?|m\b)", re.IGNORECASE)
_BEFORE_AMPM = frozenset(CODE[name] for name in ("int", "clock", "dec", "word", "hhmm"))
_APOSTROPHES = ("'", "’")
_HOLIDAY = re.compile(
    "(?:"
    + "|".join(re.escape(name).replace("'", "['’]?") for name in sorted(HOLIDAYS, key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)


_MARKED = re.compile(f"[{chr(MARK)}-\uffff]")


class DateTokens:
    """The tokens of a text: the string of their classes.

    What a token is and where it lies is looked up when it is asked for: few are part of a date or beside one.
    """

    __slots__ = (
        "_before",
        "_last",
        "_lengths",
        "_lines",
        "_longer",
        "_numbers",
        "_pieces",
        "_spans",
        "classes",
        "text",
    )

    def __init__(self, text: str) -> None:
        """Split a text."""
        self.text = text
        # a line break is a piece of its own
        self._pieces = pieces = text.replace("\n", " \n ").split(" ")
        found = list(map(CLASSES_OF_PIECES.__getitem__, pieces))
        self._last: PieceTokens | None = None
        """The last piece where the end of the text makes it another one."""
        if text.endswith(_APOSTROPHES):
            self._last = read_piece(pieces[-1], "")
            found[-1] = self._last.classes
        self._before = list(accumulate(map(len, found), initial=0))
        """Tokens of all pieces before each piece."""
        self._lengths: list[int] = []
        """Characters of all pieces before each piece; empty until a place is asked for."""
        self._lines: list[int] = []
        """Numbers of the pieces that are line breaks, in order."""
        self._spans: dict[tuple[int, int], Span] = {}
        """Offsets that were asked for, by first and last token: a date's are asked for several times."""
        self._longer: dict[int, tuple[int, str]] = {}
        """Where tokens of several words end, and their words, by that number."""
        self._numbers: list[int] = []
        """That number of each token; empty where none was joined."""
        self.classes = classes = "".join(found)
        may_begin = [match.start() for match in _MARKED.finditer(classes)]
        if may_begin:
            self.classes = _unmarked(classes, may_begin)
            self._join(may_begin)

    def __len__(self) -> int:
        return len(self.classes)

    def word(self, token: int) -> str:
        """Return a token in lower case; -1 is the last one.

        Raises:
            IndexError: there is no such token.
        """
        number = token
        if self._numbers:
            number = self._numbers[token]
            if number in self._longer:
                return self._longer[number][1]
        elif token < 0:
            number += self._before[-1]
        return self._word(number)

    def words(self, first: int, last: int) -> list[str]:
        """Return the tokens ``first`` to ``last``, exclusive."""
        return [self.word(token) for token in range(first, last)]

    def start(self, token: int) -> int:
        """Return the offset at which a token begins."""
        return self._place(self._numbers[token] if self._numbers else token)[0]

    def end(self, token: int) -> int:
        """Return the offset at which a token ends."""
        number = self._numbers[token] if self._numbers else token
        return self._longer[number][0] if number in self._longer else self._place(number)[1]

    def span(self, first: int, last: int) -> Span:
        """Return the offsets of the tokens ``first`` to ``last``, exclusive."""
        found = self._spans.get((first, last))
        if found is None:
            if self._numbers:
                found = self.start(first), self.end(last - 1)
            else:
                start, end = self._place(first)
                found = start, (end if last - first == 1 else self._place(last - 1)[1])
            self._spans[first, last] = found
        return found

    def _piece(self, at: int) -> PieceTokens:
        if self._last is not None and at == len(self._pieces) - 1:
            return self._last
        return PIECES[self._pieces[at]]

    def _word(self, number: int) -> str:
        """Return a token in lower case, by its number before any were joined."""
        at = bisect_right(self._before, number) - 1
        piece = self._pieces[at]
        if piece.isalpha() or piece.isdecimal():
            return piece.lower()
        return self._piece(at).words[number - self._before[at]]

    def _place(self, number: int) -> Span:
        """Return the offsets of a token, by its number before any were joined."""
        if not self._lengths:
            self._lengths = list(accumulate(map(len, self._pieces), initial=0))
            self._lines = _line_breaks(self._pieces)
        at = bisect_right(self._before, number) - 1
        # A blank stands between two pieces, but not beside a line break.
        piece = self._pieces[at]
        start = self._lengths[at] + at - 2 * bisect_left(self._lines, at) - (piece == "\n")
        if piece.isalpha() or piece.isdecimal():
            return start, start + len(piece)
        first, last = self._piece(at).spans[number - self._before[at]]
        return start + first, start + last

    def _join(self, numbers: Iterable[int]) -> None:
        """Join the tokens that are one: a holiday, "p.m.", "o'clock". ``numbers`` are those that may begin one."""
        classes: list[str] = []
        kept, size = 0, len(self.classes)
        for number in numbers:
            if number < kept:
                continue
            before = self.classes[number - 1 : number] if number > kept else "".join(classes[-1:])
            if longer := _longer(self.text, self._place(number)[0], self._word(number), before):
                end, word, code = longer
                classes += [self.classes[kept:number], code]
                self._numbers += range(kept, number + 1)
                self._longer[number] = end, word
                kept = number + 1
                while kept < size and self._place(kept)[0] < end:
                    kept += 1
        if kept:
            self._numbers += range(kept, size)
            self.classes = "".join(classes) + self.classes[kept:]


def _unmarked(classes: str, marked: Iterable[int]) -> str:
    """Return the classes without the marks of those tokens."""
    parts: list[str] = []
    at = 0
    for number in marked:
        parts += (classes[at:number], chr(ord(classes[number]) - MARK))
        at = number + 1
    return "".join(parts) + classes[at:]


def _line_breaks(pieces: Sequence[str]) -> list[int]:
    """Return the numbers of the pieces that are line breaks, in order."""
    found: list[int] = []
    at = 0
    for _ in range(pieces.count("\n")):
        at = pieces.index("\n", at)
        found.append(at)
        at += 1
    return found


def tokenize(text: str) -> DateTokens:
    """Split a text into tokens and give each its class."""
    return DateTokens(text)


def _longer(text: str, start: int, word: str, before: str) -> tuple[int, str, str] | None:
    """Return end, word and class of a token that goes on behind its first word: a holiday, "p.m.", "o'clock".

    Args:
        text: The text.
        start: Where the first word begins.
        word: The first word, in lower case.
        before: Class of the token before it; empty at the beginning.
    """
    if word in HOLIDAY_FIRST_WORDS and text[start].isupper() and (holiday := _holiday(text, start)):
        return *holiday, CODE["hol"]
    if word in AMPM_WORDS and before in _BEFORE_AMPM and (clock := _AMPM.match(text, start)):
        return clock.end(), word[0], CODE["ampm"]
    if word == "o" and (of_clock := _OF_CLOCK.match(text, start)):
        return of_clock.end(), "o'clock", CODE["of_clock"]
    return None


def _holiday(text: str, start: int) -> tuple[int, str] | None:
    match = _HOLIDAY.match(text, start)
    if not match:
        return None
    found = match.group().lower().replace("’", "'")
    name = found if found in HOLIDAYS else _with_apostrophe(found)
    return (match.end(), name) if name else None


def _with_apostrophe(found: str) -> str | None:
    plain = found.replace("'", "")
    return next((name for name in HOLIDAYS if name.replace("'", "") == plain), None)
