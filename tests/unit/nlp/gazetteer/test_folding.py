"""Spellings that the gazetteer takes for one, one row a spelling."""

from __future__ import annotations

import pytest

from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.gazetteer.index import folded_names

FOLDED = [
    ("Oslo", "oslo"),
    ("OSLO", "oslo"),
    ("the Hague", "hague"),
    ("The Hague", "hague"),
    ("Theseus", "theseus"),
    ("São Paulo", "sao paulo"),
    ("Sao Paulo", "sao paulo"),
    ("Zürich", "zurich"),
    ("Málaga", "malaga"),
    ("Łódź", "lodz"),
    ("Tromsø", "tromso"),
    ("Århus", "arhus"),
    ("Gießen", "giessen"),
    ("Ísafjörður", "isafjorður"),
    ("Đà Nẵng", "da nang"),
    ("Iğdır", "igdir"),
    ("Næstved", "naestved"),
    ("St. Louis", "st louis"),
    ("Saint Louis", "st louis"),
    ("St Louis", "st louis"),
    ("Saint-Denis", "st denis"),
    ("Sainte-Foy", "ste foy"),
    ("Mount Vernon", "mt vernon"),
    ("Mt. Vernon", "mt vernon"),
    ("Fort Worth", "ft worth"),
    ("Ft. Worth", "ft worth"),
    ("Cranbury Township", "cranbury twp"),
    ("Cranbury Twp.", "cranbury twp"),
    ("Xi'an", "xian"),
    ("Xi’an", "xian"),
    ("Coeur d'Alene", "coeur dalene"),
    ("Winston-Salem", "winston salem"),
    ("Stratford-upon-Avon", "stratford upon avon"),
    ("Washington, D.C.", "washington dc"),
    ("U.S.", "us"),
    ("Frankfurt (Oder)", "frankfurt oder"),
    ("Biel/Bienne", "biel bienne"),
    ("  New   York ", "new york"),
    ("Mountain View", "mountain view"),
    ("Fortaleza", "fortaleza"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "folded"), FOLDED)
def test_a_name_is_folded(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_many_names_are_folded_as_one_is() -> None:
    names = [name for name, _ in FOLDED]
    assert folded_names(names) == [folded for _, folded in FOLDED]
