"""Stories of many happenings: round-ups and live blogs, which belong to no thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from wiredesk.toml_tables import read_table

PARTS_SHARE = 0.25
"""Share of a round-up's words that are in other stories."""
OTHER_PARTS_SHARE = 0.2
"""Share that is in stories of other happenings than its largest part."""


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


def has_items_of_many(body: str) -> bool:
    """Return whether paragraphs begin with different datelines: ``LOME - …``, ``BERN, June 2 (Agency) - …``.

    The double dateline of one story ("GENEVA/NAIROBI") stands before its first paragraph only.
    """
    return len({found["place"] for found in _ITEM.finditer(body)}) >= MIN_ITEMS


MIN_ITEMS = 3
"""Datelines from which on a story is of several happenings: a report and a sidebar in one file have two."""
_ITEM = re.compile(
    r"(?:\A|\n\n)[^\w\n]{0,3}(?P<place>[^\W\d_a-zß-öø-ÿ][A-ZÀ-Þ .'/-]{2,40}?)"
    r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?: \([^)\n]{1,40}\))? ?(?:--?|–|—) ?(?=\w)"
)


class SharedPart(NamedTuple):
    """What a story has in common with another one."""

    seq: int
    """The other one's version."""
    share: float
    """Share of the story's own words."""


def unrelated_parts(
    parts: Iterable[SharedPart], is_related: Callable[[int, int], bool], most: int | None = None
) -> list[SharedPart]:
    """Return parts of which no two are of one happening, each the first of its own.

    A story that repeats paragraphs of its own thread has one such part, and so has one whose first paragraph is in
    several round-ups: those have it in common with each other.

    Args:
        parts: the largest first.
        is_related: returns whether two versions share text or are alike.
        most: number of parts from which on no others are looked for.
    """
    kept: list[SharedPart] = []
    for part in parts:
        if not any(is_related(part.seq, one.seq) for one in kept):
            kept.append(part)
            if len(kept) == most:
                break
    return kept


def is_made_of_parts(unrelated: Sequence[SharedPart]) -> bool:
    """Return whether a story with these parts, of which no two are of one happening, is put together from them.

    A story with a paragraph of another is not.
    """
    shares = [part.share for part in unrelated]
    return sum(shares) >= PARTS_SHARE and sum(shares[1:]) >= OTHER_PARTS_SHARE
