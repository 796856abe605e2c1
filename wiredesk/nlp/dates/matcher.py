"""Find the expressions of a text and resolve them, left to right."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.grammar import Match, Rule
from wiredesk.nlp.dates.rules import calendar_dates, clock, durations, named_days, quarters, relative, years
from wiredesk.nlp.dates.tokenizer import CODE, NAMES

_COMMON = frozenset(CODE[name] for name in ("unit", "units", "part", "future", "past"))
RULES: tuple[Rule, ...] = (
    *calendar_dates.RULES,
    *years.RULES,
    *named_days.RULES,
    *relative.RULES,
    *quarters.RULES,
    *durations.RULES,
    *clock.RULES,
)


def recognise(context: DateContext) -> list[Timex]:
    """Every expression, in order, none overlapping another."""
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
        timex = _joined(found, timex, context)
        found.append(timex)
        context.said.append(timex)
        reached = timex.last
    return found


def _candidates(context: DateContext) -> list[tuple[Match, Rule]]:
    """All matches of all rules; by place, the longest first, then in the order of the rules."""
    classes = context.tokens.classes
    ranked = [
        (match.start(), -match.end(), order, match)
        for order, rule in enumerate(RULES)
        for match in rule.pattern.finditer(classes)
    ]
    ranked.sort(key=lambda one: one[:3])
    return [(Match(context.tokens, match), RULES[order]) for _, _, order, match in ranked]


def _is_title(candidate: Match, context: DateContext) -> bool:
    """``60 Minutes``, ``This Week``: the name of a programme, not a time, by the capital of its unit."""
    at = candidate.last - 1
    if candidate.tokens.classes[at] == CODE["set"]:
        # "the Lindholm Daily News"
        after = context.tokens.starts[at + 1 : at + 2] or [0]
        text = context.tokens.text
        return text[context.tokens.starts[at]].isupper() and text[after[0]].isupper()
    if candidate.tokens.classes[at] not in _COMMON or candidate.first == at:
        return False
    start, end = candidate.tokens.span(at, candidate.last)
    word = context.tokens.text[start:end]
    return word[:1].isupper() and word[1:].islower() and start >= context.body


def _joined(found: list[Timex], timex: Timex, context: DateContext) -> Timex:
    """The expression together with the one just before it, where the two are one."""
    if not found or timex.first - found[-1].last > 2:
        return timex
    before = found[-1]
    words = context.tokens.words[before.last : timex.first]
    classes = tuple(NAMES[ord(context.tokens.classes[one.last - 1]) - 0x100] for one in (before, timex))
    both = clock.joined(before, timex, words, classes)
    if both is None:
        return timex
    found.pop()
    context.said.pop()
    return both
