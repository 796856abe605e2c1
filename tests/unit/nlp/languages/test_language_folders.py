"""The folders of languages: their tables can be read, and an English wire reads none of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import wiredesk.nlp.languages
from wiredesk.nlp.languages.language_table import LANGUAGES
from wiredesk.nlp.languages.local_amounts import amount_words
from wiredesk.nlp.languages.local_quotes import marks_of
from wiredesk.nlp.languages.time.time_rules import compile_rule, rules_of
from wiredesk.nlp.languages.time.time_vocabulary import time_vocabulary

FOLDERS = sorted(path.parent.name for path in Path(wiredesk.nlp.languages.__file__).parent.glob("*/dates.toml"))


@pytest.mark.parametrize("language", FOLDERS)
def test_every_table_of_a_language_can_be_read(language: str) -> None:
    assert time_vocabulary(language).folded
    assert rules_of(language)
    assert amount_words(language).currencies
    assert marks_of(language)
    assert language in {profile.code for profile in LANGUAGES}


def test_a_rule_that_names_an_unknown_class_says_which() -> None:
    with pytest.raises(ValueError, match="the class 'moon'"):
        compile_rule("<moon>", {})


def test_a_rule_that_names_an_unknown_part_says_which() -> None:
    with pytest.raises(ValueError, match="the part @MOON"):
        compile_rule("@MOON", {})


def test_a_language_that_cldr_lacks_has_dates_in_digits_only() -> None:
    assert time_vocabulary("qqq").folded == {}


def test_the_extractors_of_all_languages_are_imported_without_cldr() -> None:
    code = "import sys, wiredesk.nlp.registry as r; r.built_in(); print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "False"
