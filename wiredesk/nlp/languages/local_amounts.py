"""Sums of money, percentages and large numbers in any language: digits with the language's marks, and CLDR's words.

``1,2 Milliarden Euro``, ``5,3 %``, ``12 500 euros``, ``$3,5 millones``, ``30億円``, ``1.2万亿元``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from wiredesk.contract import Amount, AmountKind
from wiredesk.nlp.amounts.currencies import CODES, SIGNS
from wiredesk.nlp.languages.cldr import cldr_names
from wiredesk.nlp.languages.time.length_values import decimal
from wiredesk.nlp.languages.time.time_vocabulary import table_of

MAX_DIGITS = 15
"""Digits of a number that is an amount; a longer one is a serial or account number."""
_END = r"(?![\d.,]\d|\d)"
_NUMBER = re.compile(
    r"(?<![\w.,/:-])\d{1,3}(?:(?P<mark>[.,'’\u00a0\u202f \u2009٬])\d{3}(?:(?P=mark)\d{3}){0,4})(?:[.,٫]\d{1,3})?"
    + _END
    + r"|(?<![\w.,/:-])\d{1,15}(?:[.,٫]\d{1,3})?(?![:/]\d)"
    + _END
)
_BEGIN = r"(?<!\d)(?<!\d[.,])"
_NUMBER_UNSPACED = re.compile(
    rf"{_BEGIN}\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d.,]\d)|{_BEGIN}\d{{1,15}}(?:\.\d{{1,3}})?{_END}"
)
_GAP = r"[ \u00a0\u202f-]?"
_MIN_CURRENCY_LETTERS = 3
_MAX_SIGN_CHARS = 6


@dataclass(frozen=True, slots=True)
class AmountWords:
    """The words of amounts in one language."""

    currencies: Mapping[str, str]
    """Word or sign, casefolded → ISO 4217."""
    magnitudes: Mapping[str, float]
    """Casefolded → factor."""
    percents: frozenset[str]
    after: re.Pattern[str]
    """What stands behind a number: magnitudes, then a currency or a word for percent."""
    before: re.Pattern[str]
    """A currency's sign or code before a number."""
    firsts: frozenset[str]
    """First letters of what may stand behind a number, casefolded."""
    spaced: bool


@cache
def amount_words(language: str) -> AmountWords:
    """Return the words of amounts in a language, from CLDR and its ``amounts.toml``."""
    names, own = cldr_names(language), table_of(language, "amounts")
    spaced = bool(table_of(language, "dates").get("spaced", True))
    currencies = {code.casefold(): code for code in CODES}
    currencies |= {name.casefold(): code for name, code in names.currencies.items() if _is_word(name)}
    currencies |= {sign: code for sign, code in SIGNS.items() if not sign.isalpha()}
    for code, words in own.get("currencies", {}).items():
        currencies |= {word.casefold(): code for word in words}
    magnitudes = {word.casefold(): size for word, size in names.magnitudes.items() if len(word) > 1 or not spaced}
    for size, words in own.get("magnitudes", {}).items():
        magnitudes |= {word.casefold(): float(size) for word in words}
    percents = frozenset({"%", "٪", "％", *(word.casefold() for word in own.get("percent", []))})
    gap = _GAP if spaced else " ?"
    scale = f"{gap}(?P<scale>{_any_of(magnitudes, spaced=spaced)})"
    scales = f"(?:{scale}(?:{gap}(?P<scale2>{_any_of(magnitudes, spaced=spaced)}))?)?"
    joint = _any_of([word.casefold() for word in own.get("joints", [])], spaced=spaced)
    join = f"(?:{gap}(?:{joint}))?" if own.get("joints") else ""
    currency = f"{join}{gap}(?P<currency>{_any_of(currencies, spaced=spaced)})"
    unit = f"(?:{currency}|{gap}(?P<percent>{_any_of(percents, spaced=spaced)}))?"
    signs = [word for word in currencies if not word.isalpha() or word.upper() in CODES]
    return AmountWords(
        currencies,
        magnitudes,
        percents,
        re.compile(scales + unit, re.IGNORECASE),
        re.compile(f"(?<!\\w)(?P<before>{_any_of(signs, spaced=False)}){_GAP}\\Z", re.IGNORECASE),
        frozenset(word[0] for word in (*magnitudes, *currencies, *percents, *own.get("joints", []))),
        spaced,
    )


def _is_word(name: str) -> bool:
    return not name.isascii() or not name.isalpha() or len(name) >= _MIN_CURRENCY_LETTERS


def _any_of(words: Iterable[str], *, spaced: bool) -> str:
    found = sorted(map(re.escape, words), key=len, reverse=True)
    inner = "|".join(word + (r"(?!\w)" if spaced and word[-1].isalnum() else "") for word in found)
    return f"(?:{inner})" if inner else r"(?!)"


def read_amounts(text: str, language: str) -> tuple[Amount, ...]:
    """Return the sums of money, the percentages and the numbers with a word such as "million", in order.

    Args:
        text: the story.
        language: its code, such as ``de``.
    """
    words = amount_words(language)
    number = _NUMBER if words.spaced else _NUMBER_UNSPACED
    found: list[Amount] = []
    reached = 0
    for match in number.finditer(text):
        start, end = match.span()
        if start < reached or sum(map(str.isdigit, match[0])) > MAX_DIGITS:
            continue
        sign = words.before.search(text, max(reached, start - _MAX_SIGN_CHARS), start)
        follows = text[end : end + 2].lstrip(" -\u00a0\u202f")[:1].casefold()
        after = words.after.match(text, end) if follows in words.firsts else None
        scale, unit, last = _read(after, words) if after else (1.0, None, end)
        if sign and unit != "percent":
            unit, start = unit or words.currencies[sign["before"].casefold()], sign.start("before")
        if unit is None and scale == 1.0:
            continue
        kind: AmountKind = "count" if unit is None else "percent" if unit == "percent" else "money"
        value = decimal(match[0]) * scale
        if found and not words.spaced and found[-1].span[1] == start and found[-1].kind == "count":
            value, start = value + found[-1].value, found.pop().span[0]  # 1兆2000億円
        found.append(Amount(span=(start, last), kind=kind, value=round(value, 6), unit=unit, rule="amount"))
        reached = last
    return tuple(found)


def _read(after: re.Match[str], words: AmountWords) -> tuple[float, str | None, int]:
    """Return factor, unit and end of what stands behind a number."""
    scale = 1.0
    for group in ("scale", "scale2"):
        if after[group]:
            scale *= words.magnitudes[after[group].casefold()]
    if after["percent"]:
        return scale, "percent", after.end()
    if after["currency"]:
        return scale, words.currencies[after["currency"].casefold()], after.end()
    return scale, None, after.end()
