"""How a text is laid out, and what of it the parser reads: nothing moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiredesk.contract import Article
from wiredesk.layout import analyze, is_credit, is_preformatted


def test_line_breaks_inside_a_paragraph_become_blanks() -> None:
    found = analyze(Article(id="x", body="The president\nof Kenya said\nso.\n\nHe left."))
    assert found.masked == "The president of Kenya said so.\n\nHe left."
    assert found.paragraphs == ((0, 31), (33, 41))


def test_the_headline_is_a_paragraph_of_its_own() -> None:
    found = analyze(Article(id="x", headline="Taxes to fall", body="PARIS - The minister said so."))
    assert found.headline == (0, 13)
    assert [found.text[a:b] for a, b in found.paragraphs] == ["Taxes to fall", "PARIS - The minister said so."]


@pytest.mark.parametrize("prefix", ["UPDATE 2-", "WRAPUP 1 - ", "CORRECTED-UPDATE 1-", "RPT-", "Update 3: "])
def test_what_a_version_is_stands_before_the_headline(prefix: str) -> None:
    found = analyze(Article(id="x", headline=f"{prefix}Quake off Vanuatu", body="Three died."))
    assert found.text[slice(*found.headline or (0, 0))] == "Quake off Vanuatu"
    assert found.masked == " " * len(prefix) + "Quake off Vanuatu\n\nThree died."


def test_a_headline_that_begins_like_one() -> None:
    for headline in ("Update on the quake", "NATO-Russia talks", "Correction in shares goes on"):
        assert analyze(Article(id="x", headline=headline, body="So.")).headline == (0, len(headline))


def test_tables_are_left_alone() -> None:
    found = analyze(Article(id="x", body="Results:\n\n1. Okafor\t9.81\n2. Lund\t9.90\n\nOkafor won."))
    assert [found.text[a:b] for a, b in found.preformatted] == ["1. Okafor\t9.81\n2. Lund\t9.90"]
    assert "Lund" not in found.masked and found.masked.endswith("Okafor won.")


def test_a_closing_credit_is_no_prose() -> None:
    found = analyze(Article(id="x", body="He left.\n(This is a Meridian Wire story)"))
    assert [found.text[a:b] for a, b in found.credits] == ["(This is a Meridian Wire story)"]
    assert found.masked.rstrip() == "He left."


def test_a_rule_of_marks_is_blank() -> None:
    marks = "'\"" * 5000
    found = analyze(Article(id="x", body=f"He said {marks} yes."))
    assert found.masked.split() == ["He", "said", "yes."]


@pytest.mark.parametrize("at", range(10))
def test_a_rule_is_found_wherever_it_stands(at: int) -> None:
    before = "x" * at
    found = analyze(Article(id="x", body=f"{before} {'-' * 40} yes"))
    assert found.masked == before.ljust(at + 42) + "yes"
    almost = analyze(Article(id="x", body=f"{before} {'-' * 39} yes"))
    assert almost.masked.split() == f"{before} {'-' * 39} yes".split()


@pytest.mark.parametrize(
    ("block", "table"),
    [
        ("Okafor   9.81   1\nLund     9.90   2", True),
        ("FTSE 100\t8,211.4\t+0.3", True),
        ("The minister said\nthat taxes would fall.", False),
        ("", False),
    ],
)
def test_what_is_a_table(block: str, table: bool) -> None:
    assert is_preformatted(block) is table


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("(This is a Reuters' story)", True),
        ("© 2026 Meridian Wire. All rights reserved.", True),
        (
            "This is a story about a man who wrote a report on the war and then left for Paris to live there for ever.",
            False,
        ),
        ("He told Reuters.", False),
    ],
)
def test_what_is_a_credit(line: str, credit: bool) -> None:
    assert is_credit(line) is credit


@given(headline=st.text(max_size=60), body=st.text(alphabet="ab .\n\t'\"-(\x00\u2028🙂", max_size=200))
def test_nothing_moves(headline: str, body: str) -> None:
    article = Article(id="x", headline=headline, body=body)
    found = analyze(article)
    assert found.text == article.text
    assert len(found.masked) == len(found.text)
    for start, end in (*found.paragraphs, *found.preformatted, *found.credits):
        assert 0 <= start < end <= len(found.text)
        assert found.text[start:end].strip()
    for seen, received in zip(found.masked, found.text, strict=True):
        assert seen == received or seen.isspace()
