"""Numbers that are no amounts: scores, numbered things, addresses, what a page counts about itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from wiredesk.contract import AmountKind
from wiredesk.nlp.amounts.numbers import NumberSpan
from wiredesk.nlp.lexicon import table
from wiredesk.nlp.tokens import Tokens

_NONE = table("amount_measures")["none"]
_SCORES = frozenset(_NONE["scores"].split())
_NUMBERED = frozenset(_NONE["numbered"].split())
_NUMBERED_ALWAYS = frozenset(_NONE["numbered_always"].split())
_WEB = frozenset(_NONE["web"].split())
_VAGUE = frozenset(_NONE["vague"].split())
_OF_YEARS = frozenset(_NONE["of_years"].split())
_STREETS = frozenset(_NONE["streets"].split())
_DASHES = frozenset("-–−")
_MAX_SCORE = 1000
"""A score or a vote has no larger numbers."""
_MIN_WON = 50.0
"""Korean won without a magnitude: "Rovers 1 won" is a score, and nothing costs fewer."""
_MIN_PHONE_DIGITS = 7
"""Digits of two numbers with a hyphen that make them a telephone number."""
_YEARS = range(1900, 2100)


class Numeral(NamedTuple):
    """A number with its neighbours in the text, and the noun that it would count."""

    tokens: Tokens
    number: NumberSpan
    text: str
    before: NumberSpan | None
    after: NumberSpan | None
    token: int
    """First token of the number."""
    noun: int
    """Token of the counted noun; -1 for none."""

    def word(self, token: int) -> str:
        return self.tokens.lower[token] if 0 <= token < len(self.tokens) else ""

    def joined(self, first: NumberSpan | None, second: NumberSpan | None) -> bool:
        """Return whether only a hyphen stands between two numbers."""
        if first is None or second is None or second.digits - first.end != 1:
            return False
        return self.text[first.end] in _DASHES


def _pair(numeral: Numeral) -> tuple[NumberSpan, NumberSpan] | None:
    number = numeral.number
    if numeral.joined(number, numeral.after) and numeral.after:
        return number, numeral.after
    if numeral.joined(numeral.before, number) and numeral.before:
        return numeral.before, number
    return None


def _is_score(numeral: Numeral) -> bool:
    """``3-0``, ``a 31-0 win``, ``6-4 6-3``, ``a 52-48 vote``; ``10-15 people`` is a range."""
    pair = _pair(numeral)
    if pair is None or numeral.number.scale != 1.0:
        return False
    if any(one.value >= _MAX_SCORE or one.kind in {"money", "percent"} for one in pair):
        return False
    if numeral.noun < 0 or numeral.tokens.lemma[numeral.noun] in _SCORES:
        return True
    return pair[0].value >= pair[1].value or numeral.tokens.tag[numeral.noun] not in {"NNS", "NNPS"}


def _is_telephone(numeral: Numeral) -> bool:
    """``555-1234``, ``301 3311812``."""
    pair = _pair(numeral)
    if pair is None:
        return False
    digits = sum(one.end - one.digits for one in pair)
    return digits >= _MIN_PHONE_DIGITS and pair[1].value >= _MAX_SCORE


def _is_numbered(numeral: Numeral) -> bool:
    """``Flight 370 passengers``, ``page 12 photos``."""
    before = numeral.word(numeral.token - 1)
    if before in {"'s", "’s"}:
        before = numeral.word(numeral.token - 2)  # "Standard and Poor's 500 futures"
    if before in _NUMBERED_ALWAYS:
        return True
    return before in _NUMBERED and numeral.tokens.text[numeral.token - 1][0].isupper()


def _is_fraction_name(numeral: Numeral) -> bool:
    """``the 9/11 widow``, ``a 0/92 plan``: a date or a name, where no percent sign or currency follows."""
    number = numeral.number
    return "/" in numeral.text[number.digits : number.end] and number.value < 1.0


def _is_year(numeral: Numeral) -> bool:
    """``1986 net``, ``2035 bonds``: four digits without a comma before a singular, or before what has a year."""
    number = numeral.number
    if number.value not in _YEARS:
        return False
    digits, *_ = numeral.text[number.digits : number.end].split()
    if not digits.isdecimal() or len(digits) != 4:
        return False
    if numeral.noun < 0 or numeral.tokens.tag[numeral.noun] not in {"NNS", "NNPS"}:
        return True
    return numeral.tokens.lemma[numeral.noun] in _OF_YEARS


def _is_won(numeral: Numeral) -> bool:
    """``Rovers 1 won``: a verb behind a score."""
    number = numeral.number
    if number.unit != "KRW" or number.scale != 1.0:
        return False
    last = numeral.tokens.covering((number.end - 1, number.end))[0]
    return number.value < _MIN_WON or (last < len(numeral.tokens) and numeral.tokens.pos[last] == "VERB")


def _is_of_page(numeral: Numeral) -> bool:
    """``12 photos`` alone on its line, and whatever stands in a page's navigation."""
    tokens, number, text = numeral.tokens, numeral.number, numeral.text
    if not tokens.is_news[numeral.token]:
        return True
    if numeral.noun < 0 or tokens.lemma[numeral.noun] not in _WEB:
        return False
    alone = text[max(0, number.start - 1) : number.start] in {"", "\n"}
    return alone and text[number.end : number.end + 1] in {"", "\n"}


def _is_address(numeral: Numeral) -> bool:
    """``12 Downing Street``."""
    tokens, at = numeral.tokens, numeral.token + 1
    ahead = tokens.text[at : at + 3]
    if not ahead or not ahead[0][:1].isupper():
        return False
    return any(word.lower() in _STREETS and word[0].isupper() for word in ahead)


def _is_one(numeral: Numeral) -> bool:
    """``one woman``, ``one thing``: an article, except of the dead, which the caller asks about."""
    if numeral.noun < 0:
        return False
    one = numeral.number.value == 1.0 and numeral.number.scale == 1.0
    return one or (numeral.number.value < 10 and numeral.tokens.lemma[numeral.noun] in _VAGUE)


class NotAmount(NamedTuple):
    """What makes a number no amount."""

    name: str
    applies: Callable[[Numeral], bool]
    yes: str
    """A sentence with such a number."""
    no: str
    """A sentence with an amount."""
    kinds: tuple[AmountKind | None, ...] = (None,)
    """Kinds that the number may have; None before it is a count."""


_ANY_KIND: tuple[AmountKind | None, ...] = (None, "money", "percent")
NOT_AMOUNTS: tuple[NotAmount, ...] = (
    NotAmount("score", _is_score, "They had a 31-0 win.", "They met 10-15 people."),
    NotAmount("telephone", _is_telephone, "Call 555-1234 people.", "They met 555 people."),
    NotAmount("numbered thing", _is_numbered, "Flight 370 passengers left.", "The flight carried 370 passengers."),
    NotAmount("number of an index", _is_numbered, "The Nikkei 225 futures fell.", "The dealer sold 225 futures."),
    NotAmount("fraction", _is_fraction_name, "They met a 9/11 widow.", "They lost 1/2 percent."),
    NotAmount("year", _is_year, "In 1986 net profit fell.", "They met 1986 people."),
    NotAmount("year of a plural", _is_year, "The 2035 bonds fell.", "They sold 2,035 bonds."),
    NotAmount("verb", _is_won, "Rovers 1 won.", "It cost 5,000 won.", ("money",)),
    NotAmount("page", _is_of_page, "12 photos", "They took 12 photos of the bridge on Monday.", _ANY_KIND),
    NotAmount("address", _is_address, "They met at 12 Baker Street.", "They met 12 bakers."),
    NotAmount("one", _is_one, "They met one woman.", "They met two women."),
)
"""The first row that applies decides."""


def _tests_of(kind: AmountKind | None) -> list[tuple[Callable[[Numeral], bool], str]]:
    """Return the tests of the rows for a kind with the first row's name; two rows may show one test."""
    found: dict[Callable[[Numeral], bool], str] = {}
    for row in NOT_AMOUNTS:
        if kind in row.kinds:
            found.setdefault(row.applies, row.name)
    return list(found.items())


_TESTS_OF_KIND = {kind: _tests_of(kind) for kind in _ANY_KIND}


def why_not(numeral: Numeral) -> str:
    """Return the name of the reason why a number is no amount; empty if it may be one."""
    for applies, name in _TESTS_OF_KIND[numeral.number.kind]:
        if applies(numeral):
            return name
    return ""


def neighbours(numbers: Sequence[NumberSpan], at: int) -> tuple[NumberSpan | None, NumberSpan | None]:
    """Return the numbers before and behind one."""
    return (numbers[at - 1] if at else None), (numbers[at + 1] if at + 1 < len(numbers) else None)
