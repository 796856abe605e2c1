"""The ends of a span: hyphenated words whole, scores, days and titles outside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.cue_rows import unbracketed
from tests.support.extraction_views import names
from tests.support.parses import parsed
from wiredesk.contract import EntityType, Extraction
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.names.span_repairs import (
    cut_after_legal_form,
    cut_at_dashes,
    split_at_role,
    trim_region_noun,
    trim_score,
    trim_titles,
    trim_weekdays,
    whole_hyphenated,
)


def tokens_of(nlp: Language, sentence: str) -> tuple[object, int, int]:
    text, start, end = unbracketed(sentence)
    tokens = parsed(nlp, text)
    return tokens, *tokens.covering((start, end))


@pytest.mark.parametrize(
    ("sentence", "label", "whole"),
    [
        ("Police questioned [Kim Min]-su on Monday.", "PERSON", "Kim Min-su"),
        ("Police questioned [Kim Min]-Su on Monday.", "PERSON", "Kim Min-Su"),
        ("The film by [Jean-Luc] Maurel opened.", "PERSON", "Jean-Luc Maurel"),
        ("They took [Dar]-i-Nur on Monday.", "GPE", "Dar-i-Nur"),
        ("Forces loyal to al-[Basri] fled.", "PERSON", "al-Basri"),
        ("A ship left [Port]-au-Prince on Monday.", "GPE", "Port-au-Prince"),
        ("The [London]-based firm fell.", "GPE", "London"),
        ("The [Donald Trump]-era rule fell.", "PERSON", "Donald Trump"),
        ("The [Elon Musk]-owned firm fell.", "PERSON", "Elon Musk"),
        ("The [Tokyo]-Beijing talks failed.", "GPE", "Tokyo"),
    ],
)
def test_hyphenated_words_stay_whole(nlp: Language, sentence: str, label: EntityType, whole: str) -> None:
    tokens, start, end = tokens_of(nlp, sentence)
    assert tokens.string(*whole_hyphenated(tokens, start, end, label)) == whole  # type: ignore[attr-defined,arg-type]


def test_a_dash_between_blanks_parts_two_names(nlp: Language) -> None:
    tokens, start, end = tokens_of(nlp, "[BEIJING - Larkwood Technology] said so.")
    parts = cut_at_dashes(tokens, start, end)  # type: ignore[arg-type]
    assert [tokens.string(*part) for part in parts] == ["BEIJING", "Larkwood Technology"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("So [Wanderers 3-0] Rovers it was.", "Wanderers"),
        ("Shares of [Larkwood 2000] fell.", "Larkwood 2000"),
    ],
)
def test_a_score_is_no_part_of_a_name(nlp: Language, sentence: str, name: str) -> None:
    tokens, start, end = tokens_of(nlp, sentence)
    assert tokens.string(start, trim_score(tokens, start, end)) == name  # type: ignore[attr-defined,arg-type]


def test_days_of_the_week_are_no_part_of_a_name(nlp: Language) -> None:
    tokens, start, end = tokens_of(nlp, "He met [Anna Lund Tuesday] in Oslo.")
    assert tokens.string(*trim_weekdays(tokens, start, end)) == "Anna Lund"  # type: ignore[attr-defined,arg-type]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("So said [Larkwood Chief Executive] Petra Lund.", "Larkwood"),
        ("The [Lawyers for Greenpeace] filed an appeal.", "Greenpeace"),
        ("The [National Governors Association] met.", "National Governors Association"),
        ("He runs [Player Manager] magazine.", "Player Manager"),
        ("So said [Danish Energy] Minister Julia Krantz.", "Danish"),
    ],
)
def test_titles_are_no_part_of_an_organisation(nlp: Language, sentence: str, name: str) -> None:
    tokens, start, end = tokens_of(nlp, sentence)
    assert tokens.string(*trim_titles(tokens, start, end, entity_lexicon())) == name  # type: ignore[attr-defined,arg-type]


def test_a_common_noun_behind_a_place(nlp: Language) -> None:
    tokens, start, end = tokens_of(nlp, "It rained in [Hubei province] again.")
    assert trim_region_noun(tokens, start, end) == end - 1  # type: ignore[arg-type]
    tokens, start, end = tokens_of(nlp, "It rained in [Zamfara State] again.")
    assert trim_region_noun(tokens, start, end) == end  # type: ignore[arg-type]


def test_a_title_in_lower_case_parts_two_names(nlp: Language) -> None:
    tokens, start, end = tokens_of(nlp, "So said [Kayapo leader Mydjere] on Monday.")
    assert split_at_role(tokens, start, end, entity_lexicon()) == (start + 1, start + 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Police questioned Kim Min-su on Tuesday.", ("Kim Min-su", "PERSON")),
        ("The actor Cha Eun-woo met the president of Chile.", ("Cha Eun-woo", "PERSON")),
        ("Talks between Lee Jae-myung and the union failed on Monday.", ("Lee Jae-myung", "PERSON")),
        ("It had hired Joao Carlos dos Santos as its chief.", ("Joao Carlos dos Santos", "PERSON")),
        ("BEIJING - Huaxin Technology fell on Monday, traders said.", ("Huaxin Technology", "ORG")),
        ("Talks of the Peru-Chile commission ended on Monday.", ("Peru", "GPE")),
        ("Nina said the news site TUT.BY lost its licence on Monday.", ("TUT.BY", "ORG")),
    ],
)
def test_the_names_of_a_sentence(
    extract: Callable[..., Extraction], sentence: str, expected: tuple[str, EntityType]
) -> None:
    assert expected in names(extract(sentence, language="en"))


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("He left [Larkwood Morgan Ltd. Standard] was next.", ["Larkwood Morgan Ltd.", "Standard"]),
        ("He left [Larkwood Morgan Co. Ltd.] last year.", ["Larkwood Morgan Co. Ltd."]),
        ("He left [Larkwood Ltd. of Ohio] last year.", ["Larkwood Ltd. of Ohio"]),
    ],
)
def test_a_legal_form_with_a_full_stop_ends_a_name(nlp: Language, sentence: str, found: list[str]) -> None:
    tokens, start, end = tokens_of(nlp, sentence)
    assert [tokens.string(*part) for part in cut_after_legal_form(tokens, start, end)] == found  # type: ignore[attr-defined,arg-type]
