"""What two texts are to each other: one a copy of the other, one holding a part of the other, or two of one form.

The thresholds were chosen on the development files of edited copies and of a news wire; ``docs/explanation/copies.md``
has the figures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

from wiredesk.contract import Article
from wiredesk.stories.compared_text import ComparedText, OwnParts, compared_text
from wiredesk.stories.shingles import Shingles, shingles

Relation = Literal["copy", "part", "form", "version"]
GROUPING: frozenset[Relation] = frozenset({"copy", "version"})
"""The relations that put two stories into one group."""
FORM_SHARE = 0.14
"""Share of the wording of both texts in which their figures differ, from which on they are two fills of one form."""
FORM_OVERLAP = 0.25
"""Share of the longer text that two fills of one form have in common; with less they are nothing to each other."""
COPY_SHORTER, COPY_LONGER = 0.62, 0.45
"""Shares of the shorter and the longer text that a copy has in common with its original."""
CUT_SHORTER, CUT_LONGER, CUT_HEADLINE = 0.40, 0.25, 0.60
"""The same shares where a copy was cut or rewritten, and the share of the headline that then is in the other text."""
PART_SHORTER, PART_SHINGLES = 0.12, 20
"""Share of the shorter text, or number of shingles, that a story shares with a round-up that has a part of it."""
MIN_SHARED = 6
"""Shingles that two texts share at least, unless they have almost all in common: nine words in a row."""
HEADLINE_WINDOW = 90
"""Words at the start of a text in which the words of a copy's headline are looked for."""


@dataclass(frozen=True, slots=True)
class ComparedStory:
    """A story's words and shingles."""

    text: ComparedText
    shingles: Shingles


class CopyRelation(NamedTuple):
    """What two stories are to each other, and how much they share."""

    relation: Relation
    shared: int
    """Shingles in both."""
    longer: float
    """Their share of the longer text's shingles."""
    shorter: float
    """Their share of the shorter text's shingles."""


def compared_story(article: Article, parts: OwnParts | None = None) -> ComparedStory:
    """Return what the comparison needs of an article.

    Args:
        parts: those of the article, where they are known.
    """
    text = compared_text(article, parts)
    return ComparedStory(text, shingles(text))


def compare(one: ComparedStory, other: ComparedStory, *, is_version: bool = False) -> CopyRelation | None:
    """Return what two stories are to each other; None if nothing.  The order of the two makes no difference.

    Args:
        is_version: one is a revision of the other, as their agency says; then their texts decide nothing.
    """
    few, many = sorted((one.shingles.all, other.shingles.all), key=len)
    shared = len(few & many)
    longer, shorter = shared / len(many), shared / len(few)
    relation = "version" if is_version else _relation(one, other, shared, longer, shorter)
    return CopyRelation(relation, shared, round(longer, 4), round(shorter, 4)) if relation else None


def _relation(one: ComparedStory, other: ComparedStory, shared: int, longer: float, shorter: float) -> Relation | None:
    if shared < MIN_SHARED and longer < COPY_SHORTER:
        return None
    most = min(len(one.shingles.all), len(other.shingles.all)) - shared  # what differs cannot differ by more figures
    if _share(most, shared) >= FORM_SHARE and _share_of_other_figures(one, other, shared) >= FORM_SHARE:
        return "form" if longer > FORM_OVERLAP else None
    if shorter >= COPY_SHORTER and longer >= COPY_LONGER:
        return "copy"
    if shorter >= CUT_SHORTER and longer >= CUT_LONGER and _headline_share(one.text, other.text) >= CUT_HEADLINE:
        return "copy"
    return "part" if shorter >= PART_SHORTER or shared >= PART_SHINGLES else None


def _share_of_other_figures(first: ComparedStory, second: ComparedStory, shared: int) -> float:
    """Return which share of the wording in both texts has other figures in one than in the other.

    The weather of Monday and that of Tuesday differ where the figures stand and nowhere else; a copy in which a figure
    was corrected has the same words in many other places.
    """
    one, other = first.shingles, second.shingles
    both = one.with_figures.keys() & other.with_figures.keys()
    differing = sum(
        one.with_figures[place] not in other.all and other.with_figures[place] not in one.all for place in both
    )
    return _share(differing, shared)


def _share(differing: int, shared: int) -> float:
    """Return the share of the wording that differs in what is there in both texts."""
    return differing / (shared + differing) if differing else 0.0


def _headline_share(one: ComparedText, other: ComparedText) -> float:
    """Return the share of a headline's words at the start of the other text: the smaller one of both ways."""
    return min(_share_in(one.headline, other), _share_in(other.headline, one))


def _share_in(headline: Collection[str], text: ComparedText) -> float:
    words = set(headline)
    return (
        len(words.intersection(text.headline) | words.intersection(text.body[:HEADLINE_WINDOW])) / len(words)
        if words
        else 0.0
    )
