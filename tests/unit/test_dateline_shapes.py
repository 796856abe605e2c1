"""Datelines without the model: one row a shape, for a story that was published on Thursday 8 May 2025."""

from __future__ import annotations

from datetime import date

import pytest

from wiredesk.datelines import begins_with_dateline, dateline_agency, read_dateline

PUBLISHED = date(2025, 5, 8)

SHAPES: list[tuple[str, str | None, str | None, str | None]] = [
    ("OSLO, May 8 (Reuters) - The fleet sailed.", "OSLO", "2025-05-08", "Reuters"),
    ("OSLO, May 7 (Reuters) - The fleet sailed.", "OSLO", "2025-05-07", "Reuters"),
    ("OSLO May 8 (Reuters) - The fleet sailed.", "OSLO", "2025-05-08", "Reuters"),
    ("OSLO, May 8, 2024 (Reuters) - The fleet sailed.", "OSLO", "2024-05-08", "Reuters"),
    ("OSLO, 8 May (Reuters) - The fleet sailed.", "OSLO", "2025-05-08", "Reuters"),
    ("OSLO, 8 May 2024 (Reuters) - The fleet sailed.", "OSLO", "2024-05-08", "Reuters"),
    ("OSLO, 8th May (Reuters) - The fleet sailed.", "OSLO", "2025-05-08", "Reuters"),
    ("OSLO, 2025-05-08 (Reuters) - The fleet sailed.", "OSLO", "2025-05-08", "Reuters"),
    ("OSLO, Sept 30 (Reuters) - The fleet sailed.", "OSLO", "2025-09-30", "Reuters"),
    ("OSLO, Dec. 31 (Reuters) - The fleet sailed.", "OSLO", "2024-12-31", "Reuters"),
    ("OSLO, Jan 2 (Reuters) - The fleet sailed.", "OSLO", "2025-01-02", "Reuters"),
    ("OSLO, Thursday, May 8 (Reuters) - The fleet sailed.", "OSLO", "2025-05-08", "Reuters"),
    ("OSLO, Wednesday (Reuters) - The fleet sailed.", "OSLO", "2025-05-07", "Reuters"),
    ("OSLO, Friday (Reuters) - The fleet sailed.", "OSLO", "2025-05-02", "Reuters"),
    ("OSLO, Thurs (Reuters) - The fleet sailed.", "OSLO", "2025-05-08", "Reuters"),
    ("OSLO (Reuters) - The fleet sailed.", "OSLO", None, "Reuters"),
    ("OSLO (Reuters) – The fleet sailed.", "OSLO", None, "Reuters"),
    ("OSLO (Reuters) — The fleet sailed.", "OSLO", None, "Reuters"),
    ("OSLO (Reuters) -- The fleet sailed.", "OSLO", None, "Reuters"),
    ("OSLO (Reuters) _ The fleet sailed.", "OSLO", None, "Reuters"),
    ("OSLO (Reuters): The fleet sailed.", "OSLO", None, "Reuters"),
    ("OSLO — The fleet sailed.", "OSLO", None, None),
    ("LINDHOLM - The fleet sailed.", "LINDHOLM", None, None),
    ("Oslo (Reuters) - The fleet sailed.", "Oslo", None, "Reuters"),
    ("Oslo, May 8 (Reuters) - The fleet sailed.", "Oslo", "2025-05-08", "Reuters"),
    ("Oslo, May 8 - The fleet sailed.", "Oslo", "2025-05-08", None),
    ("OSLO, May 8 - The fleet sailed.", "OSLO", "2025-05-08", None),
    ("OSLO, May 8: The fleet sailed.", "OSLO", "2025-05-08", None),
    ("OSLO, Norway (AP) - The fleet sailed.", "OSLO, Norway", None, "AP"),
    ("OSLO, Norway, May 8 (AP) - The fleet sailed.", "OSLO, Norway", "2025-05-08", "AP"),
    ("ST. PAUL, Minn. (AP) - The fleet sailed.", "ST. PAUL, Minn.", None, "AP"),
    ("NEW YORK (AP) - The fleet sailed.", "NEW YORK", None, "AP"),
    ("RIO DE JANEIRO (AP) - The fleet sailed.", "RIO DE JANEIRO", None, "AP"),
    ("Rio de Janeiro (AP) - The fleet sailed.", "Rio de Janeiro", None, "AP"),
    ("THE HAGUE (AP) - The fleet sailed.", "THE HAGUE", None, "AP"),
    ("The Hague (AP) - The fleet sailed.", "The Hague", None, "AP"),
    ("MCALLEN, Texas (AP) - The fleet sailed.", "MCALLEN, Texas", None, "AP"),
    ("McALLEN, Texas (AP) - The fleet sailed.", "McALLEN, Texas", None, "AP"),
    ("McALLEN, Texas, May 8: The fleet sailed.", "McALLEN, Texas", "2025-05-08", None),
    ("OSLO/BERGEN, May 8 (Reuters) - The fleet sailed.", "OSLO/BERGEN", "2025-05-08", "Reuters"),
    ("OSLO / BERGEN (Reuters) - The fleet sailed.", "OSLO / BERGEN", None, "Reuters"),
    ("SAINT-DENIS (AFP) - The fleet sailed.", "SAINT-DENIS", None, "AFP"),
    ("MÜNCHEN, 8. Mai (dpa) - The fleet sailed.", "MÜNCHEN", "2025-05-08", "dpa"),
    ("Madrid, 8 may (EFE).- The fleet sailed.", "Madrid", "2025-05-08", "EFE"),
    ("Madrid, 8 de mayo (EFE).- The fleet sailed.", "Madrid", "2025-05-08", "EFE"),
    ("Paris, 8 mai (AFP) - The fleet sailed.", "Paris", "2025-05-08", "AFP"),
    ("ROMA, 8 maggio (ANSA) - The fleet sailed.", "ROMA", "2025-05-08", "ANSA"),
    ("MOSCOW, May 8 /TASS/. The fleet sailed.", "MOSCOW", "2025-05-08", "TASS"),
    ("BEIJING, May 8 (Xinhua) -- The fleet sailed.", "BEIJING", "2025-05-08", "Xinhua"),
    ("OSLO, May 8 (Xample Press Agency) - The fleet sailed.", "OSLO", "2025-05-08", "Xample Press Agency"),
    ("(Reuters) - The fleet sailed.", None, None, "Reuters"),
    ("May 8 (Reuters) - The fleet sailed.", None, "2025-05-08", "Reuters"),
    ("8 May (Reuters) - The fleet sailed.", None, "2025-05-08", "Reuters"),
    ("(ANSA) - ROMA, MAY 8 - The fleet sailed.", "ROMA", "2025-05-08", "ANSA"),
    ("OSLO--(BUSINESS WIRE)--The fleet sailed.", "OSLO", None, "BUSINESS WIRE"),
    ("OSLO, Feb. 30 (Reuters) - The fleet sailed.", "OSLO", None, "Reuters"),
]


@pytest.mark.parametrize(("text", "place", "day", "agency"), SHAPES)
def test_a_dateline_has_its_parts(text: str, place: str | None, day: str | None, agency: str | None) -> None:
    found = read_dateline(text, published=PUBLISHED)
    assert found is not None
    assert (text[slice(*found.place)] if found.place else None, found.date, found.agency) == (place, day, agency)


PLACES = [
    ("OSLO (AP) - The fleet sailed.", ["OSLO"]),
    ("OSLO, Norway (AP) - The fleet sailed.", ["OSLO", "Norway"]),
    ("OSLO/BERGEN (AP) - The fleet sailed.", ["OSLO", "BERGEN"]),
    ("OSLO / BERGEN (AP) - The fleet sailed.", ["OSLO", "BERGEN"]),
    ("OSLO/BERGEN/TROMSO (AP) - The fleet sailed.", ["OSLO", "BERGEN", "TROMSO"]),
    ("OSLO & BERGEN (AP) - The fleet sailed.", ["OSLO", "BERGEN"]),
    ("ST. PAUL, Minn. (AP) - The fleet sailed.", ["ST. PAUL", "Minn."]),
    ("(AP) - The fleet sailed.", []),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_a_dateline_may_have_several_places(text: str, places: list[str]) -> None:
    found = read_dateline(text)
    assert found is not None
    assert [text[slice(*span)] for span in found.places] == places


NO_DATELINES = [
    "",
    "-",
    "The fleet sailed from Oslo.",
    "The fleet (of nine ships) - the largest - sailed.",
    "the fleet (Reuters) - sailed.",
    "MAY 8 - The fleet sailed.",
    "UPDATE - The fleet sailed.",
    "BREAKING - The fleet sailed.",
    "NATO - The fleet sailed.",
    "New (Reuters) - The fleet sailed.",
    "Erik Larsen - the mayor - left.",
    "OSLO - the capital - is calm.",
    "Oslo - The fleet sailed.",
    "12 ships (Reuters) - The fleet sailed.",
    "🙂 (Reuters) - The fleet sailed.",
]


@pytest.mark.parametrize("text", NO_DATELINES)
def test_prose_has_no_dateline(text: str) -> None:
    assert read_dateline(text, published=PUBLISHED) is None


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (date(2025, 5, 8), "2025-05-07"),
        (date(2025, 11, 5), "2025-05-07"),
        (date(2025, 11, 8), "2026-05-07"),
        (date(2026, 1, 1), "2026-05-07"),
        (None, None),
    ],
)
def test_a_date_takes_the_year_nearest_publication(published: date | None, day: str | None) -> None:
    found = read_dateline("OSLO, May 7 (Reuters) - The fleet sailed.", published=published)
    assert found is not None and found.date == day


BEGINNINGS = [
    ("OSLO, May 8 (Reuters) - The fleet sailed.", "Reuters", True),
    ("OSLO, May 8 - The fleet sailed.", None, True),
    ("By Ann Lee OSLO (Reuters) - The fleet sailed.", "Reuters", True),
    ("OSLO (Reuters) The fleet sailed.", "Reuters", True),
    ("OSLO - The fleet sailed.", None, False),
    ("The fleet sailed.", None, False),
    ("", None, False),
]


@pytest.mark.parametrize(("paragraph", "agency", "begins"), BEGINNINGS)
def test_a_paragraph_begins_with_a_dateline(paragraph: str, agency: str | None, begins: bool) -> None:
    assert dateline_agency(paragraph) == agency
    assert begins_with_dateline(paragraph) is begins


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("PARIS, ſept 8 (AFP) - The fleet sailed.", "2025-09-08"),
        ("PARIS, 8 ſeptember (AFP) - The fleet sailed.", "2025-09-08"),
        ("PARIS, ſunday (AFP) - The fleet sailed.", "2025-05-04"),
    ],
)
def test_letters_that_unicode_folds_are_read(text: str, day: str) -> None:
    found = read_dateline(text, published=date(2025, 5, 8))
    assert found is not None and found.date == day
