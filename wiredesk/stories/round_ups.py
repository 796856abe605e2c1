"""Stories of many happenings: round-ups and live blogs, which belong to no thread."""

from __future__ import annotations

import re
from functools import cache

from wiredesk.toml_tables import read_table


@cache
def _pattern() -> re.Pattern[str]:
    words = read_table("wiredesk.stories", "round_ups")
    starts, ends, anywhere = (
        "|".join(map(re.escape, sorted(words[key], key=len, reverse=True))) for key in ("starts", "ends", "anywhere")
    )
    return re.compile(
        rf"(?:{starts})(?:\b|(?<=\W))|.*\b(?:{anywhere})\b|.*\b(?:{ends})\W*\Z", re.IGNORECASE | re.DOTALL
    )


def has_headline_of_many(headline: str) -> bool:
    """Return whether a headline announces several happenings: "World news highlights", "Live updates"."""
    return _pattern().match(" ".join(headline.split())[:300]) is not None
