"""Control characters, line ends and day-time groups of teleprinter formats."""

from __future__ import annotations

import pytest

from producer.formats.text.control_chars import plain_lines, without_start_line, without_typesetting
from producer.formats.text.times import build_time


@pytest.mark.parametrize(
    ("data", "rest"),
    [
        (b"ZCZC ABC123\r\nnor0231 4 i 63", b"nor0231 4 i 63"),
        (b"\x00\x16 zczc\nText", b"Text"),
        (b"Text about ZCZC\n", b"Text about ZCZC\n"),
        (b"ZCZC without an end", b"ZCZC without an end"),
    ],
)
def test_the_start_line_of_teleprinters_is_removed(data: bytes, rest: bytes) -> None:
    assert without_start_line(data) == rest


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", "a\nb"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("a\r\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\r\n\r\nb", "a\n\nb"),
        ("a\r\n\nb\r\n\nc\r\n\nd\r\n\ne", "a\nb\nc\nd\ne"),
        ("a\r\nb\r\nc\r\n\nd", "a\nb\nc\n\nd"),
    ],
)
def test_every_line_end_becomes_one_line_feed(text: str, lines: str) -> None:
    assert plain_lines(text) == lines


def test_typesetting_instructions_are_removed() -> None:
    assert without_typesetting("\x00Nor\x7fland\x0e \x11votes\t1\x0f") == "Norland votes\t1"


@pytest.mark.parametrize(
    ("year", "month", "day", "time"),
    [
        ("18", 11, 21, "2018-11-21T23:22:00+00:00"),
        ("69", 1, 1, "2069-01-01T23:22:00+00:00"),
        ("70", 1, 1, "1970-01-01T23:22:00+00:00"),
        ("2024", 2, 29, "2024-02-29T23:22:00+00:00"),
        ("2025", 2, 29, None),
        ("2025", 13, 1, None),
    ],
)
def test_years_of_two_digits_have_a_century(year: str, month: int, day: int, time: str | None) -> None:
    found = build_time(year, month, day, 23, 22)
    assert (found.isoformat() if found else None) == time
