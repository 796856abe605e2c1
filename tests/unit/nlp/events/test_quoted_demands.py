"""Demands and reproaches by a modal verb alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("President Maria Lopez said Iran must [return] the ship.", ["REQUEST"]),
        ("President Maria Lopez said Iran should have [returned] the ship.", ["ACCUSE"]),
        ("President Maria Lopez said Iran should [worry].", []),
        ("President Maria Lopez said Iran should [be] immune.", []),
        ("President Maria Lopez said she did not believe that Iran should [return] the ship.", []),
        ("President Maria Lopez said Iran must not [return] the ship.", []),
    ],
)
def test_only_acts_are_demanded(sentence: str, types: list[str], extract: Callable[..., Extraction]) -> None:
    found = extract(sentence.replace("[", "").replace("]", ""))
    begin = sentence.index("[")
    assert [event.type for event in found.events if event.trigger[0] == begin] == types
