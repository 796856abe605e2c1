"""What the directory takes of one story."""

from __future__ import annotations

import pytest

from wiredesk.contract import Engine, Entity, Extraction, Links, Mention
from wiredesk.identity.story_things import StoryThing, ThingNameUse, story_things
from wiredesk.identity.thing_key import ThingKey, ThingKind


def the_thing(**fields: object) -> StoryThing:
    """Return the thing of a story's only entity."""
    entity = Entity.model_validate({"id": "e1", "mentions": (Mention(span=(0, 1)),), **fields})
    found = Extraction(
        id="a", version=1, language="en", text="", entities=(entity,), engine=Engine(version="1", model="m")
    )
    [one] = story_things(found)
    return one


@pytest.mark.parametrize(
    ("fields", "key", "method"),
    [
        ({"type": "GPE", "name": "U.S.", "links": Links(geonames=62)}, ("place", "geonames:62", ""), "geonames"),
        ({"type": "PERSON", "name": "A Lee", "links": Links(wikidata="Q1")}, ("person", "wikidata:Q1", ""), "wikidata"),
        ({"type": "PERSON", "name": "Ann Lee"}, ("person", "ann lee", ""), "name"),
        ({"type": "PERSON", "name": "Lee"}, ("person", "lee", "bare"), "bare"),
        ({"type": "ORG", "name": "The Acme Corp."}, ("body", "acme", ""), "name"),
        ({"type": "NORP", "name": "Belgian"}, ("demonym", "belgian", ""), "name"),
        ({"type": "EVENT", "name": "Olympics"}, ("other", "olympics", ""), "name"),
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


def test_the_id_of_a_thing_never_changes() -> None:
    assert ThingKey(ThingKind.PERSON, "ann lee").id == 388214170352809721
