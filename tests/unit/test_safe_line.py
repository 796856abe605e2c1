"""Text of others in a line for a terminal."""

from __future__ import annotations

import os

import orjson
import pytest

from wiredesk.safe_line import safe_json, safe_line


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


@pytest.mark.parametrize(
    "text", ["Äpfel – “ok” \u2029", "\x1b[2J\x07\x9b31m\x7f", "\u202etxt.exe\u2066\u2028", "ﷺ 日本 \U0001f600"]
)
def test_a_json_document_keeps_its_value_without_control_characters(text: str) -> None:
    document = safe_json(orjson.dumps({"headline": text}))
    assert orjson.loads(document) == {"headline": text}
    assert safe_line(document.decode()) == document.decode()
