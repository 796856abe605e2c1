"""The extractor table: order, choice, and what does not fit together."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

from wiredesk.errors import ConfigError
from wiredesk.nlp.context import Extractor
from wiredesk.nlp.languages.language_table import LANGUAGES
from wiredesk.nlp.registry import extractors, for_language, ordered, select


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


def of_language(name: str, *languages: str, tier: int = 1, needs: tuple[str, ...] = ()) -> Extractor:
    return replace(row(name, *needs), languages=languages, tier=tier)


TABLE = (
    of_language("dates", "en"),
    of_language("names", "en"),
    of_language("quotes", "en", needs=("names",)),
    of_language("dates", tier=0),
    of_language("quotes", tier=0),
    of_language("dates", "de", tier=0),
    of_language("names", tier=1),
    of_language("quotes", "fr", tier=2, needs=("names",)),
    of_language("beats", needs=("quotes",)),
)


@pytest.mark.parametrize(
    ("language", "tier", "chosen"),
    [
        ("en", 2, [0, 1, 2, 8]),
        ("de", 0, [4, 5]),
        ("fr", 0, [3, 4]),
        ("fr", 1, [3, 4, 6, 8]),
        ("fr", 2, [3, 6, 7, 8]),
        ("sw", 0, [3, 4]),
    ],
)
def test_a_language_is_read_by_its_own_extractors_before_those_of_any(
    language: str, tier: int, chosen: list[int]
) -> None:
    assert for_language(TABLE, language, tier) == tuple(TABLE[at] for at in chosen)


def test_what_requires_an_extractor_that_cannot_read_the_language_is_left_out() -> None:
    table = (
        of_language("events", "en"),
        of_language("topics", needs=("events",)),
        of_language("maps", needs=("topics",)),
    )
    assert for_language(table, "fr", 1) == ()


def test_what_a_choice_left_out_is_not_missed() -> None:
    topics = of_language("topics", needs=("events",))
    assert for_language((topics,), "fr", 1) == (topics,)


def test_every_language_of_the_table_has_its_extractors() -> None:
    for profile in LANGUAGES:
        rows = import_module(profile.extractors).EXTRACTORS if profile.extractors else ()
        assert all(one.languages == (profile.code,) for one in rows), profile.code
        assert for_language(extractors(), profile.code, profile.tier(has_model=True))
