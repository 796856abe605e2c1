"""What continues a line on a terminal is indented under its words."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console
from rich.text import Text

from desk.views.hanging_text import HangingText


def printed(text: Text, width: int = 30, *, soft_wrap: bool = False) -> str:
    out = Console(file=StringIO(), width=width)
    out.print(HangingText(text), soft_wrap=soft_wrap)
    return out.file.getvalue()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("    that he had failed to declare shares", "    that he had failed to\n      declare shares\n"),
        ("ORG       Reuters  European Community", "ORG       Reuters  European\n          Community\n"),
        ("A line of words without indentation", "A line of words without\nindentation\n"),
        ("  two\n\nthree", "  two\n\nthree\n"),
        ("", "\n"),
        ("      日本語の長い見出しがここに続いている行", "      日本語の長い見出しがこ\n        こに続いている行\n"),
        ("a-label-as-wide-as-this  and then words", "a-label-as-wide-as-this  and\nthen words\n"),
    ],
)
def test_a_line_continues_under_its_words(line: str, shown: str) -> None:
    assert printed(Text(line)) == shown


def test_a_console_that_does_not_wrap_gets_the_line_as_it_is() -> None:
    line = "    that he had failed to declare shares in a ferry company"
    assert printed(Text(line), soft_wrap=True) == f"{line}\n"


def test_colours_stay_with_their_words() -> None:
    text = Text("    that he had failed to declare ").append("shares", "bold")
    out = Console(file=StringIO(), width=30, force_terminal=True, color_system="standard")
    out.print(HangingText(text))
    assert "\x1b[1mshares\x1b[0m" in out.file.getvalue()  # type: ignore[attr-defined]
