"""Paragraphs addressed to editors, one row a paragraph."""

from __future__ import annotations

import pytest

from producer.formats.notes import MAX_NOTE_CHARS, is_note, is_notebook, without_notes

NOTES = [
    ("Eds: Adds photos.", True),
    ("EDS: adds photos.", True),
    ("Ed. With photos.", True),
    ("(Eds: With photos.)", True),
    ("*Eds: With photos.", True),
    ("Editors: With photos.", True),
    ("Editor's note: with photos.", True),
    ("Editor’s Note: with photos.", True),
    ("Editors' notes", True),
    ("Note to editors: with photos.", True),
    ("Notes to the editor", True),
    ("Attention editors: with photos.", True),
    ("Attn. editors", True),
    ("EMBARGOED UNTIL 1200 GMT", True),
    ("Embargo: 1200 GMT", True),
    ("Embargoed for 8 May", True),
    ("Strictly embargoed", True),
    ("STRICTLY EMBARGOED until noon", True),
    ("For immediate release", True),
    ("FOR RELEASE at noon", True),
    ("Not for publication", True),
    ("Sperrfrist: 12.00 Uhr", True),
    ("Hinweis an die Redaktionen", True),
    ("Achtung Redaktionen", True),
    ("Nota a los editores", True),
    ("Note aux rédactions", True),
    ("(Adds quotes)", True),
    ("(Updates with vote)", True),
    ("(Recasts, adds background)", True),
    ("(Corrects name.)", True),
    ("(Refiles to fix headline)", True),
    ("(Writes through)", True),
    ("(New throughout)", True),
    ("(Removes line)", True),
    ("((erik.larsen@xp.example))", True),
    ("((+1 646 555 0100))", True),
    ("((Lindholm newsroom))", True),
    ("((in brackets))", False),
    ("(adds up to five)(six)", False),
    ("Embargo on oil takes effect.", False),
    ("The embargo was lifted.", False),
    ("Editors resign in protest.", False),
    ("Eduardo left.", False),
    ("He adds quotes.", False),
    ("(Lindholm)", False),
    ("Released on Monday.", False),
    ("", False),
    ("Eds: " + "x" * MAX_NOTE_CHARS, False),
]


@pytest.mark.parametrize(("block", "expected"), NOTES)
def test_a_paragraph_is_a_note_to_editors(block: str, expected: bool) -> None:
    assert is_note(block) is expected


NOTEBOOKS = [
    ("# Notebook", True),
    ("# dpa-Notizblock", True),
    ("## Redaktionelle Hinweise", True),
    ("# Notes to editors", True),
    ("# Editorial contacts", True),
    ("dpa-Notizblock", True),
    ("dpa Notebook:", True),
    ("Notizblock:", True),
    ("* * * *", True),
    ("***", True),
    ("* *", False),
    ("# Lindholm", False),
    ("The notebook was found.", False),
    ("A notebook", False),
    ("", False),
]


@pytest.mark.parametrize(("line", "expected"), NOTEBOOKS)
def test_a_line_begins_the_notebook(line: str, expected: bool) -> None:
    assert is_notebook(line) is expected


@pytest.mark.parametrize(
    ("blocks", "kept", "notes"),
    [
        ([], [], []),
        (["One."], ["One."], []),
        (["Eds: x", "One."], ["One."], ["Eds: x"]),
        (["One.", "Eds: x"], ["One."], ["Eds: x"]),
        (["One.", "(Adds vote)", "Two."], ["One.", "Two."], ["(Adds vote)"]),
        (["One.", "Two.", "Three.", "Eds: x", "Four."], ["One.", "Two.", "Three.", "Eds: x", "Four."], []),
        (["One.", "# Notebook", "- desk"], ["One."], ["# Notebook", "- desk"]),
        (["One.\n# Notebook\n- desk", "Two."], ["One."], ["# Notebook\n- desk", "Two."]),
        (["Eds: x"], [], ["Eds: x"]),
    ],
)
def test_notes_are_separated_from_the_story(blocks: list[str], kept: list[str], notes: list[str]) -> None:
    assert without_notes(blocks) == (kept, notes)
