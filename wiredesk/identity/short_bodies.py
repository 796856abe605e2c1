"""Which body a short name is of: IMF, the International Monetary Fund; Highmark, Highmark Blue Cross Blue Shield."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiredesk.identity.person_variants import LEAST_SHARE
from wiredesk.identity.story_things import initials
from wiredesk.identity.thing_evidence import KnownThing, UnionEdge, shared_names
from wiredesk.identity.thing_key import ThingKind

MOSTLY = 0.8
"""Share of the stories that use a name for one thing from which the name is that thing's."""

_LEAST_SHARE_OF_ONE = 0.3
"""Share of the names around in common where one story alone gives the short name to the long one."""
_LEAST_USED = 0.2
"""Stories that give the short name to the long one, per story that has the short name alone."""


def short_bodies(key: str, things: Sequence[KnownThing]) -> Iterator[UnionEdge]:
    """Yield the pair of the body that is known by a name of one word and the one whose short name or acronym it is."""
    if " " in key:
        return
    bodies = [one for one in things if one.kind is ThingKind.BODY]
    known = [one for one in bodies if one.key == key]
    of_a_state = any(one.is_of_a_state for one in known)  # which is not the known body of another state
    long = [one for one in bodies if one.key != key and not (of_a_state and one.has_id)]
    if len(known) != 1 or not long:
        return
    short = known[0]
    used = sum(one.keys.get(key, 0) for one in long)
    if used:
        best = min(long, key=lambda one: (-one.keys.get(key, 0), one.id))
        share = best.keys.get(key, 0) / used
        if share >= MOSTLY and _fits(key, short, best, used):
            yield _edge(
                short, best, "short name", round(0.6 + 0.3 * share, 3), {"used": used, "share": round(share, 3)}
            )
        return
    named = [one for one in long if initials(one.key) == key]
    if len(named) == 1 and shared_names(short.context, named[0].context)[0] >= LEAST_SHARE:
        yield _edge(short, named[0], "acronym", 0.8, {"shared": shared_names(short.context, named[0].context)[1][:5]})


def _fits(key: str, short: KnownThing, long: KnownThing, used: int) -> bool:
    """Return whether two bodies may be one: both in sport or neither, and with names around them in common unless the
    short name is the initials of the long one and two stories say so.

    A body that stories call by the short name alone is no subsidiary that one story calls so.
    """
    if short.is_sport != long.is_sport or used < _LEAST_USED * short.context.stories:
        return False
    share = shared_names(short.context, long.context)[0]
    if initials(long.key) == key:
        return used > 1 or share >= LEAST_SHARE
    return share >= (LEAST_SHARE if used > 1 else _LEAST_SHARE_OF_ONE)


def _edge(one: KnownThing, two: KnownThing, method: str, score: float, evidence: dict[str, object]) -> UnionEdge:
    return UnionEdge(min(one.id, two.id), max(one.id, two.id), "same", method, score, evidence)
