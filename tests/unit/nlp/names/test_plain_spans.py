"""Which spans of the model the repairs leave as they are."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.knowledge import KnownNames, load_known_names
from wiredesk.nlp.names.plain_spans import is_plain_span


@pytest.fixture(scope="module")
def known() -> KnownNames:
    return load_known_names()


@pytest.mark.parametrize(
    ("span", "label", "plain"),
    [
        ("Larkwood", "ORG", True),
        ("Anna Holm", "PERSON", True),
        ("U.S.", "GPE", True),
        ("The Hague", "GPE", False),
        ("President Holm", "PERSON", False),
        ("German Holm", "PERSON", False),
        ("Holm Friday", "PERSON", False),
        ("Orva and Lund", "GPE", False),
        ("Larkwood Ltd. Standard", "ORG", False),
        ("Larkwood's", "ORG", False),
    ],
)
def test_plain_words(nlp: Language, known: KnownNames, span: str, label: str, plain: bool) -> None:
    tokens = parsed(nlp, f"It met {span} there.")
    first, last = tokens.covering((7, 7 + len(span)))
    assert is_plain_span(tokens, first, last, label, known) is plain


def test_the_rest_of_a_hyphenated_word_is_looked_at(nlp: Language, known: KnownNames) -> None:
    tokens = parsed(nlp, "He met Kim Min-su there.")
    assert tokens.text[2:6] == ["Kim", "Min", "-", "su"]
    assert not is_plain_span(tokens, 2, 4, "PERSON", known)
