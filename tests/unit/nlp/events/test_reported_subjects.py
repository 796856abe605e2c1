"""Whom an open pronoun in a reported clause stands for."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.events.reported_subjects import reported_subjects

CASES = [
    ("The rebels said they would free the prisoners.", "they", "rebels"),
    ("The rebels said their forces had left the town.", "their", "rebels"),
    ("The government said it would send soldiers.", "it", "government"),
    ("The minister said he would resign.", "he", "minister"),
    ("The minister said it would rain.", "it", None),
    ("The government said they would resign.", "they", "government"),
    ("The rebels said he would resign.", "he", None),
    ("They left the town.", "They", None),
]


@pytest.mark.parametrize(("sentence", "pronoun", "noun"), CASES, ids=lambda value: str(value)[:50])
def test_a_pronoun_is_for_the_subject_of_the_reporting_verb_where_both_agree(
    sentence: str, pronoun: str, noun: str | None, nlp: Language
) -> None:
    tokens = parsed(nlp, sentence)
    found = reported_subjects(tokens, [None] * len(tokens), {})
    meant = found.get(tokens.text.index(pronoun))
    assert (None if meant is None else tokens.text[meant]) == noun
