"""The story that the project began with: who is Xi Jinping in it, where it is, and who acts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named, texts, titles
from tests.support.paths import SEEDS
from wiredesk.contract import Extraction

STORY = SEEDS / "xi-putin-moscow-2025-05-08.txt"


@pytest.fixture(scope="module")
def story(extract: Callable[..., Extraction]) -> Extraction:
    return extract(STORY.read_text("utf-8"))


def test_every_mention_of_xi(story: Extraction) -> None:
    assert texts(story, named(story, "Xi Jinping")) == ["Xi Jinping", "Xi", "Xi", "Xi", "Xi", "him"]
    him = named(story, "Xi Jinping").mentions[-1]
    assert story.text[: him.span[1]].endswith("Putin thanked him") and him.kind == "pronoun"


def test_his_title_is_of_china(story: Extraction) -> None:
    assert titles(story, "Xi Jinping") == [("Chinese President", "China")]


def test_the_two_leaders_are_not_one(story: Extraction) -> None:
    start = story.text.index("the two leaders")
    assert not [
        entity.name
        for entity in story.entities
        for mention in entity.mentions
        if mention.span[0] < start + len("the two leaders") and start < mention.span[1]
    ]


def test_literal_places(story: Extraction) -> None:
    for name in ("Moscow", "Kremlin"):
        found = named(story, name)
        assert found.location is not None
        assert found.location.country == "RU"
        assert not any(mention.metonymic for mention in found.mentions)


def test_washington_stands_for_the_country(story: Extraction) -> None:
    washington = named(story, "Washington")
    assert [mention.metonymic for mention in washington.mentions] == [True]
    assert washington.stands_for == next(each.id for each in story.entities if each.links.iso3166 == "US")
