"""Split text into tokens and give each a class; the date grammar is matched against the classes.

The classes of a story form a string with one character for each token. A rule of the grammar is then a regular
expression over tokens, and finding every match takes time linear in the story's length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wiredesk.nlp.dates.date_lexicon import (
    AMOUNT_UNITS,
    CAPITAL_CLASSES,
    CLASSES,
    DECADES,
    GIVEN_CLASSES,
    MONTH,
    MONTHS,
    PART,
    REFERENCE,
    RELATIVE_DAY,
    SEASON,
    SETS,
    SMALL_ZONES,
    UNIT,
    UNIT_PLURALS,
    WEEKDAY,
    WEEKDAY_SHORT,
    ZONES,
)
from wiredesk.nlp.dates.holidays import HOLIDAYS
from wiredesk.nlp.lexicon.number_words import CARDINALS, MAGNITUDES, ORDINALS

_TOKEN = re.compile(
    r"(?! )(?:"  # no alternative begins with a blank: trying them all there takes 40 % of the search
    r"(?P<word>[^\W\d_]+)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w-]))"
    r"|(?P<numdate>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\d:]|-[A-Za-z]{2}-\d))"
    r"|(?P<decade>(?:1[5-9]|20)\d0['’]?s\b|['’‘`]\d0s\b)"
    r"|(?P<ord>\d+(?:st|nd|rd|th)\b)"
    r"|(?P<dec>\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)"
    r"|(?P<frac>\d/\d\d?(?!\d))"
    r"|(?P<year>[12]\d{3}(?!\d))"
    r"|(?P<int>\d+)"
    r"|(?P<poss>['’]s\b|['’](?=\s))"
    r"|(?P<hy>[-‐‑–](?!-))"
    r"|(?P<line>\n)"
    r"|(?P<sign>[^\w\s]))"
)
_OF_CLOCK = re.compile(r"o\s?['’‘`]\s?clock\b", re.IGNORECASE)
_AMPM = re.compile(r"[ap](?:\.\s?m\b\.?|m\b)", re.IGNORECASE)
_HOLIDAY_FIRST_WORDS = frozenset(re.split(r"[ '.-]", name)[0] for name in HOLIDAYS)
_AMPM_WORDS = frozenset({"a", "p", "am", "pm"})
_MAY_BE_LONGER = _HOLIDAY_FIRST_WORDS | _AMPM_WORDS | {"o"}
"""First words of tokens of several words."""
_HOLIDAY = re.compile(
    "(?:"
    + "|".join(re.escape(name).replace("'", "['’]?") for name in sorted(HOLIDAYS, key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)
_SIGNS = {
    ",": "comma",
    ".": "dot",
    "$": "money",
    "£": "money",
    "€": "money",
    "¥": "money",
    "%": "percent",
    "/": "slash",
}

_CLASS_OF: dict[str, str] = (
    dict.fromkeys(CARDINALS, "word")
    | dict.fromkeys(MAGNITUDES, "mag")
    | dict.fromkeys(ORDINALS, "ord")
    | dict.fromkeys(UNIT, "unit")
    | dict.fromkeys(UNIT_PLURALS, "units")
    | dict.fromkeys(SEASON, "season")
    | {f"{name}s": "seasons" for name in SEASON}
    | dict.fromkeys(PART, "part")
    | {f"{name}s": "parts" for name in PART}
    | dict.fromkeys(REFERENCE, "ref")
    | dict.fromkeys(RELATIVE_DAY, "relday")
    | dict.fromkeys(SETS, "set")
    | dict.fromkeys(DECADES, "decadeword")
    | dict.fromkeys(AMOUNT_UNITS, "percent")
    | CLASSES
    | {"many": "vague", "second": "ord", "final": "adj", "night": "part", "nights": "parts"}
)
CLASS_NAMES = [*sorted({*_CLASS_OF.values(), *_SIGNS.values(), *GIVEN_CLASSES}), "other"]
_FIRST_CODE = 0x100
CODE = {name: chr(_FIRST_CODE + number) for number, name in enumerate(CLASS_NAMES)}
"""Class → its character. No character from 0x100 on has a meaning in a regular expression."""


def class_name(code: str) -> str:
    """Return the class that a character encodes."""
    return CLASS_NAMES[ord(code) - _FIRST_CODE]


_WORD_CODE = {word: CODE[name] for word, name in _CLASS_OF.items()}
_WORD_CODE |= dict.fromkeys(ZONES, CODE["zone"]) | dict.fromkeys(MONTH, CODE["month"])
_WORD_CODE |= {word: CODE["mon"] for word in MONTH if len(word) < 5 and word not in MONTHS}
_WORD_CODE |= dict.fromkeys(WEEKDAY, CODE["weekday"]) | {f"{word}s": CODE["weekdays"] for word in WEEKDAY}
_WORD_CODE |= dict.fromkeys(WEEKDAY_SHORT, CODE["wday"])
_NEED_CAPITAL = frozenset(CODE[name] for name in CAPITAL_CLASSES)
_OTHER = CODE["other"]


@dataclass(slots=True)
class DateTokens:
    """Parallel lists: offsets of each token's start and end, and its word in lower case; and the string of classes."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    classes: str = ""

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of the tokens ``first`` to ``last``, exclusive."""
        return self.starts[first], self.ends[last - 1]


def tokenize(text: str) -> DateTokens:
    """Split a text into tokens and give each its class."""
    tokens = DateTokens(text)
    starts, ends, words = tokens.starts, tokens.ends, tokens.words
    codes: list[str] = []
    skip = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < skip:
            continue
        low = match.group()
        if match.lastgroup == "word":
            word, low = low, low.lower()
            code = _WORD_CODE.get(low, _OTHER)
            if low in _MAY_BE_LONGER and (longer := _longer(text, start, low, codes)):
                end, low, code = longer
                skip = end
            elif code in _NEED_CAPITAL and not word[0].isupper():
                code = _uncapitalised(low)
        else:
            code = _class_code(match.lastgroup or "", low)
        starts.append(start)
        ends.append(end)
        words.append(low)
        codes.append(code)
    tokens.classes = "".join(codes)
    return tokens


def _longer(text: str, start: int, word: str, codes: list[str]) -> tuple[int, str, str] | None:
    """Return end, word and class of a token that goes on behind its first word: a holiday, "p.m.", "o'clock"."""
    if word in _HOLIDAY_FIRST_WORDS and text[start].isupper() and (holiday := _holiday(text, start)):
        return *holiday, CODE["hol"]
    if word in _AMPM_WORDS and (clock := _AMPM.match(text, start)) and _follows_number(codes):
        return clock.end(), word[0], CODE["ampm"]
    if word == "o" and (of_clock := _OF_CLOCK.match(text, start)):
        return of_clock.end(), "o'clock", CODE["of_clock"]
    return None


def compile_grammar(grammar: str) -> re.Pattern[str]:
    """Compile the grammar of a rule: ``<the>`` matches a token of that class, ``<last|next>`` one of several classes.

    White space is ignored. Groups, alternatives and repetitions are those of regular expressions.

    Raises:
        KeyError: the grammar names a class that does not exist.
    """
    return re.compile(re.sub(r"(?<!P)<([\w|]+)>", _class_set, re.sub(r"\s+", "", grammar)))


def _class_set(match: re.Match[str]) -> str:
    codes = [CODE[name] for name in match[1].split("|")]
    return codes[0] if len(codes) == 1 else f"[{''.join(codes)}]"


def _class_code(kind: str, word: str) -> str:
    if kind == "year":
        return CODE["year4"]
    if kind == "int":
        return CODE["hhmm" if len(word) == 4 else "int"]
    if kind == "sign":
        return CODE[_SIGNS.get(word, "other")]
    return CODE[kind]


def _uncapitalised(word: str) -> str:
    """Return the class of a month, weekday or zone in lower case: "gmt" is still a zone, "may" and "sat" are not."""
    return CODE["zone"] if word in SMALL_ZONES else _OTHER


def _follows_number(codes: list[str]) -> bool:
    return bool(codes) and codes[-1] in (CODE["int"], CODE["clock"], CODE["dec"], CODE["word"], CODE["hhmm"])


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
