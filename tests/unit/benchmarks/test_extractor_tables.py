"""The tables of the time of the extractors."""

from __future__ import annotations

import pytest

from benchmarks.extractor_tables import ALL, GROUPS, by_extractor, by_length, grouped, stories_of
from wiredesk.contract import Article
from wiredesk.nlp.registry import BUILT_IN_ENGLISH

STAGES = [stage for stages in GROUPS.values() for stage in stages]


def test_every_extractor_is_in_one_row() -> None:
    assert sorted(STAGES) == sorted(["tokens", *(row.name for row in BUILT_IN_ENGLISH)])


def test_an_extractor_of_another_package_has_its_own_row() -> None:
    found = grouped({"parse": 9.0, "tokens": 1.0, "stocks": 2.0, "dateline": 3.0, "dateline_parts": 4.0})
    assert found == {"tokens": 1.0, "dateline": 7.0, "stocks": 2.0}


def test_shares_are_of_the_parse_of_the_same_way() -> None:
    alone = {"parse": 4.0, "tokens": 1.0, "clusters": 0.5, "entities": 0.5}
    lines = by_extractor(alone, {stage: seconds / 2 for stage, seconds in alone.items()} | {"tokens": 1.0}, 2_000)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines.splitlines()[2:]]
    assert cells == [
        ["parse", "2000.0", "100", "1000.0", "100"],
        ["tokens", "500.0", "25", "500.0", "50"],
        ["entities", "500.0", "25", "250.0", "25"],
        [ALL, "1000.0", "50", "750.0", "75"],
    ]


def test_the_table_by_length_has_the_heaviest_extractors() -> None:
    times = {"parse": 5.0, "tokens": 4.0, "names": 3.0, "tone": 0.5, "quotes": 2.0, "clusters": 0.5, "entities": 0.5}
    head, _, short, long = by_length({50: (1_000, times), 200: (2_000, times)}).splitlines()
    cells = [cell.strip() for cell in head.strip("|").split("|")]
    assert cells[1:] == ["parse", ALL, "% of the parse", "tokens", "names", "quotes", "entities"]
    assert short.startswith("| 50 ") and long.startswith("| 200 ")
    assert "| 5000.0 |" in short and "| 2500.0 |" in long


@pytest.mark.parametrize(("length", "words", "number"), [(7, 30, 4), (50, 30, 1), (3, 3, 1)])
def test_stories_have_exactly_so_many_words(length: int, words: int, number: int) -> None:
    articles = [Article(id="a", body="One two three.\n\nFour five six seven."), Article(id="b", body="Eight.")]
    stories = list(stories_of(articles, length, words))
    assert [len(story.text.split()) for story in stories] == [length] * number
    assert len({story.id for story in stories}) == number
