"""Find the expressions of time in a text and resolve them from left to right."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.grammar import DateRule, RuleMatch
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
from wiredesk.nlp.dates.tokenizer import CODE, class_name

_UNIT_CLASSES = frozenset(CODE[name] for name in ("unit", "units", "part", "future", "past"))
"""Classes of ordinary words that a programme or a paper may have in its name."""
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


def match_dates(context: DateContext) -> list[Timex]:
    """Return every expression in order; no two overlap."""
    found: list[Timex] = []
    reached = 0
    for candidate, rule in _candidates(context):
        if candidate.first < reached or _is_title(candidate, context):
            continue
        timex = rule.resolve(candidate, context)
        if timex is None:
            continue
        if context.trace is not None:
            context.trace.add(context.tokens.span(timex.first, timex.last), "date", rule.name, timex.value or "")
        timex = _join_previous(found, timex, context)
        found.append(timex)
        context.previous.append(timex)
        reached = timex.last
    return found


def _candidates(context: DateContext) -> list[tuple[RuleMatch, DateRule]]:
    """Return the matches of all rules by place; at one place the longest first, then in the order of the rules."""
    classes = context.tokens.classes
    ranked = [
        (match.start(), -match.end(), order, match)
        for order, rule in enumerate(RULES)
        for match in rule.pattern.finditer(classes)
    ]
    ranked.sort(key=lambda one: one[:3])
    return [(RuleMatch(context.tokens, match), RULES[order]) for _, _, order, match in ranked]


def _is_title(candidate: RuleMatch, context: DateContext) -> bool:
    """Return whether the match is the name of a programme or a paper, by its capitals: ``60 Minutes``."""
    at = candidate.last - 1
    if candidate.tokens.classes[at] == CODE["set"]:
        # "the Lindholm Daily News"
        after = context.tokens.starts[at + 1 : at + 2] or [0]
        text = context.tokens.text
        return text[context.tokens.starts[at]].isupper() and text[after[0]].isupper()
    if candidate.tokens.classes[at] not in _UNIT_CLASSES or candidate.first == at:
        return False
    start, end = candidate.tokens.span(at, candidate.last)
    word = context.tokens.text[start:end]
    return word[:1].isupper() and word[1:].islower() and start >= context.body


def _join_previous(found: list[Timex], timex: Timex, context: DateContext) -> Timex:
    """Return the expression, joined to the one just before it where both are one: ``9 a.m. Tuesday``."""
    if not found or timex.first - found[-1].last > _MAX_JOINT_TOKENS:
        return timex
    before = found[-1]
    words = context.tokens.words[before.last : timex.first]
    classes = tuple(class_name(context.tokens.classes[one.last - 1]) for one in (before, timex))
    both = clock.join_time_and_day(before, timex, words, classes)
    if both is None:
        return timex
    found.pop()
    context.previous.pop()
    return both
