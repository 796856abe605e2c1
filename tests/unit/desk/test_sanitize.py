"""Text of unknown origin on a terminal, one row a character or a length."""

from __future__ import annotations

import pytest

from desk.views.sanitize import MAX_NAME_CHARACTERS, plain, sanitize_lines, short

PLAIN = [
    ("", ""),
    ("Norland votes", "Norland votes"),
    ("  Norland   votes  ", "Norland votes"),
    ("Norland\nvotes", "Norland votes"),
    ("Norland\r\nvotes", "Norland votes"),
    ("Norland\tvotes", "Norland votes"),
    ("Norland\u00a0votes", "Norland votes"),
    ("Norland\u2028votes", "Norland votes"),
    ("Norland\x00votes", "Norlandvotes"),
    ("Norland\x07 votes", "Norland votes"),
    ("Norland\x08votes", "Norlandvotes"),
    ("\x1b[31mNorland\x1b[0m", "[31mNorland[0m"),
    ("\x1b]0;title\x07Norland", "]0;titleNorland"),
    ("Norland\x7f", "Norland"),
    ("Norland\x9b31m", "Norland31m"),
    ("Norland\x90votes", "Norlandvotes"),
    ("\u202eNorland", "Norland"),
    ("Nor\u202aland\u202c", "Norland"),
    ("\u2066Norland\u2069", "Norland"),
    ("Nörland’s café — 東京 🙂", "Nörland’s café — 東京 🙂"),
]


@pytest.mark.parametrize(("text", "line"), PLAIN)
def test_a_text_is_one_line_without_control_characters(text: str, line: str) -> None:
    assert plain(text) == line


LINES = [
    ("", ""),
    ("One.\n\nTwo.", "One.\n\nTwo."),
    ("a\tb", "a\tb"),
    ("a  b", "a  b"),
    ("a\rb", "a\ufffdb"),
    ("a\x00b", "a\ufffdb"),
    ("a\x1b[2Jb", "a\ufffd[2Jb"),
    ("a\x7fb", "a\ufffdb"),
    ("a\x85b", "a\ufffdb"),
    ("a\x9bb", "a\ufffdb"),
    ("a\u202eb", "a\ufffdb"),
    ("a\u2067b", "a\ufffdb"),
    ("a\u200bb", "a\u200bb"),
    ("café", "café"),
]


@pytest.mark.parametrize(("text", "shown"), LINES)
def test_a_control_character_is_replaced_so_that_spans_still_fit(text: str, shown: str) -> None:
    assert sanitize_lines(text) == shown
    assert len(shown) == len(text)


NAMES = [
    ("", ""),
    ("Anna Berg", "Anna Berg"),
    ("Anna\nBerg", "Anna Berg"),
    ("x" * MAX_NAME_CHARACTERS, "x" * MAX_NAME_CHARACTERS),
    ("x" * (MAX_NAME_CHARACTERS + 1), "x" * MAX_NAME_CHARACTERS + "…"),
    ("é" * 200, "é" * MAX_NAME_CHARACTERS + "…"),
    ("\x1b" * 200, ""),
]


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_name_is_cut_to_a_length(name: str, shown: str) -> None:
    assert short(name) == shown
