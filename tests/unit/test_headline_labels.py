"""Labels before a headline."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.headline_labels import MAX_LABELS, labels_end
from wiredesk.layout import analyze


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("UPDATE 2-Larkwood cuts forecast", "Larkwood cuts forecast"),
        ("CORRECTED-UPDATE 1-Soccer-Okafor scores twice", "Okafor scores twice"),
        ("INTERVIEW-Zambia sees deal in June", "Zambia sees deal in June"),
        ("EXCLUSIVE: Larkwood to close mine", "Larkwood to close mine"),
        ("Exclusive: Larkwood to close mine", "Larkwood to close mine"),
        ("Analysis - Why copper falls", "Why copper falls"),
        ("ADVISORY-Larkwood story withdrawn", "Larkwood story withdrawn"),
        ("Motor racing-Lund wins in Baku", "Lund wins in Baku"),
        ("FOREX-Dollar near high", "Dollar near high"),
        ("NATO-Russia talks end", "NATO-Russia talks end"),
        ("Games-loving boy wins", "Games-loving boy wins"),
        ("Video games are good for you", "Video games are good for you"),
        ("Analysis of the budget", "Analysis of the budget"),
        ("Football-crazy town cheers", "Football-crazy town cheers"),
    ],
)
def test_labels_stand_before_the_headline(line: str, rest: str) -> None:
    assert line[labels_end(line) :] == rest


def test_a_body_without_a_headline_may_begin_with_a_label() -> None:
    found = analyze(Article(id="x", body="UPDATE 2-Quake off Vanuatu\n\nThree died."))
    assert found.masked == " " * 9 + "Quake off Vanuatu\n\nThree died."
    assert found.text[slice(*found.paragraphs[0])] == "Quake off Vanuatu"


def test_no_more_labels_are_cut_than_a_headline_has() -> None:
    assert labels_end("UPDATE 1-" * 10_000 + "Quake") == len("UPDATE 1-") * MAX_LABELS
