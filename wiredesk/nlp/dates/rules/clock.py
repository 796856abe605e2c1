"""Times of day: ``9:30 a.m. EST``, ``0900 GMT``, ``noon``, and their joining with the day beside them."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import PART, UNIVERSAL
from wiredesk.nlp.dates.grammar import DateRule, RuleMatch, date_rule
from wiredesk.nlp.dates.period import Period
from wiredesk.nlp.lexicon.number_words import CARDINALS, parse_whole


def clock(match: RuleMatch, context: DateContext) -> Timex | None:
    """Resolve a time of the day that the sentence named last, or else of the story's day.

    A time in GMT or UTC keeps its ``Z``. Other zones' letters are ambiguous (IST, CST, BST); the value is then the
    time as it is printed.
    """
    found = hour_minute(match)
    if found is None:
        return None
    hour, minute = found
    zone = match.word("zone")
    day = context.same_sentence(match.first, ("day",)) or context.reference_time
    mark = "Z" if zone in UNIVERSAL else ""
    value = f"T{hour:02d}:{minute:02d}{mark}"
    return Timex(match.first, match.last, "TIME", f"{day}{value}" if day else None, day)


def hour_minute(match: RuleMatch) -> tuple[int, int] | None:
    """Return hour (0-24) and minute of a match, or None if there is no such time."""
    word = match.word("hour")
    if match.has("part"):
        part = PART[match.word("part")]
        if ":" not in part:
            return None
        word = part
    if ":" in word or "." in word:
        parts = word.replace(".", ":").split(":")
    elif len(word) == 4:
        parts = [word[:2], word[2:]] if word.isdecimal() else [word]
    else:
        parts = [word]
    hour = CARDINALS.get(parts[0], parse_whole(parts[0]))
    minute = parse_whole(parts[1]) if len(parts) > 1 else 0
    if hour is None or minute is None:  # "£1,000 p.m." is an amount
        return None
    half = match.word("ampm")
    if half == "p" or match.word("of") in {"in the afternoon", "in the evening", "at night"}:
        hour += 12 if hour < 12 else 0
    elif half == "a" and hour == 12:
        hour = 0
    if minute > 59 or hour > 24 or (half and hour > 24):
        return None
    return hour, minute


def join_time_and_day(first: Timex, second: Timex, words: list[str], classes: tuple[str, ...]) -> Timex | None:
    """Return ``9 a.m. Tuesday`` or ``Wednesday night`` as one expression; None where the two are not one.

    Args:
        first: the first expression.
        second: the second.
        words: the words between them.
        classes: the class of the last token of each.
    """
    time, day = (first, second) if "T" in (first.value or "") and first.type == "TIME" else (second, first)
    if time.type != "TIME" or day.type != "DATE" or not isinstance(day.period, Period) or day.period.unit != "day":
        return None
    if time is second and (words or classes[1] != "part"):
        return None
    if time is first and any(word not in {",", "on"} for word in words):
        return None
    tail = (time.value or "T").split("T", 1)[1]
    return Timex(first.first, second.last, "TIME", f"{day.period}T{tail}", day.period)


HOUR = "(?P<hour><int|clock|dec|word>)"
RULES: tuple[DateRule, ...] = (
    date_rule(
        "clock",
        "<mod>?(?P<hour><int|clock|dec|word>)(?P<ampm><ampm>)(?P<zone><zone>)?",
        clock,
        yes="It opens at [9 a.m. GMT].",
        no="It opens 9 a time.",
    ),
    date_rule(
        "o'clock",
        "(?P<hour><int|word>)<of_clock>(?P<of><in><the><part>|<at><part>)?(?P<zone><zone>)?",
        clock,
        yes="It opens at [nine o'clock in the morning].",
        no="It opens at the clock tower.",
    ),
    date_rule(
        "clock zone",
        "(?P<hour><int|clock|hhmm|year4|dec>)<units>?(?P<zone><zone>)",
        clock,
        yes="It opened at [0900 KST].",
        no="It cost 0900 EUR.",
    ),
    date_rule(
        "clock alone",
        "(?P<hour><clock>)(?:(?P<zone><zone>))?",
        clock,
        yes="It opened at [14:30].",
        no="He ran it in a ratio of 14:301.",
    ),
    date_rule(
        "hour of part",
        "(?P<hour><int|clock|word>)(?P<of><in><the><part>|<at><part>)",
        clock,
        yes="It opens at [nine in the morning].",
        no="Nine in the house slept.",
    ),
    date_rule(
        "noon",
        "(?P<part><part>)",
        lambda match, context: clock(match, context) if ":" in PART[match.word("part")] else None,
        yes="It opens at [noon].",
        no="It opens at night.",
    ),
)
