"""One rule says which stories overtake all others: the producer, the queues and the desk use it."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article, flash_label
from wiredesk.store.ledger import queue_of


@pytest.mark.parametrize(
    ("urgency", "label", "queue"),
    [(1, "Flash", "flash"), (2, "Urgent", "flash"), (3, "", "wire"), (8, "", "wire"), (None, "", "wire")],
)
def test_urgency_1_and_2_overtake_all_others(urgency: int | None, label: str, queue: str) -> None:
    article = Article(id="urn:x:1", urgency=urgency)
    assert flash_label(urgency) == label
    assert article.is_flash == bool(label)
    assert queue_of(article) == queue


def test_a_flash_of_a_backfill_is_still_a_flash() -> None:
    assert queue_of(Article(id="urn:x:1", urgency=1), backfill=True) == "flash"
    assert queue_of(Article(id="urn:x:1", urgency=4), backfill=True) == "bulk"


def test_the_flash_rule_is_not_part_of_the_document() -> None:
    assert "is_flash" not in Article(id="urn:x:1", urgency=1).model_dump()
