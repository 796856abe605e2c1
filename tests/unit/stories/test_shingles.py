"""Shingles, and the prints that are stored of them."""

from __future__ import annotations

import pytest

from tests.support.copy_texts import HARBOUR, edited, story
from wiredesk.stories.compared_text import compared_text
from wiredesk.stories.shingles import PackedShingles, key_prints, prints, shingles


def test_a_hash_is_the_same_on_every_machine() -> None:
    """Stored prints must be found by later releases."""
    found = shingles(compared_text(story("s", "the harbour board of Calder voted on Thursday to close")))
    assert len(found.all) == 7
    assert min(found.all) == -8708003630272411653


@pytest.mark.parametrize(
    ("count", "bits"), [(2, 0), (63, 0), (64, 1), (127, 1), (128, 2), (255, 2), (256, 3), (5000, 3)]
)
def test_longer_texts_keep_rarer_prints(count: int, bits: int) -> None:
    assert prints(range(count)) == [value for value in range(count) if value % 2**bits == 0]


def test_a_long_story_keeps_some_fifty_prints() -> None:
    bodies = [edited(HARBOUR * 3, seed, 0.5) for seed in range(20)]
    counts = [len(prints(shingles(compared_text(story("s", body))).all)) for body in bodies]
    assert 35 < sum(counts) / len(counts) < 65


@pytest.mark.parametrize("body", ["", "word", "two words", "a b c d", "so so so so so so so so so so so so"])
def test_a_short_text_has_two_prints(body: str) -> None:
    assert len(prints(shingles(compared_text(story("s", body, ""))).all)) == 2


def test_a_short_body_is_compared_with_its_headline() -> None:
    one, other = (
        shingles(compared_text(story("s", "More soon.", headline))) for headline in ("Quake in Chile", "Fire in Rome")
    )
    assert one.all.isdisjoint(other.all)


def test_a_place_with_a_figure_is_known_by_the_words_around_it() -> None:
    one, other = (
        shingles(compared_text(story("s", f"the high is {n} degrees in the old town today"))) for n in (21, 25)
    )
    assert one.with_figures.keys() == other.with_figures.keys()
    assert set(one.with_figures.values()).isdisjoint(other.with_figures.values())
    assert len(one.with_figures) == 4


def test_keys_have_prints_of_their_own() -> None:
    assert len({*key_prints("reuters\0slug fed"), *key_prints("reuters\0slug ecb")}) == 4


@pytest.mark.parametrize(
    "body", ["", "two words", "the high is 21 degrees in the old town today", "so so so so so so so so so so so so"]
)
def test_what_is_packed_comes_back(body: str) -> None:
    one = shingles(compared_text(story("s", body, "Rain in Lund")))
    again = PackedShingles.of(one).unpacked()
    assert again == one
    assert again.with_figures == one.with_figures
