"""The words of time: each has one class, which the grammar is written in, and a value where it has one."""

from __future__ import annotations

MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905

MONTH = (
    {name: number for number, name in enumerate(MONTHS)}
    | {name[:3]: number for number, name in enumerate(MONTHS)}
    | {"sept": 8}
)
"""Month names and their abbreviations, January is 0."""
WEEKDAY = {name: number for number, name in enumerate(WEEKDAYS)}
WEEKDAY_SHORT = {name[:3]: number for number, name in enumerate(WEEKDAYS)} | {"tues": 1, "thur": 3, "thurs": 3}
SEASON = {
    "spring": 0,
    "summer": 1,
    "fall": 2,
    "autumn": 2,
    "winter": 3,
    "springtime": 0,
    "summertime": 1,
    "wintertime": 3,
}

UNIT = {
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "night": "night",
    "week": "week",
    "fortnight": "fortnight",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "season": "season",
    "semester": "half",
    "year": "year",
    "decade": "decade",
    "century": "century",
    "millennium": "millennium",
}
UNITS = {f"{name}s": unit for name, unit in UNIT.items()} | {
    "centuries": "century",
    "millennia": "millennium",
    "yrs": "year",
    "mths": "month",
    "hrs": "hour",
    "mins": "minute",
}
SYMBOL = {
    "second": ("T", 1, "S"),
    "minute": ("T", 1, "M"),
    "hour": ("T", 1, "H"),
    "day": ("", 1, "D"),
    "night": ("", 1, "D"),
    "week": ("", 1, "W"),
    "fortnight": ("", 2, "W"),
    "weekend": ("", 2, "D"),
    "month": ("", 1, "M"),
    "quarter": ("", 3, "M"),
    "season": ("", 3, "M"),
    "half": ("", 6, "M"),
    "year": ("", 1, "Y"),
    "decade": ("", 10, "Y"),
    "century": ("", 100, "Y"),
    "millennium": ("", 1000, "Y"),
}
"""Unit → whether it is of the clock, factor, and letter of an ISO 8601 duration."""
VAGUE_SYMBOL = {"decade": "DE", "century": "CE", "millennium": "ML", "quarter": "Q"}
"""Letters of units that have none in ISO 8601, for a number that is not known (TIMEX3: PXDE, PXCE)."""

PART = {
    "morning": "MO",
    "dawn": "MO",
    "daybreak": "MO",
    "midmorning": "MO",
    "noon": "12:00",
    "midday": "12:00",
    "noontime": "12:00",
    "afternoon": "AF",
    "midafternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "nightfall": "EV",
    "sunset": "EV",
    "night": "NI",
    "midnight": "24:00",
    "lunchtime": "12:00",
}
"""Part of the day → what follows the T of a TIMEX3 time."""

CARDINAL = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
MAGNITUDE = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINAL = {word: number for number, word in enumerate(_ORDINALS.split(), 1)} | {
    "thirtieth": 30,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": -1,
}
DECADES = {
    "twenties": 192, "thirties": 193, "forties": 194, "fifties": 195, "sixties": 196, "seventies": 197, "eighties": 198,
    "nineties": 199,
}  # fmt: skip

REFERENCE = {
    "now": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "currently": "PRESENT_REF",
    "presently": "PRESENT_REF",
    "recently": "PAST_REF",
    "lately": "PAST_REF",
}
"""Single words that point at no date."""
RELATIVE_DAY = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "overnight": 0, "tonite": 0}

ZONES = frozenset(
    "gmt utc est edt cst cdt mst mdt pst pdt et bst cet cest eet eest wet msk jst kst hkt sgt ist aest aedt".split()  # noqa: SIM905
)
UNIVERSAL = frozenset({"gmt", "utc"})

SETS = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "biweekly": "P2W",
    "monthly": "P1M",
    "yearly": "P1Y",
    "annually": "P1Y",
}

CLASSES: dict[str, str] = {
    "the": "the",
    "a": "a", "an": "a",
    "this": "this", "that": "that", "these": "these", "those": "those",
    "last": "last", "past": "past",
    "previous": "prev", "prior": "prev", "preceding": "prev",
    "next": "next", "coming": "coming", "upcoming": "coming", "forthcoming": "coming",
    "following": "following", "subsequent": "following", "ensuing": "following", "succeeding": "following",
    "current": "current", "latest": "latest", "recent": "recent", "same": "same",
    "half": "half", "several": "vague", "few": "vague", "many": "vague", "couple": "couple", "dozens": "many",
    "hundreds": "many", "thousands": "many",
    "early": "early", "late": "early", "mid": "early", "later": "later", "earlier": "later", "sometime": "sometime",
    "end": "edge", "beginning": "edge", "start": "edge", "middle": "edge", "close": "edge", "outset": "edge",
    "turn": "edge", "rest": "edge", "remainder": "edge", "dawn": "part",
    "of": "of", "in": "in", "on": "on", "to": "to", "or": "or", "and": "and", "at": "at", "than": "than", "as": "as",
    "from": "from", "for": "for", "by": "by", "so": "so", "up": "up", "no": "no", "until": "until", "since": "since",
    "through": "to", "till": "until", "between": "between", "during": "in", "per": "per",
    "over": "over", "within": "within",
    "right": "right", "ahead": "ahead", "time": "time", "ended": "ended", "ending": "ended", "ends": "ended",
    "ago": "ago", "before": "before", "after": "after", "hence": "hence", "old": "old",
    "every": "every", "each": "every",
    "around": "mod", "nearly": "mod", "under": "mod", "about": "near_", "almost": "near_", "some": "some",
    "just": "just", "only": "just", "barely": "just", "well": "just",
    "more": "more", "less": "more", "fewer": "more", "longer": "more", "least": "least", "most": "most",
    "trading": "adj", "business": "adj", "straight": "adj", "consecutive": "adj", "full": "adj", "additional": "adj",
    "working": "adj", "calendar": "adj", "whole": "adj", "extra": "adj", "further": "adj", "successive": "adj",
    "long": "adj", "short": "adj", "academic": "adj", "solid": "adj", "entire": "adj", "other": "adj", "final": "adj",
    "opening": "adj", "closing": "adj", "comparable": "adj", "corresponding": "adj", "school": "adj",
    "fiscal": "fiscal", "financial": "fiscal",
    "period": "span", "term": "span", "stretch": "span",
    "future": "future", "era": "span",
    "q": "q", "h": "q", "fy": "fy", "near": "near", "foreseeable": "near", "distant": "near", "immediate": "near",
    "once": "once", "twice": "once", "times": "once",
}  # fmt: skip
"""Word → class, where the word's form alone decides."""
