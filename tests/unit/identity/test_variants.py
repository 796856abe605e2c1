"""Which things of different names are one."""

from __future__ import annotations

import pytest

from wiredesk.identity.thing_evidence import KnownThing, StoryEvidence, UnionEdge, context_of
from wiredesk.identity.thing_key import ThingKey, ThingKind
from wiredesk.identity.variants import find_unions


def thing(
    key: str, *stories: StoryEvidence, kind: ThingKind = ThingKind.PERSON, names: dict[str, int] | None = None,
    sense: str = "", wikidata: str | None = None, geonames: int | None = None,
) -> KnownThing:  # fmt: skip
    """Return a thing with the evidence of its stories."""
    made = ThingKey(kind, key, sense)
    keys = {key: len(stories)} if names is None else names
    return KnownThing(
        made.id, kind, key, key, keys, context_of(stories), wikidata, geonames, is_bare=sense.startswith("bare"),
        is_of_a_state=kind is ThingKind.BODY and sense != "",
    )  # fmt: skip


def told(*around: str, title: str = "", country: str = "") -> StoryEvidence:
    """Return what a story tells."""
    return StoryEvidence(frozenset({title} - {""}), frozenset(around), frozenset({country} - {""}))


def pairs(key: str, *things: KnownThing) -> dict[frozenset[str], tuple[str, str]]:
    """Return the verdict and the method of each pair of keys."""
    keys = {one.id: one.key for one in things}
    return {frozenset({keys[one.a], keys[one.b]}): (one.verdict, one.method) for one in find_unions(key, things)}


NEAR = told("person moss", "body acme")
FAR = told("person cole", "body rovers")


@pytest.mark.parametrize(
    ("one", "two", "method"),
    [
        ("robert dole", "bob dole", "nickname"),
        ("r dole", "robert dole", "initial"),
        ("mohammed dole", "muhammad dole", "nickname"),
        ("john robert dole", "robert dole", "same first name"),
    ],
)
def test_names_of_a_person_are_joined_where_the_stories_are_alike(one: str, two: str, method: str) -> None:
    assert pairs("dole", thing(one, NEAR), thing(two, NEAR)) == {frozenset({one, two}): ("same", method)}
    assert pairs("dole", thing(one, NEAR), thing(two, FAR)) == {}


@pytest.mark.parametrize(
    ("one", "two"), [("ann dole", "bob dole"), ("john a dole", "robert dole"), ("j dole", "bob dole")]
)
def test_other_first_names_are_other_people(one: str, two: str) -> None:
    assert pairs("dole", thing(one, NEAR), thing(two, NEAR)) == {}


def test_an_initial_that_fits_two_people_alike_is_nobodys() -> None:
    things = thing("r dole", NEAR), thing("robert dole", NEAR), thing("rita dole", NEAR)
    assert pairs("dole", *things) == {}


def test_two_wikidata_ids_are_never_joined() -> None:
    one, two = thing("robert dole", NEAR, wikidata="Q1"), thing("bob dole", NEAR, wikidata="Q2")
    assert pairs("dole", one, two) == {}


def test_people_with_nothing_in_common_are_offered_to_be_told_apart() -> None:
    one = thing("robert dole", *[told("person moss", title="senator", country="US")] * 3)
    two = thing("bob dole", *[told("person cole", title="drummer", country="GB")] * 3)
    assert pairs("dole", one, two) == {frozenset({"robert dole", "bob dole"}): ("different", "nothing in common")}


def test_an_acronym_is_joined_with_the_body_that_stories_call_so() -> None:
    short = thing("imf", FAR, FAR, kind=ThingKind.BODY)
    long = thing(
        "international monetary fund", NEAR, NEAR, kind=ThingKind.BODY,
        names={"international monetary fund": 2, "imf": 2},
    )  # fmt: skip
    assert pairs("imf", short, long) == {frozenset({short.key, long.key}): ("same", "short name")}


def test_an_acronym_of_two_bodies_stays_apart() -> None:
    short = thing("sec", NEAR, kind=ThingKind.BODY)
    one = thing("securities commission", NEAR, kind=ThingKind.BODY, names={"securities commission": 2, "sec": 2})
    two = thing("southern conference", NEAR, kind=ThingKind.BODY, names={"southern conference": 2, "sec": 2})
    assert pairs("sec", short, one, two) == {}


def test_initials_need_names_in_common() -> None:
    long = thing("world chess league", NEAR, kind=ThingKind.BODY)
    assert pairs("wcl", thing("wcl", NEAR, kind=ThingKind.BODY), long) != {}
    assert pairs("wcl", thing("wcl", FAR, kind=ThingKind.BODY), long) == {}


def test_a_firm_is_not_its_subsidiary_that_a_story_calls_so() -> None:
    firm = thing("conoco", *[NEAR] * 9, kind=ThingKind.BODY)
    daughter = thing("conoco norge", NEAR, kind=ThingKind.BODY, names={"conoco norge": 1, "conoco": 1})
    assert pairs("conoco", firm, daughter) == {}


def test_a_name_of_several_words_is_joined_over_kinds() -> None:
    one, two = thing("nolan henke", NEAR), thing("nolan henke", FAR, kind=ThingKind.PLACE)
    [edge] = find_unions("nolan henke", [one, two])
    assert (edge.verdict, edge.method) == ("same", "name of two kinds")
    assert (
        find_unions("ford", [thing("ford", NEAR, kind=ThingKind.BODY), thing("ford", NEAR, kind=ThingKind.PLACE)]) == []
    )


def test_bodies_of_two_states_with_one_name_are_two() -> None:
    one = thing("finance ministry", NEAR, kind=ThingKind.BODY, sense="JP")
    two = thing("finance ministry", NEAR, kind=ThingKind.BODY, sense="FR")
    assert find_unions("finance ministry", [one, two]) == []


@pytest.mark.parametrize("key", ["senate", "labour party"])
def test_the_body_of_a_state_is_not_the_known_one_of_another(key: str) -> None:
    own = thing(key, NEAR, kind=ThingKind.BODY, sense="BR")
    known = thing("wikidata:Q1", NEAR, kind=ThingKind.BODY, names={key: 1}, wikidata="Q1")
    assert find_unions(key, [own, known]) == []
    unsettled = thing(key, NEAR, kind=ThingKind.BODY)
    assert pairs(key, unsettled, known) == {frozenset({key, "wikidata:Q1"}): ("same", "name with an id")}


def test_a_place_without_an_id_is_the_one_that_mostly_bears_the_name() -> None:
    unknown = thing("portland", NEAR, kind=ThingKind.PLACE)
    oregon = thing("geonames:1", *[FAR] * 8, kind=ThingKind.PLACE, names={"portland": 8}, geonames=1)
    maine = thing("geonames:2", *[FAR] * 2, kind=ThingKind.PLACE, names={"portland": 2}, geonames=2)
    assert pairs("portland", unknown, oregon, maine) == {
        frozenset({"portland", "geonames:1"}): ("same", "name with an id")
    }
    half = thing("geonames:2", *[FAR] * 8, kind=ThingKind.PLACE, names={"portland": 8}, geonames=2)
    assert pairs("portland", unknown, oregon, half) == {}


def test_a_surname_taken_for_a_body_is_the_person() -> None:
    person = thing("branko mikulic", *[NEAR] * 3)
    assert pairs("mikulic", person, thing("mikulic", NEAR, kind=ThingKind.BODY)) != {}
    assert pairs("mikulic", person, thing("mikulic", FAR, kind=ThingKind.BODY)) == {}
    assert pairs("mikulic", person, thing("mikulic", *[NEAR] * 2, kind=ThingKind.BODY)) == {}


def test_the_order_of_things_does_not_matter() -> None:
    things = [
        thing("robert dole", NEAR),
        thing("bob dole", NEAR),
        thing("r dole", NEAR),
        thing("dole", NEAR, sense="bare"),
    ]
    found = find_unions("dole", things)
    assert found == find_unions("dole", things[::-1])
    assert all(isinstance(edge, UnionEdge) and edge.a < edge.b for edge in found)
