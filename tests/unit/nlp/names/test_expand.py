"""Names that the model cut short or missed: each rule on its own sentence."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.cue_rows import unbracketed
from tests.support.parses import parsed
from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import entity_lexicon, load_known_names
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.expand import expand


def expanded(nlp: Language, text: str, *given: tuple[str, EntityType]) -> list[tuple[str, str, str]]:
    """Return text, type and rule of the names, from those given by their text."""
    tokens = parsed(nlp, text)
    found = []
    for name, label in given:
        start = text.index(name)
        found.append(Name(*tokens.covering((start, start + len(name))), label, "model"))
    names = expand(tokens, found, load_known_names(), entity_lexicon())
    return [(tokens.string(name.start, name.end), name.type, name.rule) for name in names]


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        (
            "By Anna Lund Holm and others",
            [("Anna Lund", "PERSON")],
            ("Anna Lund Holm", "PERSON", "extended"),
        ),
        (
            "Shares of Larkwood Corp. fell on Monday.",
            [("Larkwood", "ORG")],
            ("Larkwood Corp.", "ORG", "extended"),
        ),
        (
            "The Bank of England raised rates.",
            [("Bank", "ORG"), ("England", "GPE")],
            ("Bank of England", "ORG", "of"),
        ),
        (
            "The firm Berg & Lund fell.",
            [("Berg", "ORG"), ("Lund", "PERSON")],
            ("Berg & Lund", "ORG", "of"),
        ),
        (
            "The Harbour Lights Trust (HLT) met.",
            [("Harbour Lights Trust", "ORG")],
            ("HLT", "ORG", "in brackets"),
        ),
        ("On Monday Mr Zorvane left.", [], ("Zorvane", "PERSON", "honorific")),
        ("On Monday Elena Zorvane left.", [], ("Elena Zorvane", "PERSON", "first name")),
        ("On Monday the Larkwood Alligator Council met.", [], ("Larkwood Alligator Council", "ORG", "last word")),
        ("On Monday Halloran resigned.", [], ("Halloran", "PERSON", "what it does")),
    ],
)
def test_a_rule(nlp: Language, text: str, given: list[tuple[str, EntityType]], expected: tuple[str, str, str]) -> None:
    assert expected in expanded(nlp, text, *given)


def test_an_acronym_counts_from_its_second_use(nlp: Language) -> None:
    twice = expanded(nlp, "Staff of VRQ met on Monday. The board of VRQ met on Tuesday.")
    assert ("VRQ", "ORG", "acronym again") in twice
    assert not expanded(nlp, "Staff of VRQ met on Monday.")


@pytest.mark.parametrize("text", ["On Monday Mr President left.", "The president resigned.", "On Monday CEO left."])
def test_titles_are_no_names(nlp: Language, text: str) -> None:
    assert not expanded(nlp, text)


def test_names_never_overlap(nlp: Language) -> None:
    text, start, end = unbracketed("By [Anna Lund] Holm, Larkwood Council")
    tokens = parsed(nlp, text)
    given = [Name(*tokens.covering((start, end)), "PERSON", "model")]
    names = expand(tokens, given, load_known_names(), entity_lexicon())
    covered = [at for name in names for at in range(name.start, name.end)]
    assert len(covered) == len(set(covered))
