"""The weight of words."""

import pytest

from wiredesk.word_frequency import MOST_FREQUENT, UNKNOWN_NAME, rarity, zipf_frequencies


def test_frequent_words_weigh_nothing() -> None:
    assert rarity("the") == rarity("and") == 0.0


def test_rarer_words_weigh_more() -> None:
    assert rarity("said") < rarity("minister") < rarity("quake") < rarity("annexation")


@pytest.mark.parametrize("word", ["qxzv", "Quake", "", "1987"])
def test_an_unknown_word_weighs_more_in_a_name(word: str) -> None:
    assert 0 < rarity(word) < rarity(word, in_name=True) == MOST_FREQUENT - UNKNOWN_NAME


def test_the_table_holds_each_word_once_in_small_letters() -> None:
    table = zipf_frequencies()
    assert len(table) > 50_000
    assert all(word.islower() and word.isalpha() for word in table)
    assert 2.5 <= min(table.values()) < max(table.values()) < 8
