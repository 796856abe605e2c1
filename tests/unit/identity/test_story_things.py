"""What the directory takes of one story."""

from __future__ import annotations

from typing import Any

import pytest

from wiredesk.contract import Engine, Entity, Extraction, Links, Location, Mention, Topic
from wiredesk.identity.story_things import StoryThing, ThingNameUse, story_things
from wiredesk.identity.thing_key import ThingKey, ThingKind


def the_thing(**fields: object) -> StoryThing:
    """Return the thing of a story's only entity."""
    entity = Entity.model_validate({"id": "e1", "mentions": (Mention(span=(0, 1)),), **fields})
    [one] = story_things(extraction(entity))
    return one


def extraction(*entities: Entity, **fields: Any) -> Extraction:
    """Return the extraction of a story with these entities."""
    engine = Engine(version="1", model="m")
    return Extraction(id="a", version=1, language="en", text="", entities=entities, engine=engine, **fields)


@pytest.mark.parametrize(
    ("fields", "key", "method"),
    [
        ({"type": "GPE", "name": "U.S.", "links": Links(geonames=62)}, ("place", "geonames:62", ""), "geonames"),
        ({"type": "PERSON", "name": "A Lee", "links": Links(wikidata="Q1")}, ("person", "wikidata:Q1", ""), "wikidata"),
        ({"type": "PERSON", "name": "Lee", "links": Links(kb="x:7")}, ("person", "kb:x:7", ""), "kb"),
        ({"type": "GPE", "name": "L", "links": Links(geonames=6, kb="x:7")}, ("place", "geonames:6", ""), "geonames"),
        ({"type": "PERSON", "name": "Ann Lee"}, ("person", "ann lee", ""), "name"),
        ({"type": "PERSON", "name": "Lee"}, ("person", "lee", "bare"), "bare"),
        ({"type": "ORG", "name": "The Acme Corp."}, ("body", "acme", ""), "name"),
        ({"type": "NORP", "name": "Belgian"}, ("demonym", "belgian", ""), "name"),
        ({"type": "EVENT", "name": "Olympics"}, ("other", "olympics", ""), "name"),
        ({"type": "PERSON", "name": "al-Maliki"}, ("person", "maliki", "bare"), "bare"),
        ({"type": "PERSON", "name": "Eli Lilly Inc."}, ("body", "eli lilly", ""), "name"),
        ({"type": "ORG", "name": "Peru", "links": Links(wikidata="Q1", iso3166="PE")}, ("body", "peru", ""), "name"),
        ({"type": "GPE", "name": "UN", "links": Links(wikidata="Q1065")}, ("place", "wikidata:Q1065", ""), "wikidata"),
        ({"type": "ORG", "name": "Finance Ministry"}, ("body", "finance ministry", ""), "name"),
    ],
)  # fmt: skip
def test_a_thing_is_known_by_an_id_else_by_its_name(
    fields: dict[str, object], key: tuple[str, str, str], method: str
) -> None:
    found = the_thing(**fields)
    assert (found.key, found.method) == (ThingKey(ThingKind(key[0]), *key[1:]), method)


def test_a_person_is_called_by_the_surname_as_well() -> None:
    uses = {name.key: name.use for name in the_thing(type="PERSON", name="Ann Lee").names}
    assert uses == {"ann lee": ThingNameUse.FULL, "lee": ThingNameUse.SHORT}


def test_a_body_is_found_by_its_initials() -> None:
    uses = {
        name.key: name.use for name in the_thing(type="ORG", name="Bank of New South Wales", aliases=("BNSW",)).names
    }
    assert uses == {"bank of new south wales": ThingNameUse.FULL, "bnsw": ThingNameUse.FULL}
    uses = {name.key: name.use for name in the_thing(type="ORG", name="World Chess League").names}
    assert uses == {"world chess league": ThingNameUse.FULL, "wcl": ThingNameUse.ACRONYM}


def test_a_bare_name_has_its_own_thing_in_sport() -> None:
    entity = Entity(id="e1", type="PERSON", name="Lee", mentions=(Mention(span=(0, 1)),))
    found = extraction(entity, topics=(Topic(code="medtop:15000000", name="sport", rule="", score=0.9),))
    assert story_things(found)[0].key.sense == "bare sport"


def test_a_body_that_every_state_has_is_that_of_the_storys_country() -> None:
    ministry = Entity(id="e1", type="ORG", name="Finance Ministry", mentions=(Mention(span=(0, 1)),))
    place = Entity(
        id="e2", type="GPE", name="Tokyo", mentions=(Mention(span=(2, 3)),),
        location=Location(lat=35.7, lon=139.7, country="JP", level="city"),
    )  # fmt: skip
    assert [one.key.sense for one in story_things(extraction(ministry, place, focus="e2"))] == ["JP", ""]


def test_an_entity_without_a_name_is_no_thing() -> None:
    assert story_things(extraction(Entity(id="e1", type="ORG", name=" ", mentions=(Mention(span=(0, 1)),)))) == ()


def test_the_id_of_a_thing_never_changes() -> None:
    assert ThingKey(ThingKind.PERSON, "ann lee").id == 388214170352809721


def test_the_code_of_a_share_is_a_name_of_the_company() -> None:
    names = the_thing(type="ORG", name="Zorva Widgets Inc", links={"ticker": "ZRV.N"}).names
    uses = {name.key: name.use for name in names}
    assert uses == {"zorva widgets": ThingNameUse.FULL, "zrv.n": ThingNameUse.TICKER, "zrv": ThingNameUse.TICKER}
