"""What users corrected is applied to a document by the words of a quote or a name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.named_stories import article, extraction
from wiredesk.contract import Entity, Extraction, Links, Location
from wiredesk.corrections import Correction, CorrectionKind, corrected, find_entity, find_quote

BODY = 'Ann Lee of Acme spoke in Paris. "We will sell," she said. "We will sell," Bob Ray said.'
WHERE = Location(lat=48.9, lon=2.4, country="FR", level="city")
NAMES = (
    ("PERSON", "Ann Lee", {"aliases": ["Lee"], "links": {"wikidata": "Q1"}}),
    ("ORG", "Acme"),
    ("GPE", "Paris", {"links": {"geonames": 1}, "location": WHERE.model_dump()}),
    ("PERSON", "Bob Ray"),
)


@pytest.fixture
def found() -> Extraction:
    made = extraction(article("s1", BODY), NAMES, [("We will sell", "Ann Lee"), ("We will sell", "Ann Lee")])
    second = made.text.rindex("We will sell")
    later = made.quotes[1].model_copy(update={"content": ((second, second + 12),)})
    return made.model_copy(update={"quotes": (made.quotes[0], later)})


def one(kind: str, words: str, now: dict[str, Any], **fields: Any) -> Correction:
    return Correction(CorrectionKind(kind), words, "ann", now=now, **fields)


def entity(found: Extraction, id: str) -> Entity | None:
    return next((one for one in found.entities if one.id == id), None)


def test_of_equal_words_the_quote_nearest_to_where_it_stood_is_meant(found: Extraction) -> None:
    at = found.quotes[1].content[0][0]
    assert find_quote(found, '"We will  sell," ') == 0
    assert find_quote(found, "we will sell", (at + 5, at + 9)) == 1
    right = corrected(found, [one("speaker", "we will sell", {"name": "Ray Bob"}, span=(at, at + 9))])
    assert right == found
    right = corrected(found, [one("speaker", "we will sell", {"name": "Bob Ray"}, span=(at, at + 9))])
    assert [quote.speaker for quote in right.quotes] == ["e1", "e4"]
    assert (right.quotes[1].ruled_by, right.quotes[1].score, right.quotes[0].ruled_by) == ("ann", 1.0, None)


def test_nobody_is_a_speaker_too(found: Extraction) -> None:
    right = corrected(found, [one("speaker", "We will sell", {})])
    assert (right.quotes[0].speaker, right.quotes[0].speakers) == (None, ())


@pytest.mark.parametrize(("name", "type", "id"), [
    ("ann lee", None, "e1"), ("lee", "PERSON", "e1"), ("Lee", "ORG", "e1"), ("ACME.", None, "e2"), ("Rome", None, None),
])  # fmt: skip
def test_a_name_means_an_entity_in_any_case_or_by_an_alias(
    found: Extraction, name: str, type: Any, id: str | None
) -> None:
    entity = find_entity(found, name, type)
    assert (entity and entity.id) == id


def test_a_corrected_type_loses_what_belongs_to_the_wrong_one(found: Extraction) -> None:
    right = entity(corrected(found, [one("entity_type", "Ann Lee", {"type": "ORG"})]), "e1")
    assert right and (right.type, right.links, right.rule, right.ruled_by) == ("ORG", Links(), "ruled", "ann")
    place = entity(corrected(found, [one("entity_type", "Paris", {"type": "LOC"})]), "e3")
    assert place and place.location == WHERE


def test_a_corrected_place_has_the_coordinates_of_the_other(found: Extraction) -> None:
    now = {"geonames": 2, "lat": 33.6, "lon": -95.5, "country": "US", "level": "city", "admin1": "US.TX"}
    right = entity(corrected(found, [one("place", "Paris", now)]), "e3")
    assert right and right.location and right.links.geonames == 2
    assert (right.location.lat, right.location.country, right.location.rule) == (33.6, "US", "ruled")
    assert right.location.admin1 and right.location.admin1.name == "US.TX"
    assert corrected(found, [one("place", "Acme", now)]) == found


def test_what_is_no_name_leaves_no_id_behind(found: Extraction) -> None:
    right = corrected(found, [one("no_name", "Ann Lee", {})])
    assert entity(right, "e1") is None and {quote.speaker for quote in right.quotes} == {None}


def test_corrections_are_applied_one_after_the_other(found: Extraction) -> None:
    first = one("entity_type", "Acme", {"type": "PERSON"})
    then = one("speaker", "We will sell", {"name": "Acme", "type": "PERSON"})
    right = corrected(found, [first, then, one("entity_type", "Acme", {"type": "GPE"}, type="ORG")])
    assert right.quotes[0].speaker == "e2" and (acme := entity(right, "e2")) and acme.type == "GPE"


def test_an_uncorrected_document_is_written_as_before(found: Extraction) -> None:
    assert b"ruled_by" not in found.json_line()
    assert b'"ruled_by":"ann"' in corrected(found, [one("speaker", "We will sell", {})]).json_line()
