"""How a stream of articles is grouped, and how its counts are written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.formats import Skipped
from producer.ingest.batch import Batch, IngestResult, IngestTotals, batches
from wiredesk.contract import Article
from wiredesk.errors import BadData


def articles(text: str) -> list[Article]:
    """One article a word; an exclamation mark makes it a flash."""
    return [Article(id=word, urgency=2 if word.startswith("!") else 4) for word in text.split()]


def grouped(text: str, size: int) -> list[str]:
    return [" ".join(article.id for article in group) for group in batches(articles(text), size)]


@pytest.mark.parametrize(
    ("text", "size", "groups"),
    [
        ("", 2, []),
        ("a", 2, ["a"]),
        ("a b c d e", 2, ["a b", "c d", "e"]),
        ("a b c d", 2, ["a b", "c d"]),
        ("!a b", 2, ["!a", "b"]),
        ("a !b c d", 3, ["!b", "a c d"]),
        ("a b !c d !e", 10, ["!c", "!e", "a b d"]),
    ],
)
def test_a_flash_is_alone_and_ahead_of_what_was_read_with_it(text: str, size: int, groups: list[str]) -> None:
    assert grouped(text, size) == groups


def test_a_flash_is_yielded_before_more_is_read() -> None:
    read: list[str] = []

    def stream() -> Iterator[Article]:
        for article in articles("a !b c"):
            read.append(article.id)
            yield article

    first = next(batches(stream(), 10))
    assert [article.id for article in first] == ["!b"]
    assert read == ["a", "!b"]


def test_what_was_read_before_a_failure_is_yielded() -> None:
    def stream() -> Iterator[Article]:
        yield from articles("a b c")
        raise RuntimeError("a parser's fault")

    found = []
    with pytest.raises(RuntimeError):
        for group in batches(stream(), 2):
            found.append(" ".join(article.id for article in group))
    assert found == ["a b", "c"]


@given(st.lists(st.integers(1, 8), max_size=50), st.integers(1, 10))
def test_every_article_is_in_one_batch(urgencies: list[int], size: int) -> None:
    given = [Article(id=str(number), urgency=urgency) for number, urgency in enumerate(urgencies)]
    found = list(batches(given, size))
    assert sorted(article.id for group in found for article in group) == sorted(article.id for article in given)
    assert all(0 < len(group) <= size for group in found)
    assert all(len(group) == 1 for group in found if Batch("s", group).is_flash)


REJECT = BadData("x.xml", "cut off")


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (IngestResult(), "0 read: 0 new, 0 newer versions, 0 known, 0 rejected"),
        (IngestResult(new=[("a", 1), ("b", 1)]), "2 read: 2 new, 0 newer versions, 0 known, 0 rejected"),
        (IngestResult(known=[("a", 1)]), "1 read: 0 new, 0 newer versions, 1 known, 0 rejected"),
        (IngestResult(new=[(id, 1) for id in "abc"] + [("d", 2)], newer=[("d", 2)], known=[("e", 1)]),
         "5 read: 3 new, 1 newer version, 1 known, 0 rejected"),
        (IngestResult(new=[("a", 1)], known=[("b", 1)], older=[("c", 2)], skipped=[Skipped("picture")],
                      rejected=[REJECT]),
         "5 read: 1 new, 0 newer versions, 1 known, 1 older, 1 skipped, 1 rejected"),
    ],
)  # fmt: skip
def test_a_result_names_what_there_is_and_adds_up(result: IngestResult, text: str) -> None:
    assert str(result) == text


def test_totals_name_all_counts_and_fail_on_rejects_only() -> None:
    totals = IngestTotals()
    totals.add(IngestResult(new=[("a", 1)], skipped=[Skipped("picture"), Skipped("video")]))
    assert str(totals) == "3 read: 1 new, 0 newer versions, 0 known, 2 skipped, 0 rejected"
    assert totals.exit_code == 0
    totals.add(IngestResult(known=[("a", 1)], rejected=[REJECT]))
    assert str(totals) == "5 read: 1 new, 0 newer versions, 1 known, 2 skipped, 1 rejected"
    assert totals.exit_code == 65
