"""Which candidate of a knowledge base an entity is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from wiredesk.contract import EntityType
from wiredesk.kb.kb_file import KbThing
from wiredesk.nlp.kblinks.kb_scores import KbMention, KbStory, choose

NOWHERE = KbStory(frozenset(), None)
PLAIN = KbThing("Q1", "PERSON", "Ann Lee", "", 30, None, None, None, "", None, frozenset(), 100, frozenset())


def thing(id: str, **fields: Any) -> KbThing:
    """A candidate; its other fields are those of somebody of thirty articles."""
    return replace(PLAIN, id=id, **fields)


def mention(*words: str, type: EntityType = "PERSON", is_word: bool = False, **fields: Any) -> KbMention:
    return KbMention(type, is_word, frozenset(words), **fields)


def chosen(one: KbMention, *things: KbThing, story: KbStory = NOWHERE) -> str | None:
    [link] = choose([one], [things], story)
    return link.thing.id if link else None


A, B = thing("A"), thing("B")


@pytest.mark.parametrize(
    ("one", "other", "said", "story", "expected"),
    [
        (thing("A", prior=200), B, mention(), NOWHERE, "A"),
        (A, B, mention(), NOWHERE, None),
        (A, thing("B", type="ORG"), mention(), NOWHERE, "A"),
        (A, thing("B", words=frozenset({"judge"})), mention("judge"), NOWHERE, "B"),
        (thing("A", country="FR"), thing("B", country="IE"), mention(), KbStory(frozenset({"IE"}), None), "B"),
        (thing("A", born=1990), B, mention(), KbStory(frozenset(), 1987), "B"),
        (thing("A", died=1900), B, mention(), KbStory(frozenset(), 1987), "B"),
        (thing("A", died=1980), B, mention(), KbStory(frozenset(), 1987), None),
        (thing("A", weight=50), B, mention(), NOWHERE, "B"),
        (thing("A", type="GPE", geonames=5), thing("B", type="GPE", geonames=6, prior=200),
         mention(type="GPE", geonames=5), NOWHERE, "A"),
        (thing("A", type="LOC"), thing("B", type="ORG"), mention(type="GPE"), NOWHERE, "A"),
    ],
)  # fmt: skip
def test_what_speaks_for_one_of_two_namesakes(
    one: KbThing, other: KbThing, said: KbMention, story: KbStory, expected: str | None
) -> None:
    assert chosen(said, one, other, story=story) == expected
    assert chosen(said, other, one, story=story) == expected


@pytest.mark.parametrize(
    ("one", "said", "expected"),
    [
        (thing("A", prior=3), mention(), "A"),
        (thing("A", prior=3), mention(is_word=True), None),
        (thing("A", prior=200), mention(is_word=True), "A"),
        (thing("A", prior=60, weight=10), mention(is_word=True), None),
        (thing("A", prior=200, weight=10, words=frozenset({"judge"})), mention("judge", is_word=True), "A"),
        (thing("A", type="ORG"), mention(), None),
        (thing("A", type="ORG", prior=10), mention(type="ORG", is_word=True), "A"),
        (thing("A", type="ORG", prior=3), mention(type="ORG", is_word=True), None),
        (thing("A", born=2030), mention(), "A"),
    ],
)
def test_a_single_candidate_must_be_likelier_than_somebody_whom_the_base_lacks(
    one: KbThing, said: KbMention, expected: str | None
) -> None:
    assert chosen(said, one) == expected


def test_candidates_of_one_story_that_belong_together_support_each_other() -> None:
    players = thing("P1", related=frozenset({"C1"})), thing("P2", related=frozenset({"C2"}))
    clubs = thing("C1", type="ORG", name="Ajax"), thing("C9", type="ORG", name="Ajax")
    alone = choose([mention()], [players], NOWHERE)
    assert alone == [None]
    both = choose([mention(), mention(type="ORG")], [players, clubs], NOWHERE)
    assert [link.thing.id for link in both if link] == ["P1", "C1"]
    known = choose([mention(), mention(known="C2")], [players, ()], NOWHERE)
    assert [link and link.thing.id for link in known] == ["P2", None]


def test_the_reasons_of_a_link_sum_to_its_score() -> None:
    [link] = choose([mention("judge")], [(thing("A", words=frozenset({"judge"})),)], KbStory(frozenset(), 1987))
    assert link
    assert [reason.observation for reason in link.reasons] == ["30 articles", "type PERSON", "is called judge"]
    assert 0.9 < link.probability < 1
