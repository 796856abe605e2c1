"""Figures in a text: numbers in digits or words, with their magnitude, and their currency or percent sign."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wiredesk.contract import AmountKind
from wiredesk.nlp.amounts.currencies import CODES, DOLLARS, NAMES, OTHERS, PARTS, SIGNS
from wiredesk.nlp.lexicon.number_words import parse_number

SCALE = {
    "hundred": 100.0,
    "thousand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "lakhs": 1e5,
    "million": 1e6,
    "millions": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "crore": 1e7,
    "crores": 1e7,
    "billion": 1e9,
    "billions": 1e9,
    "bln": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "trln": 1e12,
    "tln": 1e12,
    "trn": 1e12,
    "tn": 1e12,
    "dozen": 12.0,
}
SHORT = frozenset({"k", "m", "b", "mn", "tn"})
"""Magnitudes that count as such only right behind the figure or behind a currency."""
LONGEST = 16
"""Digits of a figure; longer ones are account numbers."""
_WORD = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_NUMBER = re.compile(
    r"(?<![\w.,/:])(?<![A-Za-z]-)"
    r"(?:(?P<whole>\d{1,3}(?:,\d{2,3})++(?:\.\d++)?|\d++(?:\.\d++)?)(?:[ -](?P<part>\d/\d{1,2}))?"
    r"(?![\d/:]|(?:st|nd|rd|th)\b)"
    r"|(?P<frac>\d/\d{1,2})(?![\d/])"
    rf"|(?P<words>(?:{_WORD})(?:[- ](?:{_WORD}|hundred|thousand)\b(?:\sand(?=\s(?:{_WORD})\b))?){{0,5}}\b"
    r"(?:\sand\sa\shalf\b)?)"
    r"|(?P<article>(?:half\s)?an?)(?=\s(?:hundred|thousand|million|billion|trillion|dozen|percentage|crore|lakh)\b))",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"(?P<gap>[ -]?)(?P<scale>" + "|".join(sorted(SCALE, key=len, reverse=True)) + r")(?![\w'’])\.?", re.IGNORECASE
)
_PERCENT = re.compile(
    r"[ -]?(?:(?P<points>percent(?:age)?[ -]points?|per cent points?|pct points?|ppts?)"
    r"|(?P<basis>basis[ -]points?|bps?)"
    r"|(?P<percent>%|percent|per cent|per-cent|pct|pc))(?!\w)",
    re.IGNORECASE,
)
_SIGN = re.compile(
    "(?P<sign>"
    + "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
    + rf"|{'|'.join(sorted(CODES))})\s?\Z",
    re.IGNORECASE,
)
_NAMES = "|".join(re.escape(name) for name in sorted((*NAMES, *PARTS), key=len, reverse=True))
_ADJECTIVES = "|".join(
    re.escape(name)
    for name in sorted({*DOLLARS, *(adjective for _, adjective in OTHERS), "west german"}, key=len, reverse=True)
)
_CURRENCY = re.compile(
    rf"[ -](?:(?P<adjective>{_ADJECTIVES})\s)?(?P<name>{_NAMES})(?P<plural>s?)(?!\w)"
    rf"|\s(?P<code>{'|'.join(sorted(CODES))})\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?P<joint>\s?(?:-|–|—|to|or|and)\s?)(?:[^\s\w]|US\$|[AC]\$|HK\$)?\Z", re.IGNORECASE)


@dataclass(slots=True)
class Figure:
    """A number in the text, with what stands right before and behind it."""

    start: int
    end: int
    first: int
    """Where the figure itself begins, without its currency sign."""
    value: float
    scale: float = 1.0
    kind: AmountKind | None = None
    unit: str | None = None
    factor: float = 1.0
    joined: bool = False
    """It is the lower end of a range with the next figure."""


def figures(text: str) -> list[Figure]:
    """Every number with its magnitude, and its currency or percent sign."""
    found: list[Figure] = []
    cent = "USD"
    reached = 0
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is None or match.start() < reached:
            continue
        figure = Figure(match.start(), match.end(), match.start(), value)
        sign = _SIGN.search(text, max(reached, match.start() - 5), match.start())
        if sign and (sign.start() == 0 or not text[sign.start() - 1].isalpha()):
            figure.start, figure.kind, figure.unit = (
                sign.start(),
                "money",
                SIGNS.get(sign["sign"].lower(), sign["sign"].upper()),
            )
        _magnitude(text, figure)
        percent = None if figure.kind else _PERCENT.match(text, figure.end)
        if percent:
            figure.kind, figure.end = "percent", percent.end()
            figure.unit = "percent" if percent["percent"] else "percentage point"
            figure.factor = 0.01 if percent["basis"] else 1.0
            if text[figure.start - 1 : figure.start] in {"-", "−"} and not text[
                max(0, figure.start - 2) : figure.start - 1
            ].strip(" ("):
                figure.start, figure.value = figure.start - 1, -figure.value
        else:
            cent = _currency(text, figure, cent)
        reached = figure.end
        found.append(figure)
    return found


def _value(match: re.Match[str]) -> float | None:
    if match["words"]:
        return parse_number(re.split(r"[\s-]+", match["words"].lower()))
    if match["article"]:
        return 0.5 if match["article"].lower().startswith("half") else 1.0
    if match["frac"]:
        return parse_number([match["frac"]])
    whole = match["whole"].replace(",", "")
    if len(whole) > LONGEST:
        return None
    return float(whole) + ((parse_number([match["part"]]) or 0.0) if match["part"] else 0.0)


def _magnitude(text: str, figure: Figure) -> None:
    """Take in ``million``, ``mln``, ``bn``, ``crore``; twice where it says ``lakh crore``."""
    for _ in range(2):
        scale = _SCALE.match(text, figure.end)
        if not scale:
            return
        word = scale["scale"].lower()
        if word in SHORT and (scale["gap"] or word in {"m", "b"}) and figure.kind != "money":
            return
        figure.scale *= SCALE[word]
        figure.end = scale.end() - (scale.group().endswith(".") and word not in {"mln", "bln"})


def _currency(text: str, figure: Figure, cent: str) -> str:
    """Take in the currency behind the figure; the currency that later cents are of."""
    match = _CURRENCY.match(text, figure.end)
    if match:
        code, factor = _code(match, cent)
        name = (match["name"] or "").lower()
        weight = (
            name == "pound"
            and not match["adjective"]
            and (figure.scale == 1.0 or text[match.end() : match.end() + 4] == " of ")
        )
        if (
            name in {"mark", "crown", "real", "lira", "won", "buck"}
            and not match["adjective"]
            and not match["plural"]
            and name != "won"
        ):
            return cent
        if not weight and (figure.kind is None or name in PARTS):
            if figure.kind is None:
                figure.kind, figure.unit = "money", code
            figure.factor, figure.end = factor, match.end()
    return figure.unit if figure.kind == "money" and figure.unit else cent


def _code(match: re.Match[str], cent: str) -> tuple[str | None, float]:
    """ISO code, and what one of it is worth in the currency's unit."""
    if match["code"]:
        return match["code"].upper(), 1.0
    name, adjective = match["name"].lower(), (match["adjective"] or "").lower()
    if name in PARTS:
        return PARTS[name] or DOLLARS.get(adjective, cent), 0.01
    if name in {"dollar", "dlr"} and adjective:
        return DOLLARS.get(adjective), 1.0
    return OTHERS.get((name, adjective), NAMES[name]), 1.0


def spread_ranges(text: str, found: list[Figure]) -> None:
    """``10 to 12 mln dlrs``, ``between 5 and 7 pct``: the first end takes magnitude and unit of the second."""
    for first, second in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = text[first.end : second.first]
        joint = _JOINT.fullmatch(between) if len(between) <= 8 else None
        if joint is None:
            continue
        word = joint["joint"].strip().lower()
        if word == "and" and text[max(0, first.start - 8) : first.start].lower() != "between ":
            continue
        first.joined = True
        if first.scale == 1.0 and first.value <= second.value and (first.kind is None or first.kind == second.kind):
            first.scale = second.scale
        if first.kind is None:
            first.kind, first.unit, first.factor = second.kind, second.unit, second.factor
