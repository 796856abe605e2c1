"""The classes of tokens of the date grammar: what a token is by its word, its form or its capital.

A class is one character, so that the classes of a story are a string. A rule of the grammar is a regular expression
over such characters.
"""

from __future__ import annotations

import re

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
from wiredesk.nlp.lexicon.number_words import CARDINALS, MAGNITUDES, ORDINALS

_DECIMAL = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+"
DECIMAL = re.compile(_DECIMAL)
"""Digits with a decimal point or with commas between thousands."""
TOKEN = re.compile(
    r"(?! )(?:"  # no alternative begins with a blank: trying them all there takes 40 % of the search
    r"(?P<word>[^\W\d_]+)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w-]))"
    r"|(?P<numdate>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\d:]|-[A-Za-z]{2}-\d))"
    r"|(?P<decade>(?:1[5-9]|20)\d0['’]?s\b|['’‘`]\d0s\b)"
    r"|(?P<ord>\d+(?:st|nd|rd|th)\b)"
    rf"|(?P<dec>{_DECIMAL})"
    r"|(?P<frac>\d/\d\d?(?!\d))"
    r"|(?P<year>[12]\d{3}(?!\d))"
    r"|(?P<int>\d+)"
    r"|(?P<poss>['’]s\b|['’](?=\s))"
    r"|(?P<hy>[-‐‑–](?!-))"
    r"|(?P<line>\n)"
    r"|(?P<sign>[^\w\s]))"
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


WORD_CODE = {word: CODE[name] for word, name in _CLASS_OF.items()}
WORD_CODE |= dict.fromkeys(ZONES, CODE["zone"]) | dict.fromkeys(MONTH, CODE["month"])
WORD_CODE |= {word: CODE["mon"] for word in MONTH if len(word) < 5 and word not in MONTHS}
WORD_CODE |= dict.fromkeys(WEEKDAY, CODE["weekday"]) | {f"{word}s": CODE["weekdays"] for word in WEEKDAY}
WORD_CODE |= dict.fromkeys(WEEKDAY_SHORT, CODE["wday"])
_NEED_CAPITAL = frozenset(CODE[name] for name in CAPITAL_CLASSES)
_OTHER = CODE["other"]


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


def class_of(kind: str, text: str) -> str:
    """Return the class of a token.

    Args:
        kind: The group of :data:`TOKEN` that matched it.
        text: The token.
    """
    if kind == "word":
        low = text.lower()
        code = WORD_CODE.get(low, _OTHER)
        if code in _NEED_CAPITAL and not text[0].isupper():
            # "gmt" is still a zone; "may" and "sat" are no month and no weekday.
            return CODE["zone"] if low in SMALL_ZONES else _OTHER
        return code
    if kind == "year":
        return CODE["year4"]
    if kind == "int":
        return CODE["hhmm" if len(text) == 4 else "int"]
    if kind == "sign":
        return CODE[_SIGNS.get(text, "other")]
    return CODE[kind]
