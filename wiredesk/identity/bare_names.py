"""Who a person is that a story calls by one word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
_SURE = 3.0
"""The score from which a decision is as sure as it gets."""


def settle_bare(key: str, story: ThingContext, candidates: Sequence[KnownThing]) -> Decision:
    """Return who a bare name is in a story: one of the people that have the name, else nobody.

    ``candidates`` are the people that bear the key as their surname or are called so in a story; those that are one
    come as one, with the contexts joined.  A person is taken whose stories have a title or a name in common with the
    story, and who leads the second by a fifth.
    """
    ranked = sorted(((*_score(story, one), one) for one in candidates), key=lambda row: (-row[0], row[2].id))
    if not ranked:
        return Decision(None, "bare", 0.0, {})
    score, evidence, first = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    shares = bool(evidence["titles"] or evidence["shared"])
    taken = shares and score >= _LEAST and score >= _LEAD * second
    found: dict[str, object] = {**evidence, "candidates": len(candidates), "second": round(max(second, 0.0), 3)}
    return Decision(first.id if taken else None, "surname" if taken else "bare", _probability(score, second), found)


def _score(story: ThingContext, one: KnownThing) -> tuple[float, Mapping[str, object]]:
    context = one.context
    titles = sorted(story.titles.keys() & context.titles.keys())
    shared = story.around.keys() & context.around.keys()
    share = len(shared) / len(story.around) if story.around else 0.0
    field = _FIELD if _is_sport(story) == _is_sport(context) else -_FIELD
    score = _TITLE * bool(titles) + _CONTEXT * share + _STORY * min(context.stories, _STORIES) + field
    return score, {"titles": titles[:3], "shared": sorted(shared)[:5], "share": round(share, 3)}


def _is_sport(context: ThingContext) -> bool:
    return 2 * context.sport > context.stories


def _probability(score: float, second: float) -> float:
    """Return a score from 0 to 1: how sure the first is, less what speaks for the second."""
    return round(min(max(score - max(second, 0.0) / 2, 0.0) / _SURE, 1.0), 3)
