from __future__ import annotations

import re
from pathlib import Path

import pytest

from wiredesk.errors import ConfigError
from wiredesk.nlp.knowledge import entity_lexicon, known_entities, load_known_names


def test_our_own_things_are_well_formed() -> None:
    ids = [thing.wikidata for thing in known_entities() if thing.wikidata]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("Q[1-9][0-9]*", each) for each in ids)
    assert {thing.type for thing in known_entities()} >= {"ORG", "PERSON", "GPE", "LOC", "EVENT"}


def test_a_users_file_extends_and_overrides(tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("# ours\nORG|Q1|Harbour Light|HL; H.L.|IE\nPERSON||Pentagon||\n", encoding="utf-8")
    facts = load_known_names((mine,)).by_text
    assert facts["HL"].name == facts["H.L."].name == "Harbour Light"
    assert (facts["HL"].wikidata, facts["HL"].country) == ("Q1", "IE")
    assert facts["Pentagon"].type == "PERSON"
    assert "HL" not in load_known_names().by_text


@pytest.mark.parametrize("row", ["PLANET||Mars", "ORG||", "ORG|a|b|c|d|e|f"])
def test_a_wrong_row_is_told(tmp_path: Path, row: str) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text(row, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"mine\.tsv"):
        known_entities((mine,))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="knowledge file"):
        known_entities((tmp_path / "nothing.tsv",))


def test_variants_share_a_name() -> None:
    facts = load_known_names().by_text
    assert facts["US"].name == facts["U.S."].name == facts["America"].name == "United States"
    assert facts["Germans"].name == facts["German"].name == "German"
    assert facts["Germans"].country == "DE"
    assert facts["Kremlin"].kind == "seat"


def test_names_that_may_be_something_else_are_in_doubt() -> None:
    facts = load_known_names().by_text
    assert not facts["Jordan"].unambiguous
    assert not facts["Apple"].unambiguous
    assert facts["Kazakhstan"].unambiguous


def test_the_lexicon_knows_titles_and_sexes() -> None:
    words = entity_lexicon()
    assert words.roles["prime minister"] == "state"
    assert words.role_genders["actress"] == "f"
    assert words.first_name_genders["Vladimir"] == "m"
    assert words.first_name_genders["Angela"] == "f"
    assert words.first_name_genders["Kim"] == ""
    assert "robert" in words.nicknames["bob"]
    assert words.nominal_types["company"] == "ORG"


def test_rows_of_events_are_left_to_the_extractor_of_events(tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("ASSAULT | ram | obj | subj | obj | | private\nORG||Harbour Light\n", encoding="utf-8")
    assert [thing.name for thing in known_entities((mine,))[-1:]] == ["Harbour Light"]
