"""How waiting stories are divided into messages, and what Flower and logs show of one."""

from __future__ import annotations

import pytest

from wiredesk.queue.dispatch import MAX_WORDS_PER_MESSAGE, MIN_MESSAGES, argsrepr, pack
from wiredesk.store.ledger import OutboxEntry


def entries(*words: int) -> list[OutboxEntry]:
    return [OutboxEntry(seq=n, id=f"s{n}", version=1, words=count) for n, count in enumerate(words)]


@pytest.mark.parametrize(
    ("words", "batch", "sizes"),
    [
        ((), 16, []),
        ((100,), 16, [1]),
        ((100,) * 5, 16, [1] * 5),  # few wait: every child gets one
        ((100,) * (MIN_MESSAGES * 2), 16, [2] * MIN_MESSAGES),
        ((100,) * (MIN_MESSAGES * 16), 16, [16] * MIN_MESSAGES),
        ((100,) * (MIN_MESSAGES * 32), 16, [16] * (MIN_MESSAGES * 2)),  # never more than the batch
        ((MAX_WORDS_PER_MESSAGE,) * 32, 16, [1] * 32),  # long stories travel alone
        ((MAX_WORDS_PER_MESSAGE * 3, 10, 10), 16, [1, 1, 1]),
    ],
)
def test_stories_are_divided_so_that_all_children_get_a_share(
    words: tuple[int, ...], batch: int, sizes: list[int]
) -> None:
    assert [len(message) for message in pack(entries(*words), batch)] == sizes


def test_a_message_ends_before_its_words_exceed_the_limit() -> None:
    half = MAX_WORDS_PER_MESSAGE // 2
    messages = list(pack(entries(*(half,) * 64), 4))
    assert {len(message) for message in messages} == {2}


def test_stories_keep_their_order_and_none_is_lost() -> None:
    stories = entries(*(n * 37 % 3_000 for n in range(500)))
    assert [story for message in pack(stories, 16) for story in message] == stories


@pytest.mark.parametrize(
    ("number", "children", "sizes"),
    [
        (0, 2, []),
        (3, 2, [1, 1, 1]),
        (8, 2, [2, 1, 1, 1, 1, 1, 1]),
        (40, 2, [10, 7, 5, 4, 4, 4, 4, 2]),
        (200, 2, [32, 32, 32, 26, 19, 14, 11, 8, 6, 5, 4, 4, 4, 3]),
        (40, 16, [1] * 40),
    ],
)
def test_at_the_end_of_a_backlog_messages_become_smaller(number: int, children: int, sizes: list[int]) -> None:
    found = [len(message) for message in pack(entries(*(100,) * number), 32, 2 * children, taper=True)]
    assert found == sizes
    assert sum(found) == number


def test_a_message_shows_ids_and_versions() -> None:
    assert argsrepr([["urn:x:1", 2], ["b", 1]]) == "2 stories: urn:x:1@2, b@1"
