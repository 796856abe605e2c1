"""Which body a short name is of: IMF, the International Monetary Fund; Highmark, Highmark Blue Cross Blue Shield."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiredesk.identity.person_variants import LEAST_SHARE
from wiredesk.identity.story_things import initials
from wiredesk.identity.thing_evidence import KnownThing, UnionEdge, shared_names
from wiredesk.identity.thing_key import ThingKind

MOSTLY = 0.8
"""Share of the stories that use a name for one thing from which the name is that thing's."""


def short_bodies(key: str, things: Sequence[KnownThing]) -> Iterator[UnionEdge]:
    """Yield the pair of the body that is known by a name of one word and the one whose short name or acronym it is."""
    if " " in key:
        return
    bodies = [one for one in things if one.kind is ThingKind.BODY]
    short = next((one for one in bodies if one.key == key), None)
    long = [one for one in bodies if one.key != key]
    if short is None or not long:
        return
    used = sum(one.keys.get(key, 0) for one in long)
    if used:
        best = min(long, key=lambda one: (-one.keys.get(key, 0), one.id))
        share = best.keys.get(key, 0) / used
        if share >= MOSTLY and _fits(short, best, used):
            yield _edge(
                short, best, "short name", round(0.6 + 0.3 * share, 3), {"used": used, "share": round(share, 3)}
            )
        return
    named = [one for one in long if initials(one.key) == key]
    if len(named) == 1 and shared_names(short.context, named[0].context)[0] >= LEAST_SHARE:
        yield _edge(short, named[0], "acronym", 0.8, {"shared": shared_names(short.context, named[0].context)[1][:5]})


def _fits(short: KnownThing, long: KnownThing, used: int) -> bool:
    """Return whether the contexts allow that two bodies are one: both in sport or neither, and names in common unless
    two stories use the short name for the long one."""
    if short.is_sport != long.is_sport:
        return False
    return used > 1 or shared_names(short.context, long.context)[0] >= LEAST_SHARE


def _edge(one: KnownThing, two: KnownThing, method: str, score: float, evidence: dict[str, object]) -> UnionEdge:
    return UnionEdge(min(one.id, two.id), max(one.id, two.id), "same", method, score, evidence)
