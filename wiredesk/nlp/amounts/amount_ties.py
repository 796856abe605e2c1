"""What an amount is tied to: its measure, its entity, its direction and its period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wiredesk.contract import Amount, Direction, Entity
from wiredesk.nlp.amounts.amount_owner import Owners
from wiredesk.nlp.amounts.measures import by_line, is_from, measure_of, with_rate
from wiredesk.nlp.amounts.numbers import NumberSpan
from wiredesk.nlp.lexicon import table
from wiredesk.nlp.tokens import Tokens

_TABLES = table("amount_measures")
_IN_MONEY = frozenset({"loss", "profit", "payment"})
"""Measures of verbs that are sums of money: who "lost 6 percent" made no loss, its value fell."""
_OF_COMPANIES = frozenset({"shares", "share price", "dividend", "earnings per share"})
"""Measures that a place has not: in "the Lund automaker's shares" it only says where the company is."""
_NOT_IN_PERCENT = frozenset(_TABLES["only_sums"]["percent"].split())
"""Measures that no percentage is of by itself."""
_NOT_IN_POINTS = frozenset(_TABLES["only_sums"]["points"].split())
"""Measures that percentage points do not measure."""
_PART = "share"
"""The measure of a part of a whole: "the banks' share will be cut to 70 percent"."""
_MAX_LINK_TOKENS = 4
"""Tokens between an amount and its equivalent in another currency: "(about", "(or"."""
_BRACKETS = frozenset("([")


class Tie(NamedTuple):
    """What an amount is about."""

    measure: str | None = None
    entity: str | None = None
    """Id of the entity."""
    direction: Direction | None = None
    period: str | None = None


class AmountTokens(NamedTuple):
    """Where an amount stands, in tokens."""

    first: int
    end: int
    noun: int
    """The noun that it counts, or -1."""
    following: int
    """First token of the next amount."""


def tie_of(owners: Owners, number: NumberSpan, place: AmountTokens, earlier: Sequence[Amount], last_end: int) -> Tie:
    """Return what an amount is tied to.

    ``earlier`` are the amounts before it; the tokens of the last one end at ``last_end``.
    """
    first, end, noun, following = place
    if first >= end:
        return Tie()
    tokens = owners.tokens
    if earlier and _is_equivalent(tokens, number, earlier[-1], last_end, first):
        last = earlier[-1]
        return Tie(last.measure, last.entity, last.direction, last.period)
    measure = measure_of(tokens, first, end, noun, owners.names)
    period = owners.period(measure, first, end, following)
    if number.kind == "count" and measure.name is None and _is_in_phrase(tokens, first, end):
        period = None  # "in two stages in July"
    if (
        measure.is_before
        and not is_from(tokens, measure, first)
        and (new := _new_value(tokens, number, earlier, place))
    ):
        return Tie(new.measure, new.entity, None, period)
    name, entity = measure.name, owners.entity(measure)
    kind = number.kind or "count"
    if measure.rule == "verb":
        if (kind == "percent" and name in _IN_MONEY) or (name == "loss" and entity is None):
            name = None
        else:
            measure = measure._replace(direction=None)  # a sum that was lost is no change of anything
    if name == "shares" and kind == "percent" and _is_part(tokens, measure.noun, first):
        name = _PART
    if (kind == "percent" and name in _NOT_IN_PERCENT) or (
        number.unit == "percentage point" and name in _NOT_IN_POINTS
    ):
        return Tie(period=period)
    if kind != "count":
        name = by_line(tokens, number.start, name)
    if name is None and measure.direction is None:
        entity = None
    if entity is not None and entity.type == "GPE" and name in _OF_COMPANIES:
        entity = None
    if name is None and entity is not None and measure.direction:
        name = _measure_of_entity(entity) if kind != "count" else "index" if _is_index(entity, number) else None
    direction = measure.direction if name or kind != "count" else None
    name = with_rate(tokens, end, name)
    if name and name.startswith("profit per ") and entity is not None and entity.type == "PERSON":
        name = name.replace("profit", "pay")
    return Tie(name, entity.id if entity else None, direction, period)


def _is_equivalent(tokens: Tokens, number: NumberSpan, last: Amount, last_end: int, first: int) -> bool:
    """Return whether an amount in brackets says the last one in another currency: ``9 bn yuan (about $1.3 bn)``."""
    if number.kind != "money" or last.kind != "money" or not 0 < first - last_end <= _MAX_LINK_TOKENS:
        return False
    return last.unit != number.unit and tokens.text[last_end] in _BRACKETS


def _new_value(tokens: Tokens, number: NumberSpan, earlier: Sequence[Amount], place: AmountTokens) -> Amount | None:
    """Return the new value where an amount is the old one: ``to 5 mln, or 7 cents a share, from 3 mln``."""
    is_rate = with_rate(tokens, place.end, "") != ""
    for one in reversed(earlier[-2:]):
        if one.span[0] < tokens.start[tokens.sentence_start[place.first]]:
            return None
        if (one.kind, one.unit) == (number.kind or "count", number.unit) and (
            " per " in (one.measure or "")
        ) == is_rate:
            return one
    return None


def _is_in_phrase(tokens: Tokens, first: int, end: int) -> bool:
    """Return whether an amount stands behind a preposition."""
    head = tokens.root(first, end)
    return tokens.dep[head] in {"pobj", "pcomp"} or tokens.pos[tokens.head[head]] == "ADP"


def _is_part(tokens: Tokens, noun: int, first: int) -> bool:
    """Return whether "share" means a part of a whole: ``a 7 pct share``, ``its share of the market rose to 7 pct``.

    A share in the singular whose percentage is a level is a part; "the share rose 3 pct" is the price of a stock.
    """
    if noun < 0 or tokens.tag[noun] != "NN":
        return False
    if noun > first or tokens.lower[max(0, first - 1)] in {"to", "from", "at"}:
        return True
    return any(tokens.lower[child] in {"of", "in"} for child in tokens.children_with(noun, "prep"))


def _measure_of_entity(entity: Entity) -> str | None:
    """Return what rises where an organisation or an index does: ``Acme rose 3 percent``."""
    if entity.type == "INDEX" or entity.name.lower().endswith(("index", "average")):
        return "index"
    return "shares" if entity.type == "ORG" else None


def _is_index(entity: Entity, number: NumberSpan) -> bool:
    """Return whether an index gained or lost points: ``the Nikkei fell 508 points``."""
    return number.unit == "point" and _measure_of_entity(entity) == "index"
