"""The queue of an article, and how values are cut into chunks; the enums of the contract as the database has them."""

from __future__ import annotations

from typing import get_args

import pytest

from wiredesk.contract import (
    ENDED_STATES,
    ENTITY_TYPES,
    OPEN_STATES,
    PLACE_TYPES,
    QUEUES,
    STATES,
    Article,
    EntityType,
    LedgerState,
    QueueName,
)
from wiredesk.store.ledger import queue_of
from wiredesk.store.parameter_chunks import chunks


@pytest.mark.parametrize(
    ("urgency", "backfill", "queue"),
    [
        (None, False, "wire"), (1, False, "flash"), (2, False, "flash"), (3, False, "wire"), (8, False, "wire"),
        (None, True, "bulk"), (1, True, "flash"), (3, True, "bulk"),
    ],
)  # fmt: skip
def test_the_queue_by_urgency_and_backfill(urgency: int | None, backfill: bool, queue: str) -> None:
    assert queue_of(Article(id="s1", urgency=urgency), backfill=backfill) == queue


@pytest.mark.parametrize(
    ("number", "size", "lengths"),
    [(0, 3, []), (1, 3, [1]), (3, 3, [3]), (4, 3, [3, 1]), (7, 3, [3, 3, 1])],
)
def test_chunks_hold_every_value_once(number: int, size: int, lengths: list[int]) -> None:
    found = list(chunks(range(number), size))
    assert [len(part) for part in found] == lengths
    assert [value for part in found for value in part] == list(range(number))


def test_the_values_of_the_enums_are_those_of_the_database() -> None:
    assert STATES == ("pending", "leased", "done", "quarantined", "canceled")
    assert QUEUES == ("flash", "wire", "bulk")
    assert {*OPEN_STATES, *ENDED_STATES} == set(LedgerState) and not {*OPEN_STATES} & {*ENDED_STATES}
    assert f"{QueueName.FLASH}" == "flash" and {"done": 1}[LedgerState.DONE] == 1


def test_place_types_are_entity_types() -> None:
    assert get_args(EntityType) == ENTITY_TYPES and set(ENTITY_TYPES) >= PLACE_TYPES
