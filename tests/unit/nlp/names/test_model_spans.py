"""The model's spans, cut to the names in them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.cue_rows import unbracketed
from tests.support.parses import parsed
from wiredesk.nlp.knowledge import entity_lexicon, load_known_names
from wiredesk.nlp.names.model_spans import is_time_zone, role_at, split_list, trim, trim_person, trim_place


def span_of(nlp: Language, sentence: str) -> tuple[object, int, int]:
    text, start, end = unbracketed(sentence)
    tokens = parsed(nlp, text)
    return tokens, *tokens.covering((start, end))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Aides of [the Kremlin's] chief left.", "Kremlin"),
        ("He lives in [The Hague] now.", "The Hague"),
        ("A court fined [Larkwood 2.4 billion] on Monday.", "Larkwood"),
        ("He met [“Larkwood”] on Monday.", "Larkwood"),
        ("PARTY FOR [LARKWOOD'S] MAYOR", "LARKWOOD"),
    ],
)
def test_what_is_cut_off_both_ends(nlp: Language, sentence: str, name: str) -> None:
    tokens, start, end = span_of(nlp, sentence)
    assert tokens.string(*trim(tokens, start, end)) == name  # type: ignore[attr-defined,arg-type]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("It was [President Elena Rossi] who won.", "Elena Rossi"),
        ("It was [Kenyan Joseph Kamau] who won.", "Joseph Kamau"),
        ("It was [Mrs Elena Rossi] who won.", "Elena Rossi"),
        ("It was [Elena Rossi 45] who won.", "Elena Rossi"),
    ],
)
def test_what_is_cut_off_a_person(nlp: Language, sentence: str, name: str) -> None:
    tokens, start, end = span_of(nlp, sentence)
    cut = trim_person(tokens, start, end, load_known_names(), entity_lexicon())  # type: ignore[arg-type]
    assert tokens.string(*cut) == name  # type: ignore[attr-defined]


def test_a_weekday_is_cut_off_a_place(nlp: Language) -> None:
    tokens, start, end = span_of(nlp, "It rained in [Lahti Saturday] and Sunday.")
    assert tokens.string(*trim_place(tokens, start, end)) == "Lahti"  # type: ignore[attr-defined,arg-type]


@pytest.mark.parametrize(
    ("sentence", "label", "parts"),
    [
        ("It was [Anders Berg and Erik Lund] who won.", "PERSON", ["Anders Berg", "Erik Lund"]),
        ("It was [Anders Berg, Jr.] who won.", "PERSON", ["Anders Berg, Jr."]),
        ("It was [Larkwood, Inc.] that fell.", "ORG", ["Larkwood, Inc."]),
        ("It was [Berg & Lund] that fell.", "ORG", ["Berg & Lund"]),
        ("It was [Diaz, Moore] who won.", "PERSON", ["Diaz", "Moore"]),
    ],
)
def test_a_list_is_split(nlp: Language, sentence: str, label: str, parts: list[str]) -> None:
    tokens, start, end = span_of(nlp, sentence)
    found = split_list(tokens, start, end, label, load_known_names())  # type: ignore[arg-type]
    assert [tokens.string(*part) for part in found] == parts  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sentence", "zone"),
    [
        ("It begins at 1600 [GMT] on Monday.", True),
        ("It begins at 6 p.m. [GMT] on Monday.", True),
        ("It begins at 0900 [KST] on Monday.", True),
        ("It begins at 0900 [SAST] on Monday.", True),
        ("It begins at 0900 [NZST] on Monday.", True),
        ("He joined [GMT] on Monday.", False),
        ("It begins at 1600 [Larkwood] on Monday.", False),
    ],
)
def test_the_time_zone_of_an_hour_is_no_name(nlp: Language, sentence: str, zone: bool) -> None:
    tokens, start, end = span_of(nlp, sentence)
    assert is_time_zone(tokens, start, end) is zone  # type: ignore[arg-type]


def test_the_longest_role_counts(nlp: Language) -> None:
    tokens = parsed(nlp, "Deputy prime minister Elena Rossi left.")
    assert role_at(tokens, 0, 5, entity_lexicon()) == 3
    assert role_at(tokens, 3, 5, entity_lexicon()) == 0
