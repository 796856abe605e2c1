"""The number that a run of words and digits stands for: ``two``, ``2 1/2``, ``nineteen ninety-seven``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wiredesk.nlp.lexicon import table, word_set

CARDINALS: Mapping[str, int] = table("numbers")["cardinals"]
MAGNITUDES: Mapping[str, int] = table("numbers")["magnitudes"]
ORDINALS: Mapping[str, int] = table("numbers")["ordinals"]
_VAGUE = word_set("numbers", "vague")
_PASSED = word_set("numbers", "passed") | frozenset("-‐‑–")
"""Words and marks inside a number that have no value themselves."""
MAX_DIGITS = 15
"""Digits of a number that a float holds exactly; a longer one is an identifier, or no number at all."""
_CENTURIES = range(15, 21)
"""First numbers of a spelled year: "fifteen seventeen" to "twenty ten"."""


def parse_number(words: Sequence[str]) -> float | None:
    """Return the value of ``two``, ``2 1/2``, ``twenty - four``, ``one hundred and ten``, ``a dozen``.

    None where a word has no value. Of a range (``two to three``) the caller passes one end.
    """
    words = [word for word in words if word not in _PASSED]
    if words[:1] == ["half"]:
        return 0.5
    extra = 0.0
    if words[-1:] == ["half"]:
        words, extra = words[:-1], 0.5
    total = group = 0.0
    for place, word in enumerate(words):
        if word in MAGNITUDES:
            group = (group or 1.0) * MAGNITUDES[word]
            total, group = (total + group, 0.0) if MAGNITUDES[word] >= 1000 else (total, group)
            continue
        if word in {"a", "an"}:
            value: float | None = float(place == 0 and not extra)
        else:
            value = CARDINALS.get(word, parse_digits(word))
        if value is None:
            return None
        group += value
    number = total + group + extra
    return number if (words or extra) and number < 10**MAX_DIGITS else None


def is_vague(words: Sequence[str]) -> bool:
    """Return whether the quantity has no number: ``several``, ``a few``."""
    return any(word in _VAGUE for word in words)


def parse_count(words: Sequence[str]) -> float | None:
    """Return the number of a quantity: None for a vague one, the lower end of a range."""
    if is_vague(words):
        return None
    if "couple" in words:
        return 2.0
    words = list(words)
    for joint in ("to", "or"):
        if joint in words:
            words = words[: words.index(joint)]
    return parse_number(words)


def parse_digits(word: str) -> float | None:
    """Return the value of ``12``, ``1,500``, ``2.5`` or ``1/2``; None for anything else."""
    word = word.replace(",", "")
    if len(word.partition(".")[0]) > MAX_DIGITS:
        return None
    try:
        if "/" in word:
            above, below = word.split("/")
            return int(above) / int(below)
        return float(word)
    except (ValueError, ZeroDivisionError):
        return None


def parse_whole(word: str) -> int | None:
    """Return the value of digits alone; None for anything else, and for more than :data:`MAX_DIGITS` digits."""
    return int(word) if word.isdecimal() and len(word) <= MAX_DIGITS else None


def parse_ordinal(word: str) -> int | None:
    """Return the value of ``third`` or ``21st``; -1 for ``final``, the last of its kind."""
    if word in ORDINALS:
        return ORDINALS[word]
    return parse_whole(word[:-2])


def parse_spelled_year(words: Sequence[str]) -> int | None:
    """Return the year that words spell: ``nineteen ninety - seven``, ``two thousand and three``."""
    parts = [CARDINALS.get(word, MAGNITUDES.get(word, -1)) for word in words if word not in {"-", "–", "and"}]
    if -1 in parts or len(parts) < 2:
        return None
    if parts[0] in _CENTURIES and parts[1] >= 10 and len(parts) <= 3:
        if parts[1] == 100:
            return parts[0] * 100 + sum(parts[2:])
        return parts[0] * 100 + sum(parts[1:]) if parts[1] < 100 else None
    if parts[:2] == [2, 1000]:
        return 2000 + sum(parts[2:])
    return None
