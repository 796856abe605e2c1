"""The extractor table: order, choice, and what does not fit together."""

from __future__ import annotations

import pytest

from wiredesk.errors import ConfigError
from wiredesk.nlp.context import Extractor
from wiredesk.nlp.registry import extractors, ordered, select


def row(name: str, *needs: str) -> Extractor:
    return Extractor(name, "", lambda _vocab, _options: lambda _doc, _story: None, requires=needs)


def test_each_comes_after_what_it_needs() -> None:
    assert [one.name for one in ordered((row("c", "b"), row("b", "a"), row("a")))] == ["a", "b", "c"]


def test_the_built_in_ones_are_in_order() -> None:
    table = extractors()
    for at, one in enumerate(table):
        assert set(one.requires) <= {earlier.name for earlier in table[:at]}


@pytest.mark.parametrize("table", [(row("a"), row("a")), (row("a", "b"),), (row("a", "b"), row("b", "a"))])
def test_what_does_not_fit_is_said(table: tuple[Extractor, ...]) -> None:
    with pytest.raises(ConfigError):
        ordered(table)


def test_a_choice_brings_what_it_needs() -> None:
    table = (row("a"), row("b", "a"), row("c"))
    assert [one.name for one in select(table, "b")] == ["a", "b"]
    assert select(table, "none") == ()
    assert select(table, "all") == table
    with pytest.raises(ConfigError, match="no-such"):
        select(table, "no-such")
