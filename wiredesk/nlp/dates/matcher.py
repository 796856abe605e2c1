"""Find the expressions of time in a text and resolve them from left to right."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.grammar import DateRule, RuleMatch
from wiredesk.nlp.dates.named_things import is_in_name
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.dates.rule_index import RuleIndex
from wiredesk.nlp.dates.rules import (
    calendar_dates,
    clock,
    days_from_day,
    days_of_period,
    durations,
    named_days,
    paired_periods,
    quarters,
    relative,
    years,
)
from wiredesk.nlp.dates.token_classes import class_name

_MAX_JOINT_TOKENS = 2
"""Tokens between a time and its day: "9 a.m., on Monday"."""
RULES: tuple[DateRule, ...] = (
    *days_from_day.RULES,
    *paired_periods.RULES,
    *days_of_period.RULES,
    *calendar_dates.RULES,
    *years.RULES,
    *named_days.RULES,
    *relative.RULES,
    *quarters.RULES,
    *durations.RULES,
    *clock.RULES,
)
_INDEX = RuleIndex(RULES)


def match_dates(context: DateContext) -> list[Timex]:
    """Return every expression in order; no two overlap."""
    found: list[Timex] = []
    reached = 0
    for match, rule in _INDEX.matches(context.tokens.classes):
        if match.start() < reached:
            continue
        candidate = RuleMatch(context.tokens, match)
        if is_in_name(candidate, context):
            continue
        context.ground = None
        timex = rule.resolve(candidate, context)
        if timex is None:
            continue
        first, last, kind, value, named, *_ = timex
        timex = Timex(first, last, kind, value, named, _anchor(timex, context.ground), rule.name)
        if context.trace is not None:
            context.trace.add(context.tokens.span(timex.first, timex.last), "date", rule.name, timex.value or "")
        timex = _join_previous(found, timex, context)
        found.append(timex)
        context.previous.append(timex)
        reached = timex.last
    return found


def _anchor(timex: Timex, ground: Period | None) -> str | None:
    """Return the period that a value was counted from; None where the value is a length or points at no date."""
    value = timex.value
    if ground is None or value is None or timex.type in {"DURATION", "SET"} or value.endswith("_REF"):
        return None
    return str(ground)


def _join_previous(found: list[Timex], timex: Timex, context: DateContext) -> Timex:
    """Return the expression, joined to the one just before it where both are one: ``9 a.m. Tuesday``."""
    if not found or timex.first - found[-1].last > _MAX_JOINT_TOKENS:
        return timex
    before = found[-1]
    words = context.tokens.words(before.last, timex.first)
    classes = tuple(class_name(context.tokens.classes[one.last - 1]) for one in (before, timex))
    both = clock.join_time_and_day(before, timex, words, classes)
    if both is None:
        return timex
    found.pop()
    context.previous.pop()
    day = before if before.type == "DATE" else timex
    return both._replace(anchor=day.anchor, rule=day.rule)
