"""Times of day: ``9:30 a.m. EST``, ``0900 GMT``, ``noon``, and their joining with the day beside them."""

from __future__ import annotations

from wiredesk.nlp.dates.date_context import DateContext, Timex
from wiredesk.nlp.dates.date_lexicon import CARDINAL, PART, UNIVERSAL
from wiredesk.nlp.dates.grammar import Match, Rule, make
from wiredesk.nlp.dates.period import Period


def clock(m: Match, context: DateContext) -> Timex | None:
    """A time of the day spoken of last in the sentence, else of the anchor's.

    A time in GMT or UTC keeps its ``Z``; other zones' letters are ambiguous (IST, CST, BST), so the value is the
    time as the story has it.
    """
    found = hour_minute(m)
    if found is None:
        return None
    hour, minute = found
    zone = m.word("zone")
    day = context.same_sentence(m.first, ("day",)) or context.anchor
    mark = "Z" if zone in UNIVERSAL else ""
    value = f"T{hour:02d}:{minute:02d}{mark}"
    return Timex(m.first, m.last, "TIME", f"{day}{value}" if day else None, day)


def hour_minute(m: Match) -> tuple[int, int] | None:
    """Hour (0-24) and minute, or None if there is no such time."""
    word = m.word("hour")
    if m.has("part"):
        part = PART[m.word("part")]
        if ":" not in part:
            return None
        word = part
    if ":" in word:
        hour, minute = int(word.split(":")[0]), int(word.split(":")[1])
    elif "." in word:
        hour, minute = (int(one) for one in word.split(".", 1))
    elif len(word) == 4 and word.isdigit():
        hour, minute = int(word[:2]), int(word[2:])
    else:
        hour, minute = (CARDINAL[word] if word in CARDINAL else int(word)), 0
    half = m.word("ampm")
    if half == "p" or m.word("of") in {"in the afternoon", "in the evening", "at night"}:
        hour += 12 if hour < 12 else 0
    elif half == "a" and hour == 12:
        hour = 0
    if minute > 59 or hour > 24 or (half and hour > 24):
        return None
    return hour, minute


def joined(first: Timex, second: Timex, words: list[str], classes: tuple[str, ...]) -> Timex | None:
    """``9 a.m. Tuesday``, ``Wednesday night``: a time and the day beside it are one expression.

    ``words`` stand between the two, ``classes`` are of ``first``'s and ``second``'s last token.
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
RULES: tuple[Rule, ...] = (
    make(
        "clock",
        "<mod>?(?P<hour><int|clock|dec|word>)(?P<ampm><ampm>)(?P<zone><zone>)?",
        clock,
        yes="It opens at [9 a.m. GMT].",
        no="It opens 9 a time.",
    ),
    make(
        "clock zone",
        "(?P<hour><int|clock|hhmm|year4|dec>)<units>?(?P<zone><zone>)",
        clock,
        yes="It opened at [0900 KST].",
        no="It cost 0900 EUR.",
    ),
    make(
        "clock alone",
        "(?P<hour><clock>)(?:(?P<zone><zone>))?",
        clock,
        yes="It opened at [14:30].",
        no="He ran it in a ratio of 14:301.",
    ),
    make(
        "hour of part",
        "(?P<hour><int|clock|word>)(?P<of><in><the><part>|<at><part>)",
        clock,
        yes="It opens at [nine in the morning].",
        no="Nine in the house slept.",
    ),
    make(
        "noon",
        "(?P<part><part>)",
        lambda m, c: clock(m, c) if ":" in PART[m.word("part")] else None,
        yes="It opens at [noon].",
        no="It opens at night.",
    ),
)
