"""Nominal mentions and pronouns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named, texts
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("body", "name", "mention"),
    [
        ("Elena Rossi won the vote. She thanked her voters in Milan.", "Elena Rossi", "She"),
        ("Elena Rossi met David Cole on Monday. She told him to wait.", "David Cole", "him"),
        ("David Cole blamed himself for the loss.", "David Cole", "himself"),
        ("In his speech on Monday, David Cole praised the army.", "David Cole", "his"),
        ("Microsoft said it would cut 2,000 jobs.", "Microsoft", "it"),
        ("Microsoft cut its forecast on Monday.", "Microsoft", "its"),
        ("“I am tired,” said David Cole. “My work is done.”", "David Cole", "I"),
        (
            "Chinese President Xi Jinping left on Monday. The Chinese leader will return to China.",
            "Xi Jinping",
            "The Chinese leader",
        ),
        (
            "Prime Minister Elena Rossi lost the vote. The prime minister will resign.",
            "Elena Rossi",
            "The prime minister",
        ),
        ("The Supreme Court of Kenya met. The court ruled for the miners.", "Supreme Court of Kenya", "The court"),
    ],
)
def test_it_is_joined(extract: Extract, body: str, name: str, mention: str) -> None:
    result = extract(body)
    assert mention in texts(result, named(result, name))


@pytest.mark.parametrize(
    ("body", "mention"),
    [
        ("Elena Rossi met Xi Jinping in Rome. The two leaders signed a pact.", "The two leaders"),
        ("David Cole said it was raining in Leeds.", "it"),
        ("It is clear that Microsoft will appeal.", "It"),
        ("A witness told police that he saw a car near David Cole's home.", "he"),
        ("Elena Rossi spoke on Monday. He left early.", "He"),
    ],
)
def test_it_is_left_alone(extract: Extract, body: str, mention: str) -> None:
    result = extract(body)
    assert mention not in [text for entity in result.entities for text in texts(result, entity)]


def test_him_is_whom_somebody_thanked(extract: Extract) -> None:
    result = extract(
        "Ana Duarte, whose party won in May, said she would wait. In remarks after greeting Pavel Novak at the palace, "
        "Duarte thanked him for coming."
    )
    assert texts(result, named(result, "Pavel Novak")) == ["Pavel Novak", "him"]
    assert "she" in texts(result, named(result, "Ana Duarte"))
