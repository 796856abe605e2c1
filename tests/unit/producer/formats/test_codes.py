"""Controlled values of the standards: languages, urgency, versions, status and subjects, one row a value."""

from __future__ import annotations

import pytest

from producer.formats.codes import (
    MAX_VERSION,
    distinct,
    language,
    leading_number,
    primary_language,
    status,
    subject,
    urgency,
    version,
)

LANGUAGES = [
    ("en", "en"),
    ("EN", "en"),
    ("en-us", "en-US"),
    ("en_US", "en-US"),
    ("EN_gb", "en-GB"),
    ("pt-br", "pt-BR"),
    ("zh-hant", "zh-Hant"),
    ("zh-hant-tw", "zh-Hant-TW"),
    ("sr-latn", "sr-Latn"),
    ("es-419", "es-419"),
    ("eng", "en"),
    ("deu", "de"),
    ("ger", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("nob", "nb"),
    ("nno", "nn"),
    ("rus", "ru"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("ukr", "uk"),
    ("zho", "zh"),
    ("eng-us", "en-US"),
    ("yue", "yue"),
    (" en ", "en"),
    ("e", None),
    ("english", None),
    ("en us", None),
    ("en-", None),
    ("12", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "tag"), LANGUAGES)
def test_a_language_is_a_tag_of_bcp_47(value: object, tag: str | None) -> None:
    assert language(value) == tag


PRIMARY = [("en-US", "en"), ("eng", "en"), ("zh-Hant-TW", "zh"), ("", None), ("english language", None)]


@pytest.mark.parametrize(("value", "tag"), PRIMARY)
def test_a_primary_language_has_no_region(value: object, tag: str | None) -> None:
    assert primary_language(value) == tag


URGENCIES = [
    (1, 1),
    (8, 8),
    ("1", 1),
    ("8", 8),
    ("05", 5),
    (" 3 ", 3),
    ("3 (normal)", 3),
    (4.0, 4),
    (4.5, None),
    (0, None),
    (9, None),
    (-1, None),
    ("0", None),
    ("9", None),
    ("r", None),
    ("", None),
    (None, None),
    (True, None),
]


@pytest.mark.parametrize(("value", "number"), URGENCIES)
def test_an_urgency_is_a_number_from_1_to_8(value: object, number: int | None) -> None:
    assert urgency(value) == number


VERSIONS = [
    (1, 1),
    (12, 12),
    ("1", 1),
    ("012", 12),
    ("2.1", None),
    ("3rd", None),
    ("20250508093000", 20250508093000),
    (MAX_VERSION, MAX_VERSION),
    (MAX_VERSION + 1, None),
    (3.0, 3),
    (3.5, None),
    ("0", None),
    ("v2", None),
    (False, None),
    (None, None),
]


@pytest.mark.parametrize(("value", "number"), VERSIONS)
def test_a_version_is_a_number_of_at_least_1(value: object, number: int | None) -> None:
    assert version(value) == number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12abc", 12),
        ("  7", 7),
        ("abc", None),
        ("-5", None),
        ("1" * 20, int("1" * 20)),
        ("1" * 21, None),
        (2.0, 2),
        (0, 0),
    ],
)
def test_the_number_that_a_value_begins_with(value: object, number: int | None) -> None:
    assert leading_number(value) == number


STATUSES = [
    ("usable", "usable"),
    ("Usable", "usable"),
    ("stat:usable", "usable"),
    ("http://cv.iptc.org/newscodes/pubstatusg2/usable", "usable"),
    ("canceled", "canceled"),
    ("cancelled", "canceled"),
    ("stat:canceled", "canceled"),
    ("kill", "canceled"),
    ("killed", "canceled"),
    ("deleted", "canceled"),
    ("withdrawn", "canceled"),
    ("retracted", "canceled"),
    ("withheld", "withheld"),
    ("withhold", "withheld"),
    ("stat:withheld", "withheld"),
    ("embargoed", None),
    ("draft", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "name"), STATUSES)
def test_a_publishing_status(value: object, name: str | None) -> None:
    assert status(value) == name


SUBJECTS = [
    ("medtop:20000593", "", "medtop:20000593"),
    ("medtop:04000000", "", "medtop:04000000"),
    ("subj:11002000", "", "subj:11002000"),
    ("http://cv.iptc.org/newscodes/mediatopic/20000593", "", "medtop:20000593"),
    ("http://cv.iptc.org/newscodes/subjectcode/11002000", "", "subj:11002000"),
    ("http://cv.iptc.org/newscodes/subjectcodes/11002000", "", "subj:11002000"),
    ("20000593", "", "medtop:20000593"),
    ("11002000", "", "subj:11002000"),
    ("11002000", "IPTC", "subj:11002000"),
    ("04000000", "medtop", "medtop:04000000"),
    ("04000000", "http://cv.iptc.org/newscodes/mediatopic/", "medtop:04000000"),
    ("04000000", "iptc:mediatopic", "medtop:04000000"),
    ("04000000", "subj", "subj:04000000"),
    (" 20000593 ", "", "medtop:20000593"),
    ("11002000", "vendor", None),
    ("vendor:11002000", "", None),
    ("N2:US", "", None),
    ("1100200", "", None),
    ("110020000", "", None),
    ("politics", "", None),
    ("", "", None),
    (None, None, None),
]


@pytest.mark.parametrize(("value", "scheme", "code"), SUBJECTS)
def test_a_subject_is_a_qcode_of_the_iptc(value: object, scheme: object, code: str | None) -> None:
    assert subject(value, scheme) == code


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([], ()),
        (["a", "b"], ("a", "b")),
        (["a", "a"], ("a",)),
        ([" a ", "a"], ("a",)),
        (["b", "a", "b"], ("b", "a")),
        ([None, "", "  ", "a"], ("a",)),
        (["A", "a"], ("A", "a")),
    ],
)
def test_distinct_values_keep_their_order(given: list[str | None], kept: tuple[str, ...]) -> None:
    assert distinct(given) == kept
