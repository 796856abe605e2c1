"""Which things of different names are one, and which of one name may be two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from wiredesk.identity.person_variants import LEAST_SHARE, mistyped_surnames, person_variants
from wiredesk.identity.short_bodies import MOSTLY, short_bodies
from wiredesk.identity.thing_evidence import KnownThing, UnionEdge, shared_names
from wiredesk.identity.thing_key import ThingKind

_FEW_STORIES = 2
"""Stories of a thing up to which its kind may be a slip of the extraction."""
_WORLDLY = frozenset({ThingKind.PERSON, ThingKind.PLACE, ThingKind.BODY, ThingKind.OTHER})


def find_unions(key: str, things: Sequence[KnownThing]) -> list[UnionEdge]:
    """Return the pairs among the things that bear a name, of all kinds, that are one or may have to be told apart.

    ``key`` is the key of the name.  The result does not hang on the order of the things; a pair is in it once.
    """
    ordered = sorted((one for one in things if not one.is_bare), key=lambda one: one.id)
    found: dict[tuple[int, int], UnionEdge] = {}
    rules = (
        _one_id(ordered),
        _one_name(key, ordered),
        short_bodies(key, ordered),
        person_variants(key, ordered),
        mistyped_surnames(key, sorted(things, key=lambda one: one.id)),
    )
    for edges in rules:
        for edge in edges:
            found.setdefault((edge.a, edge.b), edge)
    return [found[pair] for pair in sorted(found)]


def _one_id(things: Sequence[KnownThing]) -> Iterator[UnionEdge]:
    """Yield the pairs that have one Wikidata id; a demonym is never its country."""
    worldly = [one for one in things if one.kind in _WORLDLY and one.wikidata]
    for one, two in combinations(worldly, 2):
        if one.wikidata == two.wikidata:
            yield UnionEdge(one.id, two.id, "same", "wikidata", 1.0, {"wikidata": one.wikidata})


def _one_name(key: str, things: Sequence[KnownThing]) -> Iterator[UnionEdge]:
    """Yield the pairs that are known by the name or, within a kind, by the name and by an id.

    One state's body is not the known one of another because they have a name in common.
    """
    by_name = [one for one in things if one.key == key and one.kind in _WORLDLY]
    for one in by_name:
        yield from _with_id(key, one, [two for two in things if two.has_id and two.kind is one.kind])
    if " " in key:
        for one, two in combinations(by_name, 2):
            if one.kind is not two.kind and (edge := _two_kinds(one, two)):
                yield edge


def _with_id(key: str, one: KnownThing, known: Sequence[KnownThing]) -> Iterator[UnionEdge]:
    used = sum(two.keys.get(key, 0) for two in known)
    best = min(known, key=lambda two: (-two.keys.get(key, 0), two.id), default=None)
    if (
        best is None
        or one.is_of_a_state
        or not used
        or best.keys[key] < MOSTLY * used
        or (one.is_sport != best.is_sport and not _is_place(one))
    ):
        return
    share = best.keys[key] / used
    a, b = sorted((one.id, best.id))
    yield UnionEdge(
        a, b, "same", "name with an id", round(0.5 + 0.4 * share, 3), {"used": used, "share": round(share, 3)}
    )


def _is_place(one: KnownThing) -> bool:
    return one.kind is ThingKind.PLACE


def _is_main(key: str, one: KnownThing, known: KnownThing) -> bool:
    """Return whether a name is what stories mostly call a thing with an id, or one word, or rare without the id."""
    return " " not in key or one.context.stories <= _FEW_STORIES or 2 * known.keys[key] >= known.context.stories


def _two_kinds(one: KnownThing, two: KnownThing) -> UnionEdge | None:
    """Return the pair of two kinds: one is a slip of the extraction, or both are in the same news."""
    share, shared = shared_names(one.context, two.context)
    if min(one.context.stories, two.context.stories) > _FEW_STORIES and share < LEAST_SHARE:
        return None
    return UnionEdge(one.id, two.id, "same", "name of two kinds", 0.7, {"shared": shared[:5], "share": round(share, 3)})
