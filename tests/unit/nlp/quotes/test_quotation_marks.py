"""Quotation marks of every kind, and the mess that they are in."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiredesk.nlp.quotation_marks import passages


def quoted(text: str) -> list[str]:
    return [text[found.start : found.end] for found in passages(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "No," and left.', ['"No,"']),
        ("He said “No,” and left.", ["“No,”"]),
        ("He said „No,“ and left.", ["„No,“"]),
        ("He said „No,” and left.", ["„No,”"]),
        ("He said «No» and left.", ["«No»"]),
        ("He said »No« and left.", ["»No«"]),
        ("He said ``No,'' and left.", ["``No,''"]),
        ("He said ''No,'' and left.", ["''No,''"]),
        ("He said ‘No,’ and left.", ["‘No,’"]),
        ("He said 'No,' and left.", ["'No,'"]),
        ("The ‘friends’ club’s chairman didn’t come.", ["‘friends’"]),
        ("The workers’ union and the bakers’ guild met.", []),
        ("It's the players' third match in the '90s.", []),
        ("“He told me ‘never again’ and left,” she said.", ["“He told me ‘never again’ and left,”"]),
        ("\"He told me 'never again',\" she said.", ["\"He told me 'never again',\""]),
        ("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’"]),
        ("The 'gators sleep. 'It is time,' he said.", ["'It is time,'"]),
        ("The 'gators, “old ones”, sleep. ‘It is time,’ he said.", ["“old ones”", "‘It is time,’"]),
        ("”No,” he said.", ["”No,”"]),
        ("“Not closed, she said.", []),
        ("“One,“ he said. “Two,” he said.", ["“One,“", "“Two,”"]),
        ('“One," he said.', ['“One,"']),
        ("+The rate will rise,+ he said.", ["+The rate will rise,+"]),
        ('She said "yes" to +5 pct.', ['"yes"']),
        ('A 12" disc and a 6\'2" man.', []),
        ("“”", ["“”"]),
        ('"', []),
    ],
)
def test_kinds_of_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for part in text.split("\n\n"):
        spans.append((at, at + len(part)))
        at += len(part) + 2
    return spans


def test_a_forgotten_mark_is_dropped() -> None:
    text = "“Never closed, he said.\n\nThe vote is on Monday.\n\n“It will pass,” she said."
    assert [text[one.start : one.end] for one in passages(text, paragraphs_of(text))] == ["“It will pass,”"]


def test_an_open_end_goes_on_in_the_next_paragraph() -> None:
    text = "“It began well.\n\n“Then the river rose.\n\n“Now it is over,” she said."
    assert [text[one.start : one.end] for one in passages(text, paragraphs_of(text))] == [
        "“It began well.",
        "“Then the river rose.",
        "“Now it is over,”",
    ]


def test_ten_thousand_marks() -> None:
    assert len(passages('"a" ' * 5000, [(0, 20_000)])) == 5000
    assert passages("“" * 10_000, [(0, 10_000)]) is not None
    assert passages("'" * 10_000, [(0, 10_000)]) is not None


@given(st.text(alphabet="ab .,“”„«»‘’'\"`+\n", max_size=120))
def test_passages_are_apart_and_inside(text: str) -> None:
    found = passages(text, [(0, len(text))])
    assert all(0 <= one.start < one.inner[0] <= one.inner[1] <= one.end <= len(text) for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


def test_speech_in_single_marks_carries_on_over_paragraphs() -> None:
    text = "She said: 'I felt weak.\n'It was different.\n'Now I am well,' she said. 'It is good.'"
    spans = [(found.start(), found.end()) for found in re.finditer(".+", text)]
    assert [text[found.start : found.end] for found in passages(text, spans)] == [
        "'I felt weak.",
        "'It was different.",
        "'Now I am well,'",
        "'It is good.'",
    ]
