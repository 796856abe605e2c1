"""Numbers in a text: in digits or words, with their magnitude, and their currency or percent sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wiredesk.contract import AmountKind, Span
from wiredesk.nlp.amounts.currencies import BY_ADJECTIVE, CODES, DOLLARS, NAMES, NEED_PLURAL, PARTS, SIGNS
from wiredesk.nlp.amounts.number_starts import MAGNITUDES, SPELLED
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.lexicon.number_words import parse_number

SCALES: dict[str, float] = table("numbers")["scales"]
SHORT_SCALES = frozenset({"k", "m", "b", "mn", "tn"})
"""Magnitudes that count as such only right behind the digits or behind a currency."""
MAX_DIGITS = 16
"""Digits of an amount; a longer number is an account or a serial number."""
_MAX_SIGN_CHARS = 5
"""Characters before a number in which its currency sign is looked for: "u.s.$" has five."""
_MAX_JOINT_CHARS = 8
"""Characters between the two ends of a range: a joint and the second currency sign, " to US$"."""


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = re.compile(
    r"(?<![\w.,/:])(?<![A-Za-z]-)"
    r"(?:(?P<whole>\d{1,3}(?:,\d{2,3})++(?:\.\d++)?|\d++(?:\.\d++)?)(?:[ -](?P<part>\d/\d{1,2}))?"
    r"(?![\d/:]|(?:st|nd|rd|th)\b)"
    r"|(?P<frac>\d/\d{1,2})(?![\d/])"
    rf"|(?P<words>(?:{SPELLED})(?:[- ](?:{SPELLED}|hundred|thousand)\b(?:\sand(?=\s(?:{SPELLED})\b))?){{0,5}}\b"
    r"(?:\sand\sa\shalf\b)?)"
    r"|(?P<article>(?:half\s|(?:a\s)?quarter\sof\s)?an?)"
    rf"(?=\s(?:{MAGNITUDES})\b))",
    re.IGNORECASE,
)
_SCALE = re.compile(rf"(?P<gap>[ -]?)(?P<scale>{_any_of(SCALES)})(?![\w'’])\.?", re.IGNORECASE)
_PERCENT = re.compile(
    r"[ -]?(?:(?P<points>percent(?:age)?[ -]points?|per cent points?|pct points?|ppts?)"
    r"|(?P<basis>basis[ -]points?|bps?)"
    r"|(?P<percent>%|percent|per cent|per-cent|pct|pc))(?!\w)",
    re.IGNORECASE,
)
_SIGN = re.compile(rf"(?P<sign>{_any_of(SIGNS)}|{'|'.join(sorted(CODES))})\s?\Z", re.IGNORECASE)
_ADJECTIVES = {*DOLLARS, *(adjective for _, adjective in BY_ADJECTIVE), "west german"}
_CURRENCY = re.compile(
    rf"[ -](?:(?P<adjective>{_any_of(_ADJECTIVES)})[\s-])?(?P<name>{_any_of((*NAMES, *PARTS))})(?P<plural>s?)(?!\w)"
    rf"|\s(?P<code>{'|'.join(sorted(CODES))})\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?P<joint>\s?(?:-|–|—|to|or|and)\s?)(?:[^\s\w]|US\$|[AC]\$|HK\$)?\Z", re.IGNORECASE)


_WORD_AFTER = re.compile(r"[\s-]?([^\W\d_]+|%)")
_SCALE_WORDS = frozenset(SCALES)
_PERCENT_WORDS = word_set("numbers", "percent")


def _first_words(phrases: Iterable[str]) -> frozenset[str]:
    """Return the first words of some phrases, and their plurals."""
    words = {match[0].casefold() for phrase in phrases if (match := re.match(r"[^\W\d_]+", phrase))}
    return frozenset(words | {f"{word}s" for word in words})


_CURRENCY_WORDS = _first_words((*_ADJECTIVES, *NAMES, *PARTS, *CODES))
_SIGN_ENDS = frozenset(sign.casefold()[-2:] for sign in (*SIGNS, *CODES))
"""The last two characters of a currency sign or code, or the only one."""


_CONTINUING = _SCALE_WORDS | _PERCENT_WORDS | _CURRENCY_WORDS | {*SPELLED.split("|"), "and"}
"""Words behind a number that may belong to it."""


def _word_after(text: str, end: int) -> str:
    """Return the word right behind a number, casefolded: it tells which patterns may match there."""
    match = _WORD_AFTER.match(text, end)
    return match[1].casefold() if match else ""


@dataclass(slots=True)
class NumberSpan:
    """A number in the text, with its sign, magnitude and unit. Offsets count characters."""

    start: int
    end: int
    digits: int
    """Where the number itself begins, without its currency sign."""
    value: float
    scale: float = 1.0
    kind: AmountKind | None = None
    unit: str | None = None
    factor: float = 1.0
    """What one of the unit's name is worth in the unit: 0.01 for a cent."""
    is_joined: bool = False
    """It is the lower end of a range with the next number."""
    rule: str = ""
    """Name of the rule that gave the kind, for ``--explain``."""

    def amount(self) -> float:
        """Return the value in the unit, to 12 significant digits: more are rounding errors of the product."""
        return float(f"{self.value * self.scale * self.factor:.12g}")

    def classify(self, kind: AmountKind, unit: str | None, rule: str) -> None:
        """Set what the number is an amount of."""
        self.kind, self.unit, self.rule = kind, unit, rule


def outside_dates(text: str, starts: Iterable[int], dates: Sequence[Span]) -> list[int]:
    """Return the starts of numbers outside dates, and those inside one that may be more than a part of the date.

    Half of the numbers of news are in dates. One is read all the same where it may go on behind its date, or where
    a currency stands before it.

    Args:
        text: The text.
        starts: Every offset at which a number may begin, in order.
        dates: Spans of dates, in order; they may overlap.
    """
    found: list[int] = []
    at, end, is_closed = 0, 0, True
    for start in starts:
        while at < len(dates) and dates[at][0] <= start:
            if dates[at][1] > end:
                end = dates[at][1]
                is_closed = not _may_go_on(text, end)
            at += 1
        if start >= end or not is_closed or _sign_before(text, 0, start):
            found.append(start)
    return found


def _may_go_on(text: str, end: int) -> bool:
    """Return whether a number that ends there, or before, may have more digits, a magnitude or a unit behind it."""
    following = text[end : end + 2]
    return following[:1].isalnum() or following[1:].isdigit() or _word_after(text, end) in _CONTINUING


def _sign_before(text: str, reached: int, start: int) -> re.Match[str] | None:
    """Return the currency sign or code before a number, behind what was read: ``US$5``, ``Rs 500``."""
    begin = max(reached, start - _MAX_SIGN_CHARS)
    end = text[begin:start].rstrip()[-2:].casefold()
    if end not in _SIGN_ENDS and end[-1:] not in _SIGN_ENDS:
        return None
    sign = _SIGN.search(text, begin, start)
    return sign if sign and (sign.start() == 0 or not text[sign.start() - 1].isalpha()) else None


def find_numbers(text: str, starts: Iterable[int]) -> list[NumberSpan]:
    """Return every number with its magnitude, and its currency or percent sign, in order.

    Args:
        text: The text.
        starts: Every offset at which a number may begin, in order; further ones do no harm.
    """
    found: list[NumberSpan] = []
    cent_currency = "USD"
    reached = end = 0
    for start in starts:
        if start < end or not (match := _NUMBER.match(text, start)):
            continue
        end = match.end()
        value = _value(match)
        if value is None or start < reached:
            continue
        number = NumberSpan(start, end, start, value)
        _read_sign(text, number, reached)
        following = _word_after(text, end)
        if following in _SCALE_WORDS:
            _read_magnitude(text, number)
            following = _word_after(text, number.end)
        if number.kind or following not in _PERCENT_WORDS or not _read_percent(text, number):
            if following in _CURRENCY_WORDS:
                _read_currency(text, number, cent_currency)
            if number.kind == "money" and number.unit:
                cent_currency = number.unit
        reached = number.end
        found.append(number)
    return found


def _value(match: re.Match[str]) -> float | None:
    """Return the value of a number without its magnitude; None for one that is too long."""
    whole, part, frac, words, article = match.groups()
    if words:
        return parse_number(re.split(r"[\s-]+", words.casefold()))
    if article:
        article = article.casefold()
        return 0.5 if article.startswith("half") else 0.25 if "quarter" in article else 1.0
    if frac:
        return parse_number([frac])
    whole = whole.replace(",", "")
    if len(whole) > MAX_DIGITS:
        return None
    return float(whole) + ((parse_number([part]) or 0.0) if part else 0.0)


def _read_sign(text: str, number: NumberSpan, reached: int) -> None:
    """Take in a currency sign or code before the number."""
    if sign := _sign_before(text, reached, number.start):
        number.start = sign.start()
        number.classify("money", SIGNS.get(sign["sign"].casefold(), sign["sign"].upper()), "currency sign")


def _read_magnitude(text: str, number: NumberSpan) -> None:
    """Take in ``million``, ``mln``, ``bn``, ``crore``; both of ``lakh crore``."""
    for _ in range(2):
        scale = _SCALE.match(text, number.end)
        if not scale:
            return
        word = scale["scale"].casefold()
        if word in SHORT_SCALES and (scale["gap"] or word in {"m", "b"}) and number.kind != "money":
            return
        number.scale *= SCALES[word]
        number.end = scale.end() - (scale.group().endswith(".") and word not in {"mln", "bln"})


def _read_percent(text: str, number: NumberSpan) -> bool:
    """Take in a percent sign, percentage points or basis points, and a minus before the number."""
    percent = _PERCENT.match(text, number.end)
    if not percent:
        return False
    rule = "percent sign" if percent["percent"] else "basis points" if percent["basis"] else "percentage points"
    number.classify("percent", "percent" if percent["percent"] else "percentage point", rule)
    number.end = percent.end()
    number.factor = 0.01 if percent["basis"] else 1.0
    before = number.start - 1
    if text[before : number.start] in {"-", "−"} and not text[max(0, before - 1) : before].strip(" ("):
        number.start, number.value = before, -number.value
    return True


def _read_currency(text: str, number: NumberSpan, cent_currency: str) -> None:
    """Take in the currency behind the number; cents alone are of ``cent_currency``."""
    match = _CURRENCY.match(text, number.end)
    if match is None:
        return
    name = (match["name"] or "").casefold()
    if name in NEED_PLURAL and not match["adjective"] and not match["plural"]:
        return
    if not _is_weight(text, match, name, number) and (number.kind is None or name in PARTS):
        code, number.factor = _code(match, cent_currency)
        if number.kind is None:
            number.classify("money", code, "hundredths" if name in PARTS else "currency name")
        number.end = match.end()


def _is_weight(text: str, match: re.Match[str], name: str, number: NumberSpan) -> bool:
    """Return whether a pound is one of weight: a small number of them, or ``million pounds of …``."""
    return (
        name == "pound"
        and not match["adjective"]
        and (number.scale == 1.0 or text[match.end() : match.end() + 4] == " of ")
    )


def _code(match: re.Match[str], cent_currency: str) -> tuple[str | None, float]:
    """Return the ISO code, and what one of the name is worth in the currency."""
    if match["code"]:
        return match["code"].upper(), 1.0
    name, adjective = match["name"].casefold(), (match["adjective"] or "").lower()
    if name in PARTS:
        return PARTS[name] or DOLLARS.get(adjective, cent_currency), 0.01
    if name in {"dollar", "dlr"} and adjective:
        return DOLLARS.get(adjective), 1.0
    return BY_ADJECTIVE.get((name, adjective), NAMES[name]), 1.0


def spread_ranges(text: str, found: list[NumberSpan]) -> None:
    """Give the first end of a range the magnitude and unit of the second.

    ``10 to 12 mln dlrs``; ``between 5 and 7 pct``, where "and" joins a range only behind "between".
    """
    for first, second in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = text[first.end : second.digits]
        joint = _JOINT.fullmatch(between) if len(between) <= _MAX_JOINT_CHARS else None
        if joint is None:
            continue
        is_and = joint["joint"].strip().casefold() == "and"
        if joint["joint"].strip().casefold() == "or" and first.value > second.value:
            continue  # "223,000 or four cents" are two figures for one thing
        if is_and and text[max(0, first.start - len("between ")) : first.start].casefold() != "between ":
            continue
        first.is_joined = True
        if first.scale == 1.0 and first.value <= second.value and (first.kind is None or first.kind == second.kind):
            first.scale = second.scale
        if first.kind is None and second.kind is not None:
            first.classify(second.kind, second.unit, "range")
            first.factor = second.factor
