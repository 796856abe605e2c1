"""Short forms of the names of organisations."""

from __future__ import annotations

import pytest

from wiredesk.nlp.knowledge import entity_lexicon, load_known_names
from wiredesk.nlp.names.short_forms import (
    company_short_forms,
    is_distinctive,
    is_organisation_name,
    team_nickname,
)


@pytest.mark.parametrize(
    ("word", "distinctive"),
    [("Standard", True), ("Larkwood", True), ("National", False), ("New", False), ("Bank", False), ("Kenya", False)],
)
def test_a_first_word_that_stands_for_the_name(word: str, distinctive: bool) -> None:
    assert is_distinctive(word, load_known_names(), entity_lexicon()) is distinctive


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Harrow Vale Ltd", ("Harrow Vale", "Harrow")),
        ("Larkwood, Inc.", ("Larkwood",)),
        ("National Mills Ltd", ()),
        ("Harrow Vale", ()),
        ("Ltd", ()),
    ],
)
def test_the_short_forms_of_a_company(name: str, forms: tuple[str, ...]) -> None:
    assert company_short_forms(name, load_known_names(), entity_lexicon()) == forms


@pytest.mark.parametrize(
    ("name", "types", "nickname"),
    [
        ("Larkwood Heat", {"Larkwood": "GPE"}, "Heat"),
        ("Larkwood Heat", {}, None),
        ("Larkwood Falcons", {}, "Falcons"),
        ("Larkwood Council", {"Larkwood": "GPE"}, None),
        ("Larkwood Express", {}, None),
        ("Heat", {}, None),
    ],
)
def test_the_nickname_of_a_team(name: str, types: dict[str, object], nickname: str | None) -> None:
    assert team_nickname(name, types, load_known_names()) == nickname  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "is_one"), [("Larkwood Council", True), ("Larkwood Inc.", True), ("Council", False), ("Anna Holm", False)]
)
def test_a_name_that_ends_like_an_organisation(name: str, is_one: bool) -> None:
    assert is_organisation_name(name) is is_one
