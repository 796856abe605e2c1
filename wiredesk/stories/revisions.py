"""Revisions of a story that come under another id: ``UPDATE 2-``, ``CORRECTED-``, ``1st Ld-Writethru``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from wiredesk.headline_labels import is_revision_label, labels_end
from wiredesk.stories.compared_text import folded_words

MAX_KEPT = 512
"""Stories whose keys are kept, about 0.5 MB: those of the last copies are asked for again with the next one."""
WINDOW = timedelta(hours=24)
"""Time within which an agency revises a story."""
MIN_HEADLINE_WORDS = 3
"""Words of a headline that tells its story: ``UPDATE 1-Correction`` tells none."""
_LEAD = r"(?:lead|ld)(?:[ -]?writethr(?:u|ough))?"
_SLUG_MARK = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)[ -]?{_LEAD}|{_LEAD}|writethr(?:u|ough)|update ?\d{{1,2}}"
    r"|corrected|correction|refile|rpt)\b",
    re.IGNORECASE,
)
"""The mark of a revision in a slugline."""
_SLUG_URGENCY = re.compile(r"\b(?:urgent|bulletin|flash|embargoed)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\((?:corrected|correction|rpt|refile|update ?\d*)\)[ -]*", re.IGNORECASE)
"""A label in brackets before a headline: ``(CORRECTED) - ``."""
_SLUG_PRIORITY = re.compile(r"\A[abp][mc][- ]", re.IGNORECASE)
"""The cycle in which an agency files: ``BC-``, ``AM-``, ``PM-``."""
_SLUG_COUNT = re.compile(r",\s?\d{3,4}\b")
"""The number of words behind a slugline."""


@dataclass(frozen=True, slots=True)
class RevisionKeys:
    """By what the versions of one story of an agency that have several ids are known."""

    keys: frozenset[str]
    is_revision: bool
    """Whether headline or slugline say that it revises an earlier one."""


@lru_cache(MAX_KEPT)
def revision_keys(source: str | None, headline: str, slugline: str | None) -> RevisionKeys:
    """Return the keys of a story; without a source it has none."""
    if not source:
        return RevisionKeys(frozenset(), is_revision=False)
    bracket = _BRACKETED.match(headline)
    end = bracket.end() if bracket else labels_end(headline)
    is_revision = is_revision_label(headline[:end]) or bool(slugline and _SLUG_MARK.search(slugline))
    stems = _stems(headline[end:], slugline or "")
    return RevisionKeys(frozenset(f"{source.casefold()}\0{stem}" for stem in stems), is_revision)


def is_version(one: RevisionKeys, at: datetime, other: RevisionKeys, other_at: datetime) -> bool:
    """Return whether one of two stories is a revision of the other: the same source and slugline or headline within a
    day, and one of them says that it is a revision.

    A slugline alone does not make one: of two stories of a wire with the same slugline half are different ones.
    """
    return (
        (one.is_revision or other.is_revision) and abs(at - other_at) <= WINDOW and not one.keys.isdisjoint(other.keys)
    )


def _stems(headline: str, slugline: str) -> Iterator[str]:
    slug = _SLUG_COUNT.sub("", _SLUG_PRIORITY.sub("", slugline.strip()))
    if words := folded_words(_SLUG_URGENCY.sub(" ", _SLUG_MARK.sub(" ", slug))):
        yield "slug " + " ".join(words)
    words = folded_words(headline)
    if len(words) >= MIN_HEADLINE_WORDS:
        yield "headline " + " ".join(words)
