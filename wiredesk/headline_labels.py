"""Labels before a headline: the kind of a version (``UPDATE 2-``) or text (``INTERVIEW-``), a topic (``Soccer-``)."""

from __future__ import annotations

import re
from functools import cache

from wiredesk.nlp.lexicon import word_list

_NO_REVISIONS = frozenset({"wrapup", "advisory", "embargoed"})
"""Labels of a version that say nothing of an earlier one."""
MAX_LABELS = 4
"""Labels that stand one behind the other: ``CORRECTED-UPDATE 1-Soccer-``."""


@cache
def _labels() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the three kinds.

    A version has a dash or a colon; a text's kind too, but a dash without blanks only
    behind capitals; a topic has a hyphen before a
    capital letter.
    """
    versions, kinds, topics = (
        "|".join(map(re.escape, word_list("datelines", key)))
        for key in ("headline_versions", "headline_kinds", "headline_topics")
    )
    return (
        re.compile(rf"(?i:{versions})(?: \d{{1,2}})? ?[-–—:] ?(?=\S)"),
        re.compile(rf"(?:{kinds})(?: ?[-–—] ?|: ?)(?=\S)|(?i:{kinds})(?:: | [-–—] )(?=\S)"),
        re.compile(rf"(?i:{topics})-(?=[A-Z0-9'‘“\"])"),
    )


def labels_end(line: str) -> int:
    """Return the offset after the labels that begin a line; 0 if it begins with none."""
    at = 0
    for _ in range(MAX_LABELS):
        found = next(filter(None, (pattern.match(line, at) for pattern in _labels())), None)
        if found is None:
            break
        at = found.end()
    return at


def is_revision_label(labels: str) -> bool:
    """Return whether the labels before a headline say that the story revises or repeats an earlier one."""
    words = re.findall(r"[a-z]+", labels.casefold())
    return not set(words).isdisjoint(set(word_list("datelines", "headline_versions")) - _NO_REVISIONS)
