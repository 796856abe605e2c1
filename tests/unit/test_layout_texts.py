"""Which parts of a body are paragraphs of prose, one body a row: tables and a closing credit are not."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.layout import analyze

# fmt: off
BODIES = [
    ("One.\n\nTwo.", ["One.", "Two."]),
    ("One.\n \nTwo.", ["One.", "Two."]),
    ("One.\n\n\n\nTwo.", ["One.", "Two."]),
    ("One\ncontinued.\n\nTwo.", ["One\ncontinued.", "Two."]),
    ("  One.  ", ["One."]),
    ("One.\n    Two, indented.", ["One.", "Two, indented."]),
    ("One.\n\tTwo, after a tab.", ["One.", "Two, after a tab."]),
    ("", []),
    ("\n\n\n", []),
    ("   ", []),
    ("One.\n\nAcme\t12.1\t+3\nBerg\t9.4\t-1\n\nTwo.", ["One.", "Two."]),
    ("One.\n\nOslo    3   -1\nLyon    14    8\n\nTwo.", ["One.", "Two."]),
    ("He left.\n\n(This is a Reuters story)", ["He left."]),
    ("He left.\n\n© 2026 Xample Press. All rights reserved.", ["He left."]),
    ("He left.\n(This is a Reuters story)", ["He left."]),
    ("(This is a Reuters story)\n\nHe left.", ["He left."]),
    ("- first item\n- second item", ["- first item\n- second item"]),
    ("A.\n\nB.\n\nC.\n\nD.", ["A.", "B.", "C.", "D."]),
    ("Line one\nline two\nline three", ["Line one\nline two\nline three"]),
    ("Copyright 2026 Meridian Wire. All rights reserved.", []),
]
# fmt: on


@pytest.mark.parametrize(("body", "paragraphs"), BODIES)
def test_the_paragraphs_of_a_body(body: str, paragraphs: list[str]) -> None:
    found = analyze(Article(id="x", body=body))
    assert [found.text[start:end] for start, end in found.paragraphs] == paragraphs


@pytest.mark.parametrize(("body", "paragraphs"), BODIES)
def test_a_headline_comes_first(body: str, paragraphs: list[str]) -> None:
    found = analyze(Article(id="x", headline="Bridge to open", body=body))
    assert [found.text[start:end] for start, end in found.paragraphs] == ["Bridge to open", *paragraphs]
    assert len(found.masked) == len(found.text)
