from __future__ import annotations

import pytest

from wiredesk.media_topics import (
    LANGUAGES,
    is_code,
    media_topics,
    narrower,
    path_of,
    topic_definition,
    topic_name,
    topic_of,
    topics_of,
)


def test_the_tree_is_whole() -> None:
    topics = media_topics()
    assert len(topics) == 1387
    assert len(narrower("")) == 17
    assert all(not topic.broader or topic.broader in topics for topic in topics.values())
    assert all(len(path_of(code)) <= 6 for code in topics)


def test_every_retired_code_has_a_successor_in_use() -> None:
    retired = [topic for topic in media_topics().values() if topic.retired]
    assert len(retired) == 302
    assert all(not media_topics()[topic.successor].retired for topic in retired)
    assert all(topic_of(f"medtop:{topic.code}") == topic.successor for topic in retired)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "cinema"),
        ("en-US", "movies"),
        ("de", "Film"),
        ("fr-CA", "Cinéma"),
        ("no", "film"),
        ("xx", "cinema"),
    ],
)
def test_names_in_other_languages(language: str, name: str) -> None:
    assert topic_name("20000005", language).lower() == name.lower()


def test_every_language_names_most_topics() -> None:
    for language in set(LANGUAGES) - {"en", "en-US"}:
        named = sum(topic_name(code, language) != topic.name for code, topic in media_topics().items())
        assert named > 900, language


def test_definitions() -> None:
    assert topic_definition("05000000") == "All aspects of furthering knowledge, formally or informally"
    assert topic_definition("99999999") == ""


@pytest.mark.parametrize(
    ("code", "topic"),
    [
        ("medtop:20000153", "20000153"),
        ("MEDTOP:20000153", "20000153"),
        ("20000153", "20000153"),
        ("http://cv.iptc.org/newscodes/mediatopic/20000153", "20000153"),
        ("https://cv.iptc.org/newscodes/mediatopic/20000153/", "20000153"),
        ("medtop:20000994", "20000991"),  # Formula One, retired
        ("subj:15039001", "20000991"),
        ("subj:04016099", "20000170"),  # unmapped: the broader one
        ("subj:04099099", "04000000"),
        ("iptc:15054000", "20001065"),
        ("IPTC:15054000:SPO:soccer", "20001065"),
        ("subjectcode:15054000", "20001065"),
        ("http://cv.iptc.org/newscodes/subjectcode/15054000", "20001065"),
        ("15054000", "20001065"),
        ("4000000", "04000000"),
        ("04000000", "04000000"),
        (" medtop:04000000 ", "04000000"),
        ("afpctl:12345678", None),
        ("medtop:99999999", None),
        ("subj:99000000", None),
        ("economy", None),
        ("", None),
    ],
)
def test_spellings_of_the_wire(code: str, topic: str | None) -> None:
    assert topic_of(code) == topic


def test_topics_come_once_with_the_first_code() -> None:
    assert topics_of(("medtop:20000153", "20000153", "x:1")) == {"20000153": "medtop:20000153"}
    assert list(topics_of(("subj:03015000", "medtop:04000000"))) == ["20000148", "04000000"]


@pytest.mark.parametrize(("text", "expected"), [("04000000", True), ("medtop:20000153", True), ("ORG", False)])
def test_what_is_written_like_a_code(text: str, expected: bool) -> None:
    assert is_code(text) == expected
