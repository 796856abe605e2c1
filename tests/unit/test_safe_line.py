"""Text of others in a line for a terminal."""

from __future__ import annotations

import os

import pytest

from wiredesk.safe_line import safe_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Äpfel – “ok”.txt", "Äpfel – “ok”.txt"),
        ("a\nwiredesk: forged", r"a\nwiredesk: forged"),
        ("\x1b[2J\x07\x9b\x7f", r"\x1b[2J\x07\x9b\x7f"),
        ("\u202etxt.exe\u2066\u2028", r"\u202etxt.exe\u2066\u2028"),
        (os.fsdecode(b"caf\xe9"), r"caf\xe9"),
        ("\ud83d lone", r"\ud83d lone"),
    ],
)
def test_a_line_has_no_control_characters(text: str, shown: str) -> None:
    assert safe_line(text) == shown
    assert safe_line(text).encode()
