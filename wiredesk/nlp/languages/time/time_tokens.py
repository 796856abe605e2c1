"""Split a text of any language into tokens, each with a class of the grammar of time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wiredesk.nlp.languages.time.time_vocabulary import CODE, Piece, TimeVocabulary, Value

_TOKEN = re.compile(
    r"(?P<nl>\n\s*\n)"
    r"|(?P<iso>(?<![\w-])\d{4}-\d\d-\d\d(?![\w-]))"
    r"|(?P<numdate>(?<![\w./-])\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d\d)(?![\d/]))"
    r"|(?P<years>(?<![\w./-])(?:1[5-9]|20)\d\d(?:/(?:\d{4}|\d\d)|[-–](?:1[5-9]|20)\d\d|–\d\d)(?![\w/]))"
    r"|(?P<daymon>(?<![\w./-])[0-3]?\d\.\s?(?:0?[1-9]|1[0-2])\.(?!\d))"
    r"|(?P<clock>(?<![\w.,:/])[012]?\d(?::[0-5]\d(?::[0-5]\d)?|h[0-5]\d)(?![\d:]|\.\d))"
    r"|(?P<hour>(?<![\w.,:/])[012]?\dh(?!\w))"
    r"|(?P<dotclock>(?<![\w.,:/])[012]?\d\.[0-5]\d(?![\d.,]\d|\d))"
    r"|(?P<dec>\d+(?:[.,'’\u00a0\u202f٬٫]\d+)+)"
    r"|(?P<int>\d+)"
    r"|(?P<elided>(?<!\w)[^\W\d_]{1,6}['’](?=[^\W\d_]))"
    r"|(?P<word>(?:[^\W\d_][\u0300-\u036f\u064b-\u0652]?){1,40})"
    r"|(?P<sign>\S)"
)
_SIGNS = {
    ".": "dot", ",": "comma", "،": "comma", "、": "comma", "-": "dash", "–": "dash", "—": "dash", "‑": "dash",
    "/": "slash", "'": "apos", "’": "apos", "(": "open", "[": "open", "（": "open", ")": "close", "]": "close",
    "）": "close", "!": "end", "?": "end", "。": "end", "؟": "end", ":": "colon", "º": "ordmark", "ª": "ordmark",
    "°": "ordmark", "~": "dash", "〜": "dash", "～": "dash",
}  # fmt: skip
_OTHER = CODE["other"]
_YEARS = range(1000, 2100)
_MAX_DIGITS = 9
"""Digits of a number that is read; a longer one counts nothing that has a calendar."""
_ROMAN = re.compile(r"(X{1,2}(?:IX|IV|V?I{0,3})|IX|IV|V?I{1,3}|V)(?:e|er|ème)?")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


@dataclass(slots=True)
class TimeTokens:
    """Tokens as parallel lists; ``classes`` has one letter a token."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """In lower case."""
    values: list[Value] = field(default_factory=list)
    classes: str = ""

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of the tokens ``first`` to ``last``, exclusive."""
        return self.starts[first], self.ends[last - 1]


def tokenize_time(text: str, vocabulary: TimeVocabulary) -> TimeTokens:
    """Return the tokens of a text. The time grows with its length, whatever it consists of."""
    tokens = TimeTokens(text)
    codes: list[str] = []
    at = 0
    phrases, look_up = vocabulary.phrases, vocabulary.look_up
    firsts = vocabulary.phrase_firsts
    while match := _TOKEN.search(text, at):
        start, end = match.span()
        kind = match.lastgroup if match.lastgroup != "mark" else "numdate"
        word = match.group()
        pieces: tuple[Piece, ...] | None = None
        if kind in {"word", "elided"}:
            if vocabulary.spaced:
                bare = word.rstrip("'’")
                longer = phrases.match(text, start) if phrases and bare.lower() in firsts else None
                if longer and (pieces := look_up(" ".join(longer.group().replace("’", "'").split()))):
                    end = longer.end()
                    pieces = (pieces[0]._replace(size=end - start),) if len(pieces) == 1 else pieces
                else:
                    pieces = look_up(bare)
                    if pieces and kind == "elided":
                        pieces = (pieces[0]._replace(size=len(word)),)
            else:
                end, pieces = _longest_entry(text, start, end, vocabulary)
        elif kind == "int" and not vocabulary.spaced and (found := _longest_entry(text, start, end, vocabulary))[1]:
            end, pieces = found
        if pieces:
            _append_pieces(tokens, codes, start, end, pieces)
        else:
            name, value = _class_of(kind or "sign", text[start:end])
            tokens.starts.append(start)
            tokens.ends.append(end)
            tokens.words.append(text[start:end].lower())
            tokens.values.append(value)
            codes.append(CODE[name])
        at = end
    tokens.classes = "".join(codes)
    return tokens


def _append_pieces(tokens: TimeTokens, codes: list[str], start: int, end: int, pieces: tuple[Piece, ...]) -> None:
    for number, piece in enumerate(pieces, 1):
        stop = end if number == len(pieces) else start + piece.size
        tokens.starts.append(start)
        tokens.ends.append(stop)
        tokens.words.append(tokens.text[start:stop].lower())
        tokens.values.append(piece.value)
        codes.append(piece.code)
        start = stop


def _longest_entry(text: str, start: int, end: int, vocabulary: TimeVocabulary) -> tuple[int, tuple[Piece, ...] | None]:
    """Return the longest entry at a place of a text without blanks between words, or one character."""
    if text[start].isascii() and not text[start].isdigit():
        return end, vocabulary.look_up(text[start:end])
    for size in range(min(vocabulary.longest, len(text) - start), 0, -1):
        if found := vocabulary.folded.get(text[start : start + size]):
            return start + size, found
    return (end if text[start].isdigit() else start + 1), None


def _class_of(kind: str, word: str) -> tuple[str, Value]:
    if kind == "int":
        if len(word) > _MAX_DIGITS:
            return "other", 0
        number = int(word)
        if len(word) == 4 and number in _YEARS:
            return "year4", number
        return ("int" if len(word) <= 2 else "num"), number
    if kind in {"word", "elided"}:
        roman = _ROMAN.fullmatch(word)
        return ("roman", roman_number(roman[1])) if roman else ("other", 0)
    if kind == "sign":
        return _SIGNS.get(word, "other"), 0
    return kind, word


def roman_number(word: str) -> int:
    """Return the value of Roman digits up to XXIX: 20 of ``XX``."""
    values = [_ROMAN_VALUES[sign] for sign in word]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
