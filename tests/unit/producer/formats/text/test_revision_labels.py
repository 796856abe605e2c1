"""Kinds and urgency by the labels of agencies, one row a label."""

from __future__ import annotations

import pytest

from producer.formats.text.revision_labels import (
    is_correcting,
    is_take_line,
    kind_of_headline,
    kind_of_take,
    urgency_of_headline,
    urgency_of_take,
)

TAKES = [
    ("1ST LEAD", "update"),
    ("2nd lead", "update"),
    ("3rd Ld", "update"),
    ("4th Ld-Writethru", "update"),
    ("10th Ld-Writethru", "update"),
    ("First Lead", "update"),
    ("New Lead", "update"),
    ("LEAD", "update"),
    ("1lead", "update"),
    ("Urgent Lead", "update"),
    ("Writethru", "update"),
    ("Write-thru", "update"),
    ("UPDATE", "update"),
    ("Updated", "update"),
    ("WRAPUP", "update"),
    ("Wrap-up", "update"),
    ("RPT", "update"),
    ("Repeat", "update"),
    ("1st Add", "update"),
    ("ADD", "update"),
    ("Insert", "update"),
    ("2nd Sub", "update"),
    ("Recast", "update"),
    ("Replaces", "update"),
    ("Aktualisierung", "update"),
    ("mise à jour", "update"),
    ("(2ND LEAD)", "update"),
    ("FLASH 1ST LEAD", "update"),
    ("CORRECTED", "correction"),
    ("Corrections", "correction"),
    ("REFILE", "correction"),
    ("Korrektur", "correction"),
    ("Berichtigung", "correction"),
    ("Rectificatif", "correction"),
    ("Corrección", "correction"),
    ("Rettelse", "correction"),
    ("Rättelse", "correction"),
    ("Rettifica", "correction"),
    ("(Correction)", "correction"),
    ("Advisory", "advisory"),
    ("Photo Advisory", "advisory"),
    ("Advisories", "advisory"),
    ("Kill", "advisory"),
    ("Mandatory Kill", "advisory"),
    ("Eliminates", "advisory"),
    ("Withdrawn", "advisory"),
    ("Achtung", "advisory"),
    ("FLASH", None),
    ("URGENT", None),
    ("Feature", None),
    ("Analysis", None),
    ("Leader", None),
    ("Correctional", None),
    ("Address", None),
    ("Insertion", None),
    ("Killer", None),
    ("", None),
]


@pytest.mark.parametrize(("take", "kind"), TAKES)
def test_a_take_key_gives_the_kind(take: str, kind: str | None) -> None:
    assert kind_of_take(take) == kind


HEADLINES = [
    ("UPDATE 1-Dockers end strike", "update"),
    ("UPDATE 12-Dockers end strike", "update"),
    ("UPDATE: Dockers end strike", "update"),
    ("UPDATED: Dockers end strike", "update"),
    ("WRAPUP 3-Dockers end strike", "update"),
    ("WRAPUP: Dockers end strike", "update"),
    ("RPT-Dockers end strike", "update"),
    ("RPT: Dockers end strike", "update"),
    ("REPEAT-Dockers end strike", "update"),
    ("1ST LEAD Dockers end strike", "update"),
    ("2ND LD Dockers end strike", "update"),
    ("(LEAD) Dockers end strike", "update"),
    ("(2ND LEAD) Dockers end strike", "update"),
    ("(UPDATE 2) Dockers end strike", "update"),
    ("(RPT) Dockers end strike", "update"),
    ("CORRECTED-Dockers end strike", "correction"),
    ("CORRECTED: Dockers end strike", "correction"),
    ("CORRECTED - Dockers end strike", "correction"),
    ("CORRECTION: Dockers end strike", "correction"),
    ("Corrected: Dockers end strike", "correction"),
    ("CORRECTED(OFFICIAL)-Dockers end strike", "correction"),
    ("UPDATE 1-CORRECTED-Dockers end strike", "correction"),
    ("RPT-CORRECTED-Dockers end strike", "correction"),
    ("REFILE-Dockers end strike", "correction"),
    ("REFILED: Dockers end strike", "correction"),
    ("(CORRECTED) Dockers end strike", "correction"),
    ("(CORRECTED headline) Dockers end strike", "correction"),
    ("KORREKTUR: Streik beendet", "correction"),
    ("BERICHTIGUNG: Streik beendet", "correction"),
    ("CORRECTIF: la grève est finie", "correction"),
    ("ADVISORY: Dockers story delayed", "advisory"),
    ("ADVISORY-Dockers story delayed", "advisory"),
    ("MEDIA ADVISORY: Dockers brief press", "advisory"),
    ("KILL: Dockers end strike", "advisory"),
    ("KILL-Dockers end strike", "advisory"),
    ("MANDATORY KILL: Dockers end strike", "advisory"),
    ("ELIMINATION: Dockers end strike", "advisory"),
    ("WITHDRAWN: Dockers end strike", "advisory"),
    ("STORY WITHDRAWN: Dockers end strike", "advisory"),
    ("Dockers end strike", None),
    ("Dockers: update on strike", None),
    ("Updates on the strike of dockers", None),
    ("Correcting course, dockers end strike", None),
    ("Lead poisoning found in Oslo", None),
    ("Kill switch stops train", None),
    ("Advisory board quits", None),
    ("Repeat offender jailed", None),
    ("", None),
]


@pytest.mark.parametrize(("headline", "kind"), HEADLINES)
def test_a_prefix_of_the_headline_gives_the_kind(headline: str, kind: str | None) -> None:
    assert kind_of_headline(headline) == kind


URGENT_TAKES = [
    ("FLASH", 1),
    ("Flash", 1),
    ("*FLASH*", 1),
    ("FLASH 1ST LEAD", 1),
    ("URGENT", 2),
    ("Urgent 2nd Lead", 2),
    ("BULLETIN", 2),
    ("ALERT", 2),
    ("NewsAlert", 2),
    ("APNewsAlert", 2),
    ("SNAP", 2),
    ("EXTRA", 2),
    ("EIL", 2),
    ("EILMELDUNG", 2),
    ("URGENTE", 2),
    ("2ND LEAD", None),
    ("Feature", None),
    ("Flashback", None),
    ("Urgently", None),
    ("", None),
]


@pytest.mark.parametrize(("take", "urgency"), URGENT_TAKES)
def test_a_take_key_gives_the_urgency(take: str, urgency: int | None) -> None:
    assert urgency_of_take(take) == urgency


URGENT_HEADLINES = [
    ("FLASH: Premier resigns", 1),
    ("FLASH - Premier resigns", 1),
    ("FLASH/Premier resigns", 1),
    ("*FLASH* Premier resigns", 1),
    ("URGENT: Premier resigns", 2),
    ("URGENT-Premier resigns", 2),
    ("URGENTE: dimite el ministro", 2),
    ("BULLETIN: Premier resigns", 2),
    ("ALERT: Premier resigns", 2),
    ("NEWSALERT: Premier resigns", 2),
    ("EIL: Minister tritt zurück", 2),
    ("EILMELDUNG - Minister tritt zurück", 2),
    ("FLASH FLOODS hit Lindholm", None),
    ("URGENT CARE centers close", None),
    ("Flash: Premier resigns", None),
    ("Urgent: Premier resigns", None),
    ("Premier resigns", None),
]


@pytest.mark.parametrize(("headline", "urgency"), URGENT_HEADLINES)
def test_a_prefix_in_capitals_gives_the_urgency(headline: str, urgency: int | None) -> None:
    assert urgency_of_headline(headline) == urgency


NOTES = [
    ("Corrects spelling of Larsen", True),
    ("CORRECTS age", True),
    ("Eds: Corrects spelling", True),
    ("(Eds: CORRECTS headline)", True),
    ("Correction to the second paragraph", True),
    ("Correcting the date", True),
    ("(Corrected throughout)", True),
    ("Adds quotes", False),
    ("Eds: Adds photos", False),
    ("The court corrects itself", False),
    ("Correctional officers", False),
    ("", False),
]


@pytest.mark.parametrize(("note", "correcting"), NOTES)
def test_a_note_marks_a_correction(note: str, correcting: bool) -> None:
    assert is_correcting(note) is correcting


TAKE_LINES = [
    ("FLASH", True),
    ("URGENT", True),
    ("urgent", True),
    ("URGENT 1ST LEAD", True),
    ("2ND LEAD", True),
    ("(Achtung)", True),
    ("BULLETIN", True),
    ("ALERT:", True),
    ("UPDATE 2", True),
    ("CORRECTION", True),
    ("RPT", True),
    ("ANALYSIS", True),
    ("EDS:", True),
    ("ROUNDUP 3", True),
    ("Zusammenfassung", True),
    ("URGENT appeal for aid", False),
    ("Premier resigns", False),
    ("FLASH FLOODS", False),
    ("2nd story", False),
    ("", False),
    ("   ", False),
    ("LEAD " * 13, False),
]


@pytest.mark.parametrize(("line", "keys_only"), TAKE_LINES)
def test_a_line_of_take_keys_only(line: str, keys_only: bool) -> None:
    assert is_take_line(line) is keys_only


CORRECTIONS = [
    "CORRECTED-Quake kills 2, not 12",
    "CORRECTED (OFFICIAL)-Quake kills 2",
    "UPDATE 2-CORRECTED-Quake kills 2",
    "Correction: Orva-Flood story",
    "CORRECTIVE: Quake kills 2",
    "*** CORRECTION *** Quake kills 2",
    "[CORRECTED] Quake kills 2",
    "(Corrects number of dead) Quake kills 2",
    "Quake kills 2, not 12 (corrected)",
    "Quake kills 2 - CORRECTED",
    "Quake kills 2 (Corrects number in paragraph 2)",
    "Korrektur: Beben fordert zwei Tote",
    "KORREKTUR/ROUNDUP: Beben fordert zwei Tote",
    "Berichtigung - Beben fordert zwei Tote",
    "(Berichtigung: Zahl der Toten) Beben",
    "Rectificatif: le séisme fait deux morts",
    "CORRECTIF - Le séisme fait deux morts",
    "CORRECCIÓN: El sismo deja dos muertos",
    "Errata corrige: il sisma",
    "Rättelse: Skalvet",
    "Oikaisu: Järistys",
    "Исправлено: землетрясение",
]
NO_CORRECTIONS = [
    "Correction officers strike in Orva",
    "Corrected figures show growth",
    "Corrections: Nov. 24",
    "Orva corrects its budget",
    "Markets in correction (Nov. 24)",
    "Correctional facility closes",
]


@pytest.mark.parametrize("headline", CORRECTIONS)
def test_a_headline_that_tells_a_correction(headline: str) -> None:
    assert kind_of_headline(headline) == "correction"


@pytest.mark.parametrize("headline", NO_CORRECTIONS)
def test_a_headline_about_corrections(headline: str) -> None:
    assert kind_of_headline(headline) is None


@pytest.mark.parametrize(
    ("note", "correcting"),
    [
        ("Eds: CORRECTS vote", True),
        ("AP Photo XLH101\n\nEds: CORRECTS the vote to 61", True),
        ("# dpa-Notizblock\n\n## Korrektur\n- Zahl im zweiten Absatz", True),
        ("This story corrects the number of dead.", True),
        ("Berichtigung: zweiter Absatz", True),
        ("Eds: UPDATES with quotes, the number is correct", False),
        ("Desk: corrections welcome", False),
    ],
)
def test_a_note_that_tells_a_correction(note: str, correcting: bool) -> None:
    assert is_correcting(note) is correcting
