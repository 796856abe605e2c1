from __future__ import annotations

import re

import pytest

from wiredesk.errors import ConfigError
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.knowledge.tsv_rows import rows, values


def test_codes_are_unique_and_two_letters() -> None:
    codes = [country.code for country in countries()]
    assert len(set(codes)) == len(codes) > 240
    assert all(re.fullmatch("[A-Z]{2}", code) for code in codes)


def test_wikidata_ids_are_well_formed_and_unique() -> None:
    ids = [country.wikidata for country in countries() if country.wikidata]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("Q[1-9][0-9]*", each) for each in ids)


def test_a_country_has_its_names() -> None:
    britain = next(country for country in countries() if country.code == "GB")
    assert {"UK", "U.K.", "Britain"} <= set(britain.variants)
    assert "Briton" in britain.demonyms
    assert britain.capitals == ("London",)
    assert "Downing Street" in britain.seats
    assert britain.wikidata == "Q145"


def test_names_have_no_article() -> None:
    assert not [name for c in countries() for name in (c.name, *c.variants) if name.lower().startswith("the ")]


def test_rows_are_stripped_and_filled() -> None:
    assert list(rows(["# comment", "", "a | b"], 3, "x")) == [("a", "b", "")]
    assert values("UK; U.K. ;") == ("UK", "U.K.")


def test_a_row_with_too_many_columns_names_its_line() -> None:
    with pytest.raises(ConfigError, match=r"mine\.tsv, line 2"):
        list(rows(["a|b", "a|b|c"], 2, "mine.tsv"))
