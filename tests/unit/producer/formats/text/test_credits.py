"""Bylines, credits, copyright lines, sign-offs and end marks, one row a line of copy."""

from __future__ import annotations

import pytest

from producer.formats.text.credits import (
    credit_agency,
    is_byline,
    is_copyright,
    is_end_mark,
    is_sign_off,
    without_agency,
    without_more,
)

BYLINES = [
    ("By Erik Larsen", True),
    ("by Erik Larsen", True),
    ("BY ERIK LARSEN", True),
    ("By Erik Larsen and Anna Berg", True),
    ("By ERIK LARSEN, Xample Press", True),
    ("By Erik Larsen Jr.", True),
    ("By Erik L.", True),
    ("  By Erik Larsen  ", True),
    ("Von Anna Berg", True),
    ("Von Anna Berg, dpa", True),
    ("Par Anne Dubois", True),
    ("Por Ana Ruiz", True),
    ("Di Anna Rossi", True),
    ("Af Anna Berg", True),
    ("Av Anna Berg", True),
    ("Door Anna de Vries", True),
    ("By the time he left, it rained", False),
    ("By noon the port was shut.", False),
    ("By Monday, it was over.", False),
    ("By 1990", False),
    ("By", False),
    ("Erik Larsen", False),
    ("Bye Erik Larsen", False),
    ("By what right?", False),
    ("By " + "Erik " * 30, False),
    ("", False),
]


@pytest.mark.parametrize(("line", "expected"), BYLINES)
def test_a_line_is_a_byline(line: str, expected: bool) -> None:
    assert is_byline(line) is expected


CREDITS = [
    ("(This is a Reuters story)", "Reuters"),
    ("(This is a Reuters' story.)", "Reuters"),
    ("This is an Xample Press report.", "Xample Press"),
    ("This was an AP dispatch", "AP"),
    ("this is a dpa article", "dpa"),
    ("This is an ANSA news story.", "ANSA"),
    ("This report by The Canadian Press was first published Nov. 24, 2026.", "The Canadian Press"),
    ("This is the story of a dog.", None),
    ("A Reuters story", None),
    ("This is a Reuters storyline", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "agency"), CREDITS)
def test_a_credit_line_names_its_agency(line: str, agency: str | None) -> None:
    assert credit_agency(line) == agency


COPYRIGHTS = [
    ("© 2025 Xample Press", True),
    ("(c) Xample Press", True),
    ("(C) 2025 Xample Press", True),
    ("&copy; 2025 Xample Press", True),
    ("Copyright 2025 Xample Press", True),
    ("Copyright by Xample Press", True),
    ("Copyright © Xample Press", True),
    ("COPYRIGHT (c) 2025 XAMPLE PRESS", True),
    ("Xample Press. All rights reserved.", True),
    ("(© Xample Press)", True),
    ("All rights reserved", True),
    ("Copyright law changes in May.", False),
    ("He owns the copyright.", False),
    ("The hotel has all rooms reserved.", False),
    ("© " + "x" * 300, False),
    ("", False),
]


@pytest.mark.parametrize(("line", "expected"), COPYRIGHTS)
def test_a_line_is_a_copyright_line(line: str, expected: bool) -> None:
    assert is_copyright(line) is expected


SIGN_OFFS = [
    ("hh/ph", True),
    ("ab/cd/ef", True),
    ("bur-ab/cd", True),
    ("EFE ab-cd/ef", True),
    ("AB/CD", True),
    ("AP-XP", True),
    ("(XPA)", True),
    ("(XPA).", True),
    ("(© XPA)", True),
    ("xp el ab", True),
    ("xpa wsz jln", True),
    ("EFE", True),
    ("(hh/ph)", True),
    ("Lindholm", False),
    ("and the rest", False),
    ("the end", False),
    ("He left.", False),
    ("42", False),
    ("ab", False),
    ("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v", False),
    ("", False),
]


@pytest.mark.parametrize(("line", "expected"), SIGN_OFFS)
def test_a_paragraph_is_a_sign_off(line: str, expected: bool) -> None:
    assert is_sign_off(line) is expected


@pytest.mark.parametrize(("line", "expected"), [("xp el ab", False), ("EFE", False), ("hh/ph", True), ("AB/CD", True)])
def test_initials_without_a_slash_may_end_a_sentence(line: str, expected: bool) -> None:
    assert is_sign_off(line, alone=False) is expected


END_MARKS = [
    ("(more)", True),
    ("(MORE)", True),
    ("(mehr)", True),
    ("(suite)", True),
    ("(sigue)", True),
    ("(segue)", True),
    ("(end)", True),
    ("(ends)", True),
    ("(more) xp", True),
    ("-30-", True),
    ("- 30 -", True),
    ("-0-", True),
    ("- end -", True),
    ("##", True),
    ("####", True),
    ("NNNN", True),
    ("ENDS", True),
    ("END.", True),
    ("more", True),
    ("***", True),
    ("-----", True),
    ("____", True),
    ("/END/", True),
    ("(foto)", True),
    ("(Photos) (Video)", True),
    ("Read more", True),
    ("Continue reading", True),
    ("Lire la suite…", True),
    ("Weiterlesen", True),
    ("Leer más", True),
    ("Leggi tutto", True),
    ("#", False),
    ("(moreover)", False),
    ("The end", False),
    ("-31-", False),
    ("Ends of the earth", False),
    ("no more", False),
    ("", False),
]


@pytest.mark.parametrize(("line", "expected"), END_MARKS)
def test_a_paragraph_is_an_end_mark(line: str, expected: bool) -> None:
    assert is_end_mark(line) is expected


@pytest.mark.parametrize(("line", "expected"), [("ENDS", False), ("more", False), ("-30-", True), ("(more)", True)])
def test_a_word_at_the_end_of_prose_is_no_end_mark(line: str, expected: bool) -> None:
    assert is_end_mark(line, alone=False) is expected


@pytest.mark.parametrize(
    ("paragraph", "kept"),
    [
        ("He left. (more)", "He left."),
        ("He left. (MORE) ", "He left."),
        ("He left. (mehr)", "He left."),
        ("He left. (sigue)", "He left."),
        ("He left (more or less).", "He left (more or less)."),
        ("(more) He left.", "(more) He left."),
        ("He left.", "He left."),
        ("", ""),
    ],
)
def test_the_mark_of_a_continuation_is_removed(paragraph: str, kept: str) -> None:
    assert without_more(paragraph) == kept


@pytest.mark.parametrize(
    ("paragraph", "agencies", "kept"),
    [
        ("He left. XPA", ["XPA"], "He left."),
        ("He left. XPA.", ["XPA"], "He left."),
        ("He left. (XPA)", ["XPA"], "He left."),
        ("He left. (XPA).", ["XPA"], "He left."),
        ("He left.” XPA", ["XPA"], "He left.”"),
        ("He left! XPA ab/cd", ["XPA"], "He left!"),
        ("He left. XPA", ["Other"], "He left. XPA"),
        ("He left. XPA", [], "He left. XPA"),
        ("He left. XPA", [None], "He left. XPA"),
        ("He left for XPA", ["XPA"], "He left for XPA"),
        ("He left. X.A", ["X.A"], "He left."),
        ("He left. XbA", ["X.A"], "He left. XbA"),
    ],
)
def test_the_signature_of_an_agency_is_removed(paragraph: str, agencies: list[str | None], kept: str) -> None:
    assert without_agency(paragraph, agencies) == kept
