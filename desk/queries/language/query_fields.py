"""The fields of the query language: their names, what each takes, and how its value is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from desk.queries.language.bounding_box import BOX_FORM, parse_box
from desk.queries.language.query_tree import FieldTest, Operator
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS, MAX_SEQ_DIGITS
from wiredesk.contract import ENTITY_TYPES, AmountKind, Kind
from wiredesk.event_types import EVENT_TYPES
from wiredesk.time_grammar import TIME_FORMS, parse_time

LOWEST_URGENCY = 8
"""The lowest IPTC urgency; 1 is the highest."""
READER_STATES = ("starred", "read", "noted")
"""Values of the field ``is``; all but the last stand for what one reader did."""
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for now where a time is only checked."""
_COMPARISON = re.compile(r"([\w%$€£¥-]+?)(>=|<=|>|<|=)(.+)")
_AMOUNT = re.compile(r"([$€£¥]?)\s*(-?\d[\d,]*(?:\.\d+)?(?:e\d{1,2})?)\s*([a-z%]*)(?:\s+([\w-]+))?", re.IGNORECASE)
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9, "tn": 1e12, "t": 1e12,
           "trillion": 1e12}  # fmt: skip


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field."""

    means: str
    """What a story must have, in a few words."""
    takes: str
    """What the value may be, for messages."""
    example: str
    """The value of an example, or the operator with it."""
    read: Callable[[str, Operator, str, int], FieldTest]
    """Turns name, operator, value and column into a condition; raises ValueError with the reason."""
    is_ordered: bool = False
    """Whether ``>``, ``>=``, ``<`` and ``<=`` are allowed."""


def _text(field: str, operator: Operator, value: str, column: int) -> FieldTest:
    if len(value) > MAX_QUERY_CHARACTERS:
        raise ValueError(f"longer than {MAX_QUERY_CHARACTERS} characters")
    return FieldTest(field, value.strip(), column=column)


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, Operator, str, int], FieldTest]:
    forms = {one.casefold(): one for one in allowed}

    def read(field: str, operator: Operator, value: str, column: int) -> FieldTest:
        if value.strip().casefold() not in forms:
            raise ValueError("unknown value")
        return FieldTest(field, forms[value.strip().casefold()], column=column)

    return read


def _urgency(field: str, operator: Operator, value: str, column: int) -> FieldTest:
    if not re.fullmatch(rf"[1-{LOWEST_URGENCY}]", value.strip(), re.ASCII):
        raise ValueError("invalid urgency")
    return FieldTest(field, value.strip(), operator, float(value), column=column)


def _thread(field: str, operator: Operator, value: str, column: int) -> FieldTest:
    if not re.fullmatch(rf"[1-9]\d{{0,{MAX_SEQ_DIGITS - 1}}}", value.strip(), re.ASCII):
        raise ValueError("invalid number")
    return FieldTest(field, value.strip(), column=column)


def _time(field: str, operator: Operator, value: str, column: int) -> FieldTest:
    ends = time_ends(value) if field == "published" and operator == "=" else (value,)
    if not any(end.strip() for end in ends):
        raise ValueError("not a time")
    for end in ends:
        if end.strip() or len(ends) == 1:
            parse_time(end, _ANY_MOMENT)
    return FieldTest(field, value.strip(), operator, column=column)


def time_ends(value: str) -> tuple[str, ...]:
    """Return the two ends of a value such as ``2026-11-01..2026-11-05``, of which one may be empty, else the value."""
    first, dots, last = value.partition("..")
    return (first, last) if dots else (value,)


def _box(field: str, operator: Operator, value: str, column: int) -> FieldTest:
    return FieldTest(field, str(parse_box(value)), column=column)


def _language(field: str, operator: Operator, value: str, column: int) -> FieldTest:
    if not re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", value.strip()):
        raise ValueError("invalid language")
    return FieldTest(field, value.strip().lower(), column=column)


def _amount(field: str, operator: Operator, value: str, column: int) -> FieldTest:
    """Read ``1e9``, ``$1bn``, ``5%``, ``percent>5``, ``USD>=1bn`` or ``"3 dead"``."""
    unit = ""
    if operator == "=" and (found := _COMPARISON.fullmatch(value.strip())):
        unit, operator, value = found[1], _operator(found[2]), found[3]
    parsed = _AMOUNT.fullmatch(value.strip())
    if not parsed:
        raise ValueError("invalid amount")
    sign, number, scale, noun = parsed[1], float(parsed[2].replace(",", "")), parsed[3], parsed[4] or ""
    if scale.lower() in _SCALES:
        number *= _SCALES[scale.lower()]
    elif scale == "%":
        unit = "percent"
    elif scale and not noun:
        noun = scale
    elif scale:
        raise ValueError("invalid amount")
    unit = (_CURRENCIES.get(unit) or _CURRENCIES.get(sign) or noun or unit).lower()
    return FieldTest(field, value.strip(), operator, number, "percent" if unit == "%" else unit, column=column)


def _operator(text: str) -> Operator:
    return next(one for one in get_args(Operator) if one == text)


_NAME = "any name or id"
_TIME = f"a time: {TIME_FORMS}"
FIELDS: Mapping[str, QueryField] = {
    "source": QueryField("the agency, in any case", "the name of an agency", '"Meridian Wire"', _text),
    "person": QueryField("a person who is mentioned", f"{_NAME} of a person", '"Amina Otieno"', _text),
    "organisation": QueryField("an organisation that is mentioned", f"{_NAME} or share's code", '"Kelp Line"', _text),
    "thing": QueryField("a person, organisation, place or other thing that is mentioned", _NAME, "Nairobi", _text),
    "speaker": QueryField("who is quoted", _NAME, '"Amina Otieno"', _text),
    "place": QueryField("a place; a country: all that is in it", f"{_NAME}, or a country's code", "KE", _text),
    "bbox": QueryField("a place in a rectangle of the map", BOX_FORM, "-12,35,30,60", _box),
    "topic": QueryField(
        "a topic, or an agency's own code or keyword", "a code, an English name or a keyword", "politics", _text
    ),
    "type": QueryField(
        "any mention of an entity of this type", f"one of {', '.join(ENTITY_TYPES)}", "FAC", _one_of(ENTITY_TYPES)
    ),
    "event": QueryField("what happened", f"one of {', '.join(EVENT_TYPES)}", "ACQUIRE", _one_of(EVENT_TYPES)),
    "kind": QueryField(
        "the kind of story", f"one of {', '.join(get_args(Kind))}", "correction", _one_of(get_args(Kind))
    ),
    "urgency": QueryField(
        "the urgency: 1 is a flash", f"a number from 1 to {LOWEST_URGENCY}", "<=2", _urgency, is_ordered=True
    ),
    "language": QueryField("the story's language", "a code such as en or fr", "en", _language),
    "ticker": QueryField("a share that is mentioned", "the code of a share, such as KSTL.O", "KSTL.O", _text),
    "amount": QueryField(
        "an amount of money, a share in percent, or a number of something",
        "a number such as 1e9, 1bn, $1bn or 5%, after a kind or unit if you like: percent>5, USD>1bn, dead>=3",
        ">$1bn", _amount, is_ordered=True,
    ),
    "published": QueryField("the time of publication", f"{_TIME}; or two with ..", "30d", _time, is_ordered=True),
    "since": QueryField("published then or later", _TIME, "yesterday", _time),
    "until": QueryField("published then or earlier", _TIME, "2026-11-23", _time),
    "thread": QueryField("a thread, by its number", "the number of a thread, such as 12", "12", _thread),
    "is": QueryField(
        "`starred`, `read`: by you, if the desk knows you; `noted`: by anybody", f"one of {', '.join(READER_STATES)}",
        "starred", _one_of(READER_STATES),
    ),
    "note": QueryField("words of a note", "a word or several", '"call back"', _text),
    "copies": QueryField("`first`: of stories with one text only the one to show", "first", "first",
                         _one_of(("first",))),
}  # fmt: skip
"""Every field in the order of the reference."""
ALIASES: Mapping[str, str] = {
    "org": "organisation", "organization": "organisation", "entity": "thing", "lang": "language", "agency": "source",
    "before": "until", "after": "since", "date": "published",
}  # fmt: skip
"""Other names of fields."""
AMOUNT_KINDS: tuple[str, ...] = get_args(AmountKind)


def field_name(written: str) -> str | None:
    """Return the name of a field as the tree has it; None if there is no such field."""
    name = written.lower()
    name = ALIASES.get(name, name)
    return name if name in FIELDS else None
