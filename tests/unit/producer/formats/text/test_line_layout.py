"""Lines of copy as paragraphs, and the lines that close a story."""

from __future__ import annotations

import pytest

from producer.formats.text.line_layout import (
    MAX_WRAPPED_LINE_CHARS,
    one_line,
    paragraphs,
    plain_paragraphs,
    same_words,
    without_closing,
)

LONG = "Norland voted on Thursday. " * 6


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("\n\n", []),
        ("a\nb\n\nc", ["a\nb", "c"]),
        ("a\n \t\nb", ["a", "b"]),
        ("One sentence.\n   Another one\nwrapped.", ["One sentence.", "Another one\nwrapped."]),
        ("   One\n   two\n   three.", ["One\ntwo\nthree."]),
        ("One sentence.\n   Two.\n   Three.", ["One sentence.", "Two.", "Three."]),
        ("First line\n   of a hanging\n   indent", ["First line\nof a hanging\nindent"]),
    ],
)
def test_blank_and_indented_lines_begin_paragraphs(text: str, found: list[str]) -> None:
    assert paragraphs(text) == found


def test_a_table_keeps_its_lines_and_gaps() -> None:
    table = "Oslo       12      3\nBergen      9     14\nTromso      4     11"
    assert paragraphs(table) == [table]


def test_long_lines_that_end_sentences_are_paragraphs() -> None:
    assert len(LONG) > MAX_WRAPPED_LINE_CHARS
    text = f"{LONG}\n{LONG}\n{LONG}"
    assert plain_paragraphs(text) == [LONG.strip()] * 3
    assert plain_paragraphs("Wrapped lines.\nare one.\nparagraph.") == ["Wrapped lines.\nare one.\nparagraph."]


@pytest.mark.parametrize(
    ("closing", "kept"),
    [
        (["-30-"], []),
        (["hh/ph", "(more)"], []),
        (["He left. (more)"], ["He left."]),
        (["He left.\n###"], ["He left."]),
        (["He left."], ["He left."]),
        (["###"] * 5, ["###"]),
    ],
)
def test_closing_lines_are_removed(closing: list[str], kept: list[str]) -> None:
    assert without_closing(["Norland voted.", *closing]) == ["Norland voted.", *kept]


def test_sign_offs_alone_are_a_story_without_closing() -> None:
    assert without_closing([]) == []
    assert without_closing(["hh/ph"]) == ["hh/ph"]


def test_white_space_and_case_do_not_distinguish_words() -> None:
    assert one_line(" a\n\tb  c ") == "a b c"
    assert same_words("Norland  VOTES", "norland\nvotes")
    assert not same_words("Norland votes", "Norland voted")
