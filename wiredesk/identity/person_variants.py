"""Which people of one surname are one: Bob Dole and Robert J. Dole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from wiredesk.identity.thing_evidence import KnownThing, UnionEdge, shared_names
from wiredesk.identity.thing_key import ThingKind
from wiredesk.nlp.knowledge.nicknames import nicknames

LEAST_SHARE = 0.1
"""Share of the people and bodies of the smaller context that two things that may be one have in common."""
_LEAD = 1.2
"""How many times the second's likeness that of the only one must be to whom an initial belongs."""
_MANY_STORIES = 3
"""Stories of each from which contexts that have nothing in common tell two people."""
_SCORES = {"same first name": 0.9, "nickname": 0.85, "initial": 0.75}


def person_variants(surname: str, things: Sequence[KnownThing]) -> Iterator[UnionEdge]:
    """Yield the pairs among people of a surname whose first names agree and who have a title or names around them in
    common; and those whose first names agree and who have nothing in common, as different."""
    given = {one.id: found for one in things if (found := _given(surname, one))}
    people = {one.id: one for one in things if one.id in given}
    rivals: defaultdict[int, list[tuple[float, UnionEdge]]] = defaultdict(list)
    for one, two in _pairs(given):
        method = _agree(given[one], given[two])
        if not method or not _may_be_one(people[one], people[two]):
            continue
        edge = _edge(people[one], people[two], method)
        if edge is None:
            continue
        if method != "initial" or edge.verdict == "different":
            yield edge
            continue
        rivals[one if _has_initial(given[one]) else two].append((edge.score, edge))
    for edges in rivals.values():
        ranked = sorted(edges, key=lambda row: (-row[0], row[1]))
        if len(ranked) == 1 or ranked[0][0] >= _LEAD * ranked[1][0]:
            yield ranked[0][1]


def _given(surname: str, one: KnownThing) -> frozenset[tuple[str, ...]]:
    """Return the words before the surname in the full names of a thing."""
    if one.kind is not ThingKind.PERSON or one.is_bare:
        return frozenset()
    ending = f" {surname}"
    keys = {one.key, *one.keys}
    return frozenset(tuple(key.removesuffix(ending).split()) for key in keys if key.endswith(ending))


def _pairs(given: dict[int, frozenset[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of ids whose first names or nicknames begin with one letter, or that share a name."""
    buckets: defaultdict[str, set[int]] = defaultdict(set)
    for id, names in given.items():
        for words in names:
            for word in words:
                buckets[word].add(id)
            for first in (words[0], *nicknames().get(words[0], ())):
                buckets[first].add(id)
                buckets[first[0]].add(id)
    small = (sorted(ids) for ids in buckets.values())
    yield from sorted({pair for ids in small for pair in combinations(ids, 2)})


def _agree(one: frozenset[tuple[str, ...]], two: frozenset[tuple[str, ...]]) -> str:
    """Return by what the first names of two things agree; empty if they do not."""
    found = {_agree_words(a, b) for a in one for b in two}
    return next((method for method in _SCORES if method in found), "")


def _agree_words(one: tuple[str, ...], two: tuple[str, ...]) -> str:
    a, b = one[0], two[0]
    if a == b:
        return "same first name" if _middle_agrees(one[1:], two[1:]) else ""
    if b in nicknames().get(a, ()):
        return "nickname" if _middle_agrees(one[1:], two[1:]) else ""
    shorter, longer = sorted((one, two), key=len)
    if len(shorter) < len(longer) and set(shorter) <= set(longer) and len(shorter[0]) > 1:
        return "same first name"
    if 1 not in (len(a), len(b)):
        return ""
    initial, name = sorted((a, b), key=len)
    return "initial" if any(word[0] == initial for word in (name, *nicknames().get(name, ()))) else ""


def _middle_agrees(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return not one or not two or one[0][0] == two[0][0]


def _has_initial(names: frozenset[tuple[str, ...]]) -> bool:
    return all(len(words[0]) == 1 for words in names)


def _may_be_one(one: KnownThing, two: KnownThing) -> bool:
    return not (one.wikidata and two.wikidata) or one.wikidata == two.wikidata


def _edge(one: KnownThing, two: KnownThing, method: str) -> UnionEdge | None:
    a, b = sorted((one, two), key=lambda thing: thing.id)
    titles = sorted(a.context.titles.keys() & b.context.titles.keys())
    share, shared = shared_names(a.context, b.context)
    evidence = {"titles": titles[:3], "shared": shared[:5], "share": round(share, 3)}
    if titles or share >= LEAST_SHARE:
        score = _SCORES[method] + 0.05 * bool(titles) + 0.05 * min(share / 0.5, 1.0)
        return UnionEdge(a.id, b.id, "same", method, round(score, 3), evidence)
    if _are_apart(a, b):
        return UnionEdge(a.id, b.id, "different", "nothing in common", _SCORES[method] - 0.25, evidence)
    return None


def _are_apart(one: KnownThing, two: KnownThing) -> bool:
    """Return whether two things have three stories each, other titles, and no country, name or title in common."""
    first, second = one.context, two.context
    return (
        min(first.stories, second.stories) >= _MANY_STORIES
        and bool(first.titles and second.titles)
        and not first.titles.keys() & second.titles.keys()
        and not first.around.keys() & second.around.keys()
        and not first.countries.keys() & second.countries.keys()
    )


def mistyped_surnames(key: str, things: Sequence[KnownThing]) -> Iterator[UnionEdge]:
    """Yield the pair of a body that is known by one word and the person whose surname the word is, if the body's few
    stories name the people and bodies that the person's stories name: the extraction took a person for a body.

    A person with a full name counts if only one has the surname, else the bare name.  A firm that bears its founder's
    name has more stories than he has.
    """
    body = next((one for one in things if one.kind is ThingKind.BODY and one.key == key and not one.has_id), None)
    people = [one for one in things if one.kind is ThingKind.PERSON]
    full = [one for one in people if not one.is_bare and one.key != key]
    if body is None or " " in key or not people:
        return
    person = full[0] if len(full) == 1 else max(people, key=lambda one: (one.is_bare, one.context.stories, -one.id))
    share, shared = shared_names(body.context, person.context)
    if _MANY_STORIES * body.context.stories <= person.context.stories and share >= 2 * LEAST_SHARE:
        a, b = sorted((body.id, person.id))
        yield UnionEdge(a, b, "same", "surname of a person", 0.65, {"shared": shared[:5], "share": round(share, 3)})
