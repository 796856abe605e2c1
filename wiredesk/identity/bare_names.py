"""Who a person is that a story calls by one word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wiredesk.identity.thing_evidence import Decision, KnownThing, ThingContext

_TITLE = 1.5
"""Weight of a title that both have."""
_CONTEXT = 2.0
"""Weight of the share of the story's other names that the person's stories have."""
_STORY = 0.15
"""Weight of a story of the person: who is in the news is meant."""
_STORIES = 6
_FIELD = 0.3
"""Weight of the field, sport or not, that both have, and that only one of them has."""
_LEAST = 0.7
_LEAD = 1.2
"""How many times the score of the second the first must have."""
_ONCE = 0.6
"""Part of the weight of a title that one story alone has of the person."""
_TIMES = 5
"""How many times the stories of any other the best known one must have to be meant where nothing else tells."""
_KNOWN = 3
"""Stories that make a person so well known."""
_SURE = 3.0
"""The score from which a decision is as sure as it gets."""


def settle_bare(key: str, story: ThingContext, candidates: Sequence[KnownThing]) -> Decision:
    """Return who a bare name is in a story: one of the people that have the name, else nobody.

    ``candidates`` are the people that bear the key as their surname or are called so in a story; those that are one
    come as one, with the contexts joined.  A person is taken whose stories have a title or a name in common with the
    story, and who leads the second by a fifth; else the person who is far better known than the others, unless
    the story says something else of the one whom it names.
    """
    if not candidates:
        return Decision(None, "bare", 0.0, {})
    ranked = sorted((_Fit.of(story, one) for one in candidates), key=lambda fit: (-fit.score, fit.thing.id))
    first, second = ranked[0], max(ranked[1].score, 0.0) if len(ranked) > 1 else 0.0
    evidence = {**first.evidence, "candidates": len(candidates), "second": round(second, 3)}
    if first.shares and first.score >= max(_LEAST, _LEAD * second):
        return Decision(first.thing.id, "surname", _probability(first.score, second), evidence)
    by_stories = sorted(ranked, key=lambda fit: (-fit.thing.context.stories, fit.thing.id))
    known, other = by_stories[0], by_stories[1].thing.context.stories if len(by_stories) > 1 else 0
    if known.thing.context.stories >= max(_KNOWN, _TIMES * other) and known.agrees:
        found = {**known.evidence, "stories": known.thing.context.stories, "second": other}
        return Decision(known.thing.id, "known bearer", round(0.5 - other / known.thing.context.stories, 3), found)
    return Decision(None, "bare", _probability(first.score, second), evidence)


class _Fit(NamedTuple):
    """How well a person fits a story."""

    thing: KnownThing
    score: float
    titles: list[str]
    shared: list[str]
    agrees: bool
    """Whether nothing speaks against it: the field is the same, and the titles, if both have some."""

    @classmethod
    def of(cls, story: ThingContext, one: KnownThing) -> _Fit:
        context = one.context
        titles = sorted(story.titles.keys() & context.titles.keys())
        shared = sorted(story.around.keys() & context.around.keys())
        share = len(shared) / len(story.around) if story.around else 0.0
        sure = 1.0 if any(context.titles[title] > 1 for title in titles) else _ONCE
        same_field = (2 * story.sport > story.stories) == one.is_sport
        score = _TITLE * bool(titles) * sure + _CONTEXT * share + _STORY * min(context.stories, _STORIES)
        agrees = same_field and bool(titles or not story.titles or not context.titles)
        return cls(one, score + (_FIELD if same_field else -_FIELD), titles, shared, agrees)

    @property
    def shares(self) -> bool:
        """Whether the person's stories have a title, a person or a body of the story: news names a few countries
        everywhere."""
        return bool(self.titles) or any(" " in name for name in self.shared)

    @property
    def evidence(self) -> dict[str, object]:
        return {"titles": self.titles[:3], "shared": self.shared[:5]}


def _probability(score: float, second: float) -> float:
    """Return a score from 0 to 1: how sure the first is, less what speaks for the second."""
    return round(min(max(score - second / 2, 0.0) / _SURE, 1.0), 3)
