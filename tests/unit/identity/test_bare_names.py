"""Who a person is that a story calls by one word."""

from __future__ import annotations

from wiredesk.identity.bare_names import settle_bare
from wiredesk.identity.thing_evidence import KnownThing, StoryEvidence, ThingContext, context_of
from wiredesk.identity.thing_key import ThingKey, ThingKind


def person(name: str, *stories: StoryEvidence) -> KnownThing:
    """Return a person with the stories that name the person in full."""
    key = ThingKey(ThingKind.PERSON, name.lower())
    return KnownThing(key.id, key.kind, key.key, name, {key.key: len(stories)}, context_of(stories))


def told(*around: str, title: str = "", is_sport: bool = False) -> StoryEvidence:
    """Return what a story tells."""
    return StoryEvidence(frozenset({title} - {""}), frozenset(around), is_sport=is_sport)


def story(*around: str, title: str = "", is_sport: bool = False) -> ThingContext:
    """Return what a story tells around a bare name."""
    return context_of([told(*around, title=title, is_sport=is_sport)])


ANN = person("Ann Lee", told("body acme", "person moss", title="minister"), told("body acme", title="minister"))
BOB = person("Bob Lee", told("person cole", "body rovers", is_sport=True), told("body rovers", is_sport=True))


def test_a_shared_title_tells_the_person() -> None:
    assert settle_bare("lee", story(title="minister"), [ANN, BOB]).thing == ANN.id


def test_the_names_around_tell_the_person() -> None:
    assert settle_bare("lee", story("person cole", "body rovers", is_sport=True), [ANN, BOB]).thing == BOB.id


def test_a_name_that_nothing_tells_of_stays_bare() -> None:
    decision = settle_bare("lee", story("person novak"), [ANN, BOB])
    assert (decision.thing, decision.method) == (None, "bare")


def test_two_who_fit_alike_are_not_guessed_at() -> None:
    two = person("Amy Lee", told("body acme", "person moss", title="minister"), told("body acme", title="minister"))
    assert settle_bare("lee", story("body acme", title="minister"), [ANN, two]).thing is None


def test_who_is_far_better_known_is_meant_unless_the_story_says_otherwise() -> None:
    known = person("Carl Lee", *[told("body acme", title="president")] * 5)
    other = person("Dan Lee", told("body zeta"))
    decision = settle_bare("lee", story("person novak"), [other, known])
    assert (decision.thing, decision.method) == (known.id, "known bearer")
    assert settle_bare("lee", story("person novak", title="striker"), [other, known]).thing is None
    assert settle_bare("lee", story("person novak", is_sport=True), [other, known]).thing is None


def test_nobody_bears_the_name() -> None:
    assert settle_bare("lee", story("body acme"), []).thing is None


def test_the_order_of_candidates_does_not_matter() -> None:
    asked = story("body acme", title="minister")
    assert settle_bare("lee", asked, [ANN, BOB]) == settle_bare("lee", asked, [BOB, ANN])
