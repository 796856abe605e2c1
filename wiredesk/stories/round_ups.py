"""Stories of many happenings: round-ups and live blogs, which belong to no thread."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import cache
from typing import NamedTuple

from wiredesk.toml_tables import read_table

PARTS_SHARE = 0.25
"""Share of a round-up's words that are in stories of threads."""
OTHER_PARTS_SHARE = 0.2
"""Share that is in stories of other threads than the one of its largest part."""


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
    thread: int
    share: float
    """Share of the story's own words."""


def is_made_of_parts(parts: Iterable[SharedPart], related: Container[tuple[int, int]]) -> bool:
    """Return whether a story is put together from stories of several threads.

    A story that repeats paragraphs of its own thread is no round-up, nor is one with a paragraph of another, nor one
    whose first paragraph is in several round-ups: those have it in common with each other.

    Args:
        related: pairs of versions that share text, the smaller first.
    """
    kept: list[SharedPart] = []
    for part in sorted(parts, key=lambda part: (-part.share, part.seq)):
        others = ((min(part.seq, one.seq), max(part.seq, one.seq)) for one in kept)
        if all(part.thread != one.thread for one in kept) and not any(pair in related for pair in others):
            kept.append(part)
    return sum(part.share for part in kept) >= PARTS_SHARE and sum(part.share for part in kept[1:]) >= OTHER_PARTS_SHARE
