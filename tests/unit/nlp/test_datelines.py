"""The dateline in the shapes that agencies and newspapers give it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline

Extract = Callable[..., Extraction]

PUBLISHED = "2025-05-08T15:00:00+00:00"

SHAPES = [
    ("MOSCOW, May 8 (Reuters) - The two leaders met.", "MOSCOW, May 8 (Reuters)", "2025-05-08", "Reuters"),
    ("WASHINGTON (AP) -- The Senate voted late.", "WASHINGTON (AP)", None, "AP"),
    ("LINDHOLM, Norland, Nov 14 (XP) - The mayor resigned.", "LINDHOLM, Norland, Nov 14 (XP)", "2024-11-14", "XP"),
    ("By Ada Quill\nPARIS, June 3 (AFP) — Farmers drove in.", "PARIS, June 3 (AFP)", "2025-06-03", "AFP"),
    ("By Ada Quill\n\nNAIROBI, Kenya (AP) _\n\nThe bank said so.", "NAIROBI, Kenya (AP)", None, "AP"),
    ("BEIJING — Factories reopened on Monday.", "BEIJING", None, None),
    ("Lindholm (nor) - The harbour froze.", "Lindholm (nor)", None, "nor"),
    ("SALVADOR, Feb 26 - Rain fell on the cocoa zone.", "SALVADOR, Feb 26", "2025-02-26", None),
    (
        "NEW YORK/LONDON, 3 March 2024 (Reuters) - Oil fell.",
        "NEW YORK/LONDON, 3 March 2024 (Reuters)",
        "2024-03-03",
        "Reuters",
    ),
    ("(Reuters) - The company said.", "(Reuters)", None, "Reuters"),
    ("(ANSA) - ROME, MAY 8 - The premier said.", "(ANSA) - ROME, MAY 8", "2025-05-08", "ANSA"),
    ("DUBAI, United Arab Emirates (AP) — A tanker burned.", "DUBAI, United Arab Emirates (AP)", None, "AP"),
    ("LONDON--(BUSINESS WIRE)--The maker of pumps said.", "LONDON--(BUSINESS WIRE)", None, "BUSINESS WIRE"),
    ("MOSCOW, May 8. /TASS/. The minister said.", "MOSCOW, May 8. /TASS/", "2025-05-08", "TASS"),
    ("May 8 (UPI) -- The Army said.", "May 8 (UPI)", "2025-05-08", "UPI"),
    ("New Delhi, May 8 (IANS) The court ruled.", "New Delhi, May 8 (IANS)", "2025-05-08", "IANS"),
    ("THE HAGUE, Netherlands (AP) — Judges ruled.", "THE HAGUE, Netherlands (AP)", None, "AP"),
    ("PARIS, Thursday (Reuters) - Trains stood still.", "PARIS, Thursday (Reuters)", "2025-05-08", "Reuters"),
    ("ROME, Dec 30 - The budget passed.", "ROME, Dec 30", "2024-12-30", None),
]

NOT_DATELINES = [
    "Shares fell on Monday (Reuters) and rose again.",
    "China - the world's largest importer - said on Monday it would.",
    "BREAKING - Two ships collide.",
    "NASA - The agency said so.",
    "The Federal Reserve (Fed) - The bank of banks - met.",
    "MAY 8 - Parliament meets.",
    "ALLEN: What did you see?\n\nBAKER: Nothing much.",
    "",
    "🙂",
    "—",
]


@pytest.mark.parametrize(("body", "text", "day", "agency"), SHAPES, ids=[shape[1] for shape in SHAPES])
def test_shapes(extract: Extract, body: str, text: str, day: str | None, agency: str | None) -> None:
    result = extract(body, headline="Something happened", published=PUBLISHED, language="en")
    assert result.dateline is not None
    start, end = result.dateline.span
    assert (result.text[start:end], result.dateline.date, result.dateline.agency) == (text, day, agency)


@pytest.mark.parametrize("body", NOT_DATELINES)
def test_prose_is_no_dateline(extract: Extract, body: str) -> None:
    assert extract(body, headline="Something happened", published=PUBLISHED, language="en").dateline is None


def test_without_publication_a_date_has_no_year(extract: Extract) -> None:
    result = extract("OSLO, May 8 (NTB) - The fleet sailed.", language="en")
    assert result.dateline is not None
    assert result.dateline.date is None


def test_a_story_that_has_begun_has_no_dateline_below(extract: Extract) -> None:
    first = "The council met for a long time and talked about the harbour, the school and the bridge. " * 4
    result = extract(f"{first}\n\nLONDON, May 8 (Reuters) - The bank said.", language="en", published=PUBLISHED)
    assert result.dateline is None


def test_place_is_the_entity_of_the_city(extract: Extract) -> None:
    body = "LONDON, May 8 (Reuters) - The British finance minister said in Paris on Thursday that taxes would rise."
    result = extract(body, published=PUBLISHED, language="en")
    assert result.dateline is not None
    place = next((one for one in result.entities if one.id == result.dateline.place), None)
    assert place is not None
    assert place.name.casefold() == "london"


def test_explain_prints_the_parts_of_the_dateline(pipeline: Pipeline) -> None:
    body = "OSLO, March 3 (NTB) - The fleet sailed on Monday."
    article = Article(id="x", body=body, language="en", published=datetime(2025, 3, 5, 8, tzinfo=UTC))
    _, reasons = pipeline.extract_with_provenance(article)
    assert [
        (body[slice(*reason.span)], reason.rule, reason.label) for reason in reasons if reason.kind == "dateline"
    ] == [
        ("OSLO", "place", ""),
        ("OSLO, March 3 (NTB)", "dateline", ""),
        ("OSLO, March 3 (NTB)", "agency", "NTB"),
        ("March 3", "date", "2025-03-03"),
    ]
