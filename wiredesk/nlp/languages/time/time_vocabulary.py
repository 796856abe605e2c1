"""The words of time of one language: word → class of the grammar and value, from its ``dates.toml`` and from CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from wiredesk.nlp.languages.cldr import CldrNames, cldr_names
from wiredesk.toml_tables import read_table

PACKAGE = "wiredesk.nlp.languages"
Value = int | float | str
_FIRST_CODE = 0xE000
"""Classes are letters of the private use area: a text's classes are a string, and a rule is a regular expression."""
CLASSES: tuple[str, ...] = tuple(read_table(PACKAGE, "shared/date_rules")["classes"].split())
CODE = {name: chr(_FIRST_CODE + number) for number, name in enumerate(CLASSES)}
_MIN_SHORT_NAME = 3
"""Letters of the shortest abbreviation of a month or weekday; "sa", "ma" and "di" are words."""
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class Piece(NamedTuple):
    """A word's part with a meaning of its own; all of it, except in compounds ("Montagabend")."""

    size: int
    """Characters."""
    code: str
    value: Value


@dataclass(frozen=True, slots=True)
class TimeVocabulary:
    """The words and settings of one language."""

    language: str
    exact: Mapping[str, tuple[Piece, ...]]
    """Words with a capital letter in the table, as written."""
    folded: Mapping[str, tuple[Piece, ...]]
    """All words without regard to capitals."""
    phrases: re.Pattern[str] | None
    """Entries of several words, the longest first."""
    capitals: frozenset[str]
    """Words that need their capital, in lower case."""
    phrase_firsts: frozenset[str]
    """The first words of those entries, in lower case."""
    spaced: bool
    """Whether blanks part the words."""
    bare_year: bool
    """Whether a year needs no word before it to be one."""
    month_first: bool
    """Whether 8/5 is the fifth of August."""
    bare_hour: bool
    """Whether "at 20" is a time of the day without a word for the hour."""
    small_months: bool
    """Whether the names of months have no capital within a sentence."""
    past: frozenset[str]
    future: frozenset[str]
    present: frozenset[str]
    endings: tuple[tuple[float, re.Pattern[str]], ...]
    """Tense (-1 past, 1 future) by the ending of a word."""
    longest: int
    """Characters of the longest entry."""

    def look_up(self, word: str) -> tuple[Piece, ...] | None:
        """Return the pieces of a word; None if it is no word of time."""
        found = self.exact.get(word)
        if found is None:
            low = word.lower()
            found = self.folded.get(low) if word != low and word.isupper() and len(word) > 1 else self._small(low)
        return found

    def _small(self, low: str) -> tuple[Piece, ...] | None:
        found = self.folded.get(low)
        return None if found is not None and low in self.capitals else found


def table_of(language: str, name: str) -> Mapping[str, Any]:
    """Return a table of a language's folder, an empty one where the language has none."""
    if not (files(PACKAGE) / language / f"{name}.toml").is_file():
        return {}
    return read_table(PACKAGE, f"{language}/{name}")


@cache
def time_vocabulary(language: str) -> TimeVocabulary:
    """Return the words of time of a language by its code; those of CLDR alone where it has no table.
    ValueError: the table names an unknown class.
    """
    data = table_of(language, "dates")
    entries = dict(_cldr_entries(cldr_names(language), frozenset(str(data.get("not_months", "")).split())))
    for source in (data.get("words", {}), data.get("values", {})):
        entries |= dict(_entries(source))
    entries |= dict(_numbers(data.get("numbers", {})))
    pieces: dict[str, tuple[Piece, ...]] = {}
    for word, (code, value) in entries.items():
        pieces[word] = (Piece(len(word), code, value),)
    for row in data.get("compounds", []):
        pieces = dict(_compounds(row, entries)) | pieces
    spaced = bool(data.get("spaced", True))
    several = sorted((word for word in pieces if " " in word or not word.isalpha()), key=len, reverse=True)
    tense = data.get("tense", {})
    settings = data.get("settings", {})
    return TimeVocabulary(
        language=language,
        exact={word: found for word, found in pieces.items() if word != word.lower()},
        folded={word.lower(): found for word, found in pieces.items()},
        capitals=frozenset(word.lower() for word in pieces if word != word.lower() and word.lower() not in pieces),
        phrase_firsts=frozenset(_FIRST_WORD.match(word)[0].lower() for word in several if _FIRST_WORD.match(word)),  # type: ignore[index]
        phrases=_any_of(several) if spaced and several else None,
        spaced=spaced,
        bare_year=bool(settings.get("bare_year", False)),
        month_first=bool(settings.get("month_first", False)),
        bare_hour=bool(settings.get("bare_hour", False)),
        small_months=bool(settings.get("small_months", False)),
        past=frozenset(tense.get("past", "").split()),
        future=frozenset(tense.get("future", "").split()),
        present=frozenset(tense.get("present", "").split()),
        endings=tuple(
            (sign, re.compile(tense[key])) for key, sign in (("future_form", 1.0), ("past_form", -1.0)) if key in tense
        ),
        longest=max(map(len, pieces), default=1),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    forms = (
        re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") + (r"(?!\w)" if word[-1].isalnum() else "")
        for word in words
    )
    return re.compile("|".join(forms), re.IGNORECASE)


def _cldr_entries(names: CldrNames, not_months: frozenset[str]) -> Iterator[tuple[str, tuple[str, Value]]]:
    for table, short, full_class, short_class in (
        (names.months, names.short_months, "month", "mon"),
        (names.weekdays, names.short_weekdays, "weekday", "wday"),
    ):
        for word, number in short.items():
            bare = word.rstrip(".").strip("\u200f\u200e")
            if (len(bare) >= _MIN_SHORT_NAME and bare not in not_months) or _HAN.search(bare):
                yield bare, (CODE[short_class], number)
        for word, number in table.items():
            if word not in not_months:
                yield word.strip("\u200f\u200e"), (CODE[full_class], number)


def _entries(source: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, Value]]]:
    for name, words in source.items():
        if name not in CODE:
            raise ValueError(f"dates.toml: the class {name!r} is unknown; shared/date_rules.toml lists the classes")
        if isinstance(words, Mapping):
            for value, group in words.items():
                for word in _split(group):
                    yield word, (CODE[name], _value(value))
        else:
            for word in _split(words):
                yield word, (CODE[name], 0)


def _split(words: str | list[str]) -> list[str]:
    return words.split() if isinstance(words, str) else words


def _value(text: str) -> Value:
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text


def _numbers(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, Value]]]:
    """Yield the numbers from 21 to 99 that a language writes as one word, by its pattern: ``{unit}und{ten}``."""
    if not row:
        return
    units = [*_split(row["units"])]
    for step, ten in enumerate(_split(row["tens"]), 2):
        yield ten, (CODE["card"], step * 10)
        for number, unit in enumerate(units, 1):
            yield row["pattern"].format(unit=unit, ten=ten), (CODE["card"], step * 10 + number)


def _compounds(
    row: Mapping[str, Any], entries: Mapping[str, tuple[str, Value]]
) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """Yield compounds of a word of one class and a word of another: ``Montag`` and ``abend``."""
    codes = codes_of(row["first"])
    firsts = [(word, found) for word, found in entries.items() if found[0] in codes and " " not in word]
    joint = row.get("joint", "")
    code = CODE[row["as"]]
    for value, second in ((_value(key), ending) for key, words in row["second"].items() for ending in _split(words)):
        for word, (first_code, first_value) in firsts:
            whole = f"{word}{joint}{second}"
            pieces = Piece(len(word), first_code, first_value), Piece(len(joint) + len(second), code, value)
            yield whole, pieces


def group_of(name: str) -> frozenset[str]:
    """Return the letters of a group of classes that ``shared/date_rules.toml`` defines.

    Raises:
        KeyError: there is no such group.
    """
    return codes_of(read_table(PACKAGE, "shared/date_rules")["groups"][name])


def codes_of(names: str) -> frozenset[str]:
    """Return the letters of classes by their names, parted by blanks.

    Raises:
        KeyError: there is no class of such a name.
    """
    return frozenset(CODE[name] for name in names.split())
