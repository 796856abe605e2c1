"""Expressions of time in sentences of news: each line of the tables is a case."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from wiredesk.nlp.languages.time.time_reader import read_dates

TABLES = sorted(Path(__file__).parent.glob("dates.*.txt"))
_MARKED = re.compile(r"\[([^=\]]+)=([^\]]*)\]")


class Case(NamedTuple):
    """A sentence, its language, the day on which it was written, and its expressions as (start, end, value)."""

    language: str
    day: date
    text: str
    expected: tuple[tuple[int, int, str], ...]


def cases() -> list[Case]:
    """Read the tables; a line ``day 2026-03-11`` gives the day of the lines below it."""
    found = []
    for path in TABLES:
        language = path.name.split(".")[1]
        day = date.min
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("day "):
                day = date.fromisoformat(line[4:])
            elif line and not line.startswith("#"):
                text, expected = unmarked(line)
                found.append(Case(language, day, text, expected))
    return found


def unmarked(line: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return a line without its marks, and the marked expressions."""
    text, at, expected = "", 0, []
    for mark in _MARKED.finditer(line):
        text += line[at : mark.start()]
        expected.append((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        at = mark.end()
    return text + line[at:], tuple(expected)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.language}: {case.text}")
def test_every_expression_of_a_sentence_is_found_with_its_value(case: Case) -> None:
    found = read_dates(case.text, case.language, case.day)
    assert [one.value for one in found] == [value for _, _, value in case.expected]
    for one, (start, end, _) in zip(found, case.expected, strict=True):
        assert one.span[0] < end and start < one.span[1]
